"""A sample is drawn by a rule that anybody can follow again, and closed when all its comments are labelled."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from phien.campaigns.models import Campaign
from phien.evidence.actions import record_change
from phien.lib import clock
from phien.people.models import Actor
from phien.sentiment.errors import NothingToCount, SampleClosed, StillDisputed, TooFewComments
from phien.sentiment.language import CLASSIFIED
from phien.sentiment.models import Comment, Item, Sample
from phien.sentiment.queries.samples import outcome_of, progress_of, undecided

RULE = "the comments whose sha256(seed + ':' + comment) is smallest"


@dataclass(frozen=True, slots=True)
class Rules:
    """From which comments a sample is drawn. Empty platforms and no bound mean all; `until` is not included.
    Without copies: of comments with the same letters only the first."""

    platforms: tuple[str, ...] = ()
    languages: tuple[str, ...] = CLASSIFIED
    since: datetime | None = None
    until: datetime | None = None
    without_copies: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "platforms": sorted(self.platforms),
            "languages": sorted(str(language) for language in self.languages),
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "without_copies": self.without_copies,
        }


@dataclass(slots=True)
class Universe:
    """What may be drawn: (key, primary key) of each comment, and how many were left out for which reason."""

    members: list[tuple[str, int]]
    counts: dict[str, Any]
    first_at: datetime | None = None
    last_at: datetime | None = None


def universe_of(campaign: Campaign, rules: Rules) -> Universe:
    """All comments that fit, read once. Erased ones and other languages are counted, never drawn."""
    found = Universe([], {})
    left_out: Counter[str] = Counter()
    platforms: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    seen: set[str] = set()
    for pk, key, words, platform, language, at, erased in _rows(campaign, rules):
        if erased:
            left_out["erased"] += 1
        elif language not in rules.languages:
            left_out["other_languages"] += 1
        elif rules.without_copies and words and words in seen:
            left_out["copies"] += 1
        else:
            seen.add(words)
            found.members.append((key, pk))
            platforms[platform] += 1
            languages[language] += 1
            found.first_at, found.last_at = found.first_at or at, at
    found.counts = {
        "drawn_from": len(found.members),
        **{reason: left_out[reason] for reason in ("copies", "erased", "other_languages")},
        "by_platform": dict(sorted(platforms.items())),
        "by_language": dict(sorted(languages.items())),
    }
    return found


def _rows(campaign: Campaign, rules: Rules) -> Iterator[tuple[int, str, str, str, str, datetime, datetime | None]]:
    rows = Comment.objects.filter(campaign=campaign)
    if rules.platforms:
        rows = rows.filter(platform__in=rules.platforms)
    if rules.since:
        rows = rows.filter(written_at__gte=rules.since)
    if rules.until:
        rows = rows.filter(written_at__lt=rules.until)
    columns = ("pk", "key", "words", "platform", "language", "written_at", "deleted_at")
    return iter(rows.order_by("written_at", "pk").values_list(*columns).iterator(chunk_size=5000))


def drawn(members: list[tuple[str, int]], seed: str, size: int) -> list[tuple[str, int]]:
    """The members with the smallest SHA-256 of "seed:key", in that order: nobody could have chosen them."""
    return sorted(members, key=lambda member: hashlib.sha256(f"{seed}:{member[0]}".encode()).digest())[:size]


def draw_sample(*, campaign: Campaign, size: int, rules: Rules, by: Actor | None, seed: str | None = None) -> Sample:
    """Draw and seal it: rules, how many there were, the seed, and the hash of which comments it is. `seed` is only for
    drawing one again. Raises TooFewComments."""
    universe = universe_of(campaign, rules)
    if not universe.first_at or not universe.last_at or len(universe.members) < size:
        raise TooFewComments(left=len(universe.members), size=size)
    seed = seed or secrets.token_hex(8)
    picked = drawn(universe.members, seed, size)
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        earlier = Sample.objects.filter(campaign=campaign).aggregate(Max("number"))["number__max"] or 0
        sample = Sample.objects.create(
            campaign=campaign,
            number=earlier + 1,
            seed=seed,
            size=size,
            rules=rules.as_json(),
            universe=universe.counts,
            keys_sha256=hashlib.sha256("\n".join(key for key, _pk in picked).encode()).hexdigest(),
            first_at=universe.first_at,
            last_at=universe.last_at,
            drawn_at=clock.now(),
            drawn_by=by,
        )
        items = [Item(sample=sample, position=at, comment_id=pk) for at, (_key, pk) in enumerate(picked, start=1)]
        Item.objects.bulk_create(items, batch_size=500)
        facts = {
            "campaign": campaign.slug,
            "rule": RULE,
            "seed": seed,
            "size": size,
            "rules": sample.rules,
            "universe": sample.universe,
            "keys_sha256": sample.keys_sha256,
        }
        record_change(noun="sample", key=sample.key, verb="drawn", facts=facts)
    return sample


@transaction.atomic
def close_sample(*, sample: Sample, by: Actor | None) -> Sample:
    """Its labels stay as they are from now on, and its figures can be printed. A comment that was erased before both
    had labelled it is left out.

    Raises SampleClosed, NotBothDone (through undecided), StillDisputed, NothingToCount.
    """
    row = Sample.objects.select_for_update().select_related("campaign").get(pk=sample.pk)
    if not row.is_open:
        raise SampleClosed
    progress_of(row).check_both_done()
    left = len(undecided(row))
    if left:
        raise StillDisputed(left=left)
    outcome = outcome_of(row)
    if not outcome.size:
        raise NothingToCount
    row.closed_at, row.closed_by = clock.now(), by
    row.save(update_fields=["closed_at", "closed_by"])
    agreed = outcome.agreement
    facts = {
        "campaign": row.campaign.slug,
        "first_at": row.first_at.isoformat(),
        "last_at": row.last_at.isoformat(),
        "counts": outcome.counts,
        "gone": outcome.gone,
        "agreed": round(agreed.share, 4) if agreed else None,
        "kappa": round(agreed.kappa, 4) if agreed and agreed.kappa is not None else None,
    }
    record_change(noun="sample", key=row.key, verb="closed", facts=facts)
    return row
