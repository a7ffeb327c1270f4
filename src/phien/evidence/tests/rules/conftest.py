"""Made crowds: people as they come, and machines that look like them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from phien.evidence import actions, queries
from phien.evidence.hits import Hit
from phien.evidence.models import RulesRun

START = datetime(2026, 5, 10, 2, 0, tzinfo=UTC)  # 9:00 at the place
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A155F) Chrome/126.0.0.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1"
ZALO = "Mozilla/5.0 (Linux; Android 13; CPH2269 Build/TP1A; wv) Mobile Safari/537.36 Zalo android/12080671"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36"
PHONES = (ANDROID, ANDROID, IPHONE, ZALO, ZALO, WINDOWS)


@dataclass
class Crowd:
    """Writes hits of one day; `seal` puts them into evidence."""

    rng: Random = field(default_factory=lambda: Random(7))
    hits: list[Hit] = field(default_factory=list)
    number: int = 0

    def somebody(self) -> str:
        self.number += 1
        return f"{self.number:016x}"

    def hit(self, after: float, kind: str, subject: str, visitor: str, **facts: Any) -> str:
        made = actions.make_hit(
            kind=kind,
            subject=subject,
            campaign=facts.pop("campaign", "cho"),
            visitor=visitor,
            user_agent=facts.pop("agent", ANDROID),
            at=START + timedelta(seconds=after),
            **facts,
        )
        self.hits.append(made._replace(reason=made.reason if made.reason != "too_fast" else ""))
        return made.id

    def visit(self, after: float, subject: str = "clip:vit", *, stays: bool, visitor: str = "", **facts: Any) -> None:
        """One person: opens a page, and leaves, or looks at something more."""
        who = visitor or self.somebody()
        facts = {"agent": self.rng.choice(PHONES)} | facts
        self.hit(after, "clip", subject, who, **facts)
        if stays:
            self.hit(after + self.rng.uniform(8, 60), "click", "product:vit", who, **facts)

    def honest_hours(self, hours: int = 3, *, each: int = 120, stay: float = 0.45, **facts: Any) -> None:
        """People spread over some hours: more than half of them open one page and leave."""
        for hour in range(hours):
            for _ in range(each):
                self.visit(hour * 3600 + self.rng.uniform(0, 3600), stays=self.rng.random() < stay, **facts)

    def watch(self, after: float, beats: int, visitor: str, *, jitter: float = 0.4, **facts: Any) -> None:
        subject = facts.pop("subject", "broadcast:phien")
        for number in range(beats + 1):
            at = after + 15 * number + (self.rng.uniform(0, jitter) if jitter else 0)
            self.hit(at, "live", subject, visitor, seconds=15 if number else 0, **facts)

    def end_of_day(self, after: float = 8 * 3600) -> None:
        """The last one, so that what was before is over."""
        self.visit(after, stays=False)

    def seal(self) -> None:
        actions.record_hits(hits=self.hits)
        self.hits = []
        actions.seal(force=True)

    def judged(self, **facts: Any) -> RulesRun:
        """After everything was sealed: what the rules found in it."""
        self.end_of_day()
        self.seal()
        return actions.run_rules(day=START.date(), **facts).run

    def reasons(self) -> dict[str, set[str]]:
        """Visitors by the reason that a verdict gives to a hit of theirs."""
        found: dict[str, set[str]] = {}
        with queries.connect() as connection:
            rows = connection.execute(
                "SELECT v.reason, h.visitor FROM verdicts v JOIN hits h ON h.id = v.hit"
            ).fetchall()
        for reason, visitor in rows:
            found.setdefault(reason, set()).add(visitor)
        return found


@pytest.fixture
def crowd(root: Path, db: None) -> Crowd:
    return Crowd()
