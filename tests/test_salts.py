"""The day's secret lives 48 hours at most, whatever the clock does, and leaves with no backup, evidence or bundle."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from phien.config.ticks import TICKS
from phien.evidence import actions as evidence
from phien.evidence.actions import salts, waiting
from phien.evidence.models import NOT_BACKED_UP, Salt
from phien.lib import clock
from phien.privacy import actions as privacy
from phien.privacy.models import RetentionRun

# The supervisor walks what forgets secrets, and what forgets everything else in its time.
FORGET = dict(TICKS)["days' secrets and arrivals"]


@pytest.fixture(autouse=True)
def _no_memory(db: None) -> Any:
    salts._known.clear()
    waiting._last.clear()
    yield
    salts._known.clear()
    waiting._last.clear()


def day_of(now: datetime) -> Any:
    return timezone.localtime(now).date()


def made(now: datetime) -> bytes:
    """The secret of the day, as it is when the first hit of the day comes."""
    row, _made = Salt.objects.get_or_create(
        day=day_of(now), defaults={"secret": secrets.token_bytes(32), "made_at": now}
    )
    return bytes(row.secret)


def test_none_is_older_than_48_hours_at_any_minute() -> None:
    """Five days, minute by minute near midnight and hour by hour else."""
    start = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    born: dict[Any, datetime] = {}
    for step in range(5 * 24 * 4):
        now = start + timedelta(minutes=15 * step)
        FORGET(now)
        for day in Salt.objects.values_list("day", flat=True):
            born.setdefault(day, now)
        assert all(now - born[day] <= timedelta(hours=48) for day in Salt.objects.values_list("day", flat=True)), now
        assert Salt.objects.filter(day=day_of(now)).exists()


def test_a_site_that_was_off_for_days_destroys_in_its_first_second() -> None:
    now = clock.now()
    old = [made(now - timedelta(days=days)) for days in (6, 5, 4)]
    salts._known[day_of(now - timedelta(days=4))] = old[-1]
    FORGET(now)
    assert [bytes(secret) for secret in Salt.objects.values_list("secret", flat=True) if bytes(secret) in old] == []
    assert salts.known_salt(day_of(now - timedelta(days=4))) is None
    run = RetentionRun.objects.get(holding="salts")
    assert (run.kind, run.count, run.started_at) == ("own", 3, now)


def test_a_clock_that_jumps_keeps_no_secret_of_other_days() -> None:
    now = clock.now()
    for jump in (timedelta(days=400), timedelta(0), timedelta(days=-400), timedelta(days=3), timedelta(0)):
        FORGET(now + jump)
        today = day_of(now + jump)
        assert all(abs(day - today) <= timedelta(days=1) for day in Salt.objects.values_list("day", flat=True))
    assert RetentionRun.objects.filter(holding="salts").exists()


def test_a_destroyed_secret_never_comes_back() -> None:
    now = clock.now()
    first = made(now)
    FORGET(now + timedelta(days=3))
    FORGET(now)
    assert made(now) != first


def test_it_leaves_with_nothing(settings: Any, tmp_path: Path) -> None:
    """Neither the sealed files nor the tables of a backup hold a day's secret."""
    settings.PHIEN_EVIDENCE_ROOT = tmp_path / "evidence"
    now = clock.now()
    secret = made(now)
    salts._known[day_of(now)] = secret
    evidence.record_hit(
        kind="page", visitor="0123456789abcdef", user_agent="Mozilla/5.0 (Linux; Android 14)", campaign="cho"
    )
    FORGET(now)
    evidence.seal(force=True)
    files = [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert secret not in content
        assert secret.hex().encode() not in content
    assert Salt._meta.db_table in NOT_BACKED_UP


def test_a_process_that_nobody_asks_lets_go_too() -> None:
    """A web process has a copy in its memory; a clock of its own takes it away at the end of the next day."""
    now = clock.now()
    salts._remember(day_of(now), b"x" * 32)
    timer = salts._timer
    assert timer is not None
    assert timer.daemon
    assert timedelta(hours=23) < timedelta(seconds=timer.interval) <= timedelta(hours=48)
    salts.forget_known(now + timedelta(days=1))
    assert salts.known_salt(day_of(now)) == b"x" * 32
    with clock.standing_at(now + timedelta(days=2)):
        salts._time_is_over()
    assert salts.known_salt(day_of(now)) is None
    timer.cancel()


def test_the_supervisor_walks_what_forgets_the_rest_too() -> None:
    assert privacy.tick in [tick for _name, tick in TICKS]
