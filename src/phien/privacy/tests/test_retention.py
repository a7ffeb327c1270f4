"""Each class is forgotten in its time, once a day, in slices, and each run leaves a row and a sealed change."""

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import storages
from PIL import Image

from phien.evidence.models import Change
from phien.lib import clock, personal
from phien.market.models import Purchase
from phien.privacy import actions, errors
from phien.privacy.actions import Said, retention
from phien.privacy.models import Consent, Period, RetentionRun
from phien.privacy.queries.retention import clocks
from phien.privacy.tests.conftest import complete, signed_in


def tick_until_quiet(now: Any) -> int:
    forgotten = 0
    for _second in range(60):
        gone = actions.tick(now)
        forgotten += gone
        if not gone and not RetentionRun.objects.filter(finished_at=None).exists():
            return forgotten
    raise AssertionError("it never ended")


def test_each_class_runs_once_a_day(day: SimpleNamespace) -> None:
    with_clock = {held.id for held in personal.holdings() if held.prune is not None}
    now = clock.now()
    actions.tick(now)
    assert set(RetentionRun.objects.values_list("holding", flat=True)) == with_clock
    assert not RetentionRun.objects.filter(finished_at=None).exists()
    assert Change.objects.filter(noun="retention", verb="run").count() == len(with_clock)
    actions.tick(now + timedelta(hours=23))
    assert RetentionRun.objects.count() == len(with_clock)
    actions.tick(now + timedelta(hours=24))
    assert RetentionRun.objects.count() == 2 * len(with_clock)


def test_old_orders_lose_their_buyer_and_open_ones_do_not(day: SimpleNamespace) -> None:
    later = clock.now() + timedelta(days=731)
    actions.tick(later)
    assert Purchase.objects.get().phone  # not over yet, so it is kept
    complete(day)
    with clock.standing_at(later + timedelta(days=1)):
        assert next(one for one in clocks(with_due=True) if one.holding.id == "buyers").due_now == 1
        actions.tick(clock.now())
    assert Purchase.objects.get().phone == ""
    run = RetentionRun.objects.filter(holding="buyers").latest("pk")
    assert (run.count, run.error) == (1, "")
    assert Change.objects.filter(noun="retention", key=f"buyers-{run.pk}").get().facts["count"] == 1


def test_another_period_is_kept_within_its_bounds(day: SimpleNamespace) -> None:
    complete(day)
    with pytest.raises(errors.OutOfBounds):
        actions.set_period(holding="buyers", days=1, by=day.keeper)
    for fixed in ("salts", "recordings", "chat"):
        with pytest.raises(errors.FixedPeriod):
            actions.set_period(holding=fixed, days=400, by=day.keeper)
    actions.set_period(holding="buyers", days=90, by=day.keeper)
    assert Change.objects.get(noun="retention", verb="set").facts["before"] == 730
    actions.tick(clock.now() + timedelta(days=91))
    assert Purchase.objects.get().phone == ""
    Period.objects.update(days=3)  # a row from before the bounds were narrowed
    assert next(one for one in clocks(with_due=False) if one.holding.id == "buyers").days == 90


def test_a_run_that_was_killed_goes_on(day: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    """kill -9 between two slices leaves an open row with what was forgotten so far."""
    complete(day)
    row = Purchase.objects.get()
    for number in range(7):
        Purchase.objects.create(
            **{f.attname: getattr(row, f.attname) for f in Purchase._meta.concrete_fields if f.name not in {
                "id", "code", "idempotency_key"}}, code=f"CODE{number}", idempotency_key=f"{number:032d}",
        )  # fmt: skip
    monkeypatch.setattr(retention, "SLICE", 3)
    later = clock.now() + timedelta(days=800)
    monkeypatch.setattr(retention, "SLICES", 1)
    actions.tick(later)
    run = RetentionRun.objects.get(holding="buyers")
    assert (run.count, run.finished_at) == (3, None)
    assert Purchase.objects.filter(phone="").count() == 3
    actions.tick(later + timedelta(days=3))  # the site was off
    assert tick_until_quiet(later + timedelta(days=3)) == 2
    assert RetentionRun.objects.get(pk=run.pk).count == 8
    assert not Purchase.objects.exclude(phone="").exists()


def test_a_class_that_fails_stops_no_other_and_shows_red(day: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    complete(day)

    def broken(now: Any, keep: Any, most: int) -> int:
        Purchase.objects.update(phone="half")
        raise OSError("disk")

    held = personal.holding("guests")
    broken_one = {field: getattr(held, field) for field in held.__slots__} | {"prune": broken}
    personal.hold(personal.Holding(**broken_one))
    try:
        now = clock.now()
        actions.tick(now)
        run = RetentionRun.objects.get(holding="guests")
        assert run.error == "OSError"
        assert Purchase.objects.get().phone != "half"
        assert RetentionRun.objects.filter(holding="sessions", error="").exists()
        page = signed_in(day.keeper).get("/en/desk/privacy/retention/").content.decode()
        assert "OSError" in page
        actions.tick(now + timedelta(minutes=30))
        assert RetentionRun.objects.filter(holding="guests").count() == 1
    finally:
        personal.hold(held)
    actions.tick(now + timedelta(minutes=61))
    assert RetentionRun.objects.filter(holding="guests").latest("pk").error == ""


def test_now_means_now(day: SimpleNamespace) -> None:
    complete(day)
    Purchase.objects.update(placed_at=clock.now() - timedelta(days=731))
    page = signed_in(day.keeper).post("/en/desk/privacy/retention/buyers/run/", follow=True).content.decode()
    assert "Orders: who bought: 1 forgotten." in page
    run = RetentionRun.objects.get()
    assert (run.kind, run.count, run.asked_by) == ("asked", 1, day.keeper)
    with pytest.raises(errors.NothingRuns):
        actions.run_now(holding="payees", by=day.keeper)


def test_what_rooms_forget_by_their_own_clock_is_noted(day: SimpleNamespace) -> None:
    now = clock.now()
    noted = actions.recorded(lambda at: {"salts": 2, "arrivals": 0}, salts="salts", arrivals="arrivals")
    noted(now)
    noted(now + timedelta(minutes=1))
    run = RetentionRun.objects.get()
    assert (run.holding, run.kind, run.count, run.finished_at) == ("salts", "own", 4, None)
    actions.tick(now + timedelta(hours=1))
    run.refresh_from_db()
    assert run.finished_at is not None
    assert Change.objects.get(noun="retention", key=f"salts-{run.pk}").facts["count"] == 4
    noted(now + timedelta(hours=1))
    assert RetentionRun.objects.filter(kind="own").count() == 2
    actions.recorded(lambda at: None, writers="")(now)
    actions.recorded(lambda at: 0, writers="")(now)
    assert not RetentionRun.objects.filter(holding="writers", kind="own").exists()


def test_the_photo_of_a_paper_goes_after_the_consent(
    day: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    given = [
        actions.give_consent(
            purpose="clips", said=Said("paper", proof=io.BytesIO(out.getvalue())), by=day.keeper, phone=phone
        )
        for phone in ("+84912345670", "+84912345671")
    ]
    path, later = given[0].proof_path, clock.now() + timedelta(days=1827)
    for row, is_left in zip(given, (True, False), strict=True):
        actions.withdraw_consent(consent=row, reason="Đổi ý", by=day.keeper)
        with django_capture_on_commit_callbacks(execute=True), clock.standing_at(later):
            actions.run_now(holding="consents", by=day.keeper)
        assert storages["private"].exists(path) == is_left  # the same photo stood for both
    assert Consent.objects.filter(proof_path="", proof_sha256=given[0].proof_sha256).count() == 2


def test_a_run_that_two_go_on_with_ends_once(day: SimpleNamespace) -> None:
    run = RetentionRun.objects.create(holding="guests", kind="asked", started_at=clock.now(), count=4)
    again = RetentionRun.objects.get(pk=run.pk)
    for one in (run, again):
        retention._finish(one, clock.now())
    assert Change.objects.get(noun="retention", key=f"guests-{run.pk}").facts["count"] == 4
