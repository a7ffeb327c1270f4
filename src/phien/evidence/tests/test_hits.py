"""Recording: what a room calls."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import RequestFactory

from phien.evidence import actions, journal
from phien.evidence.errors import JournalUnavailable
from phien.evidence.models import Arrival, Change, Salt
from phien.lib import clock


def lines(root: Path) -> list[dict[str, object]]:
    return [json.loads(line) for path in (root / "journal").glob("*.ndjson") for line in path.read_bytes().splitlines()]


def test_a_hit_is_in_the_journal_when_it_is_acknowledged(root: Path, agent: str) -> None:
    given = actions.record_hit(
        kind="click", subject="product:vit-quay", campaign="cho-phien", visitor="0011223344556677", user_agent=agent
    )
    (line,) = lines(root)
    assert line["id"] == given
    assert (line["kind"], line["subject"], line["reason"], line["schema_version"]) == (
        "click",
        "product:vit-quay",
        "",
        2,
    )
    assert agent not in json.dumps(line)


@pytest.mark.parametrize(
    "wrong", [{"kind": "view"}, {"kind": "page", "subject": "x" * 161}, {"kind": "live", "seconds": -1}]
)
def test_a_hit_that_is_none_is_refused(root: Path, agent: str, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="hit"):
        actions.record_hit(visitor="v", user_agent=agent, **wrong)  # type: ignore[arg-type]
    assert not (root / "journal").exists()


def test_many_at_once(root: Path, agent: str) -> None:
    at = datetime(2026, 7, 17, 2, tzinfo=UTC)
    hits = (
        actions.make_hit(kind="page", visitor=f"{n:016x}", user_agent=agent, at=at, simulated=True) for n in range(3000)
    )
    assert actions.record_hits(hits=hits) == 3000
    assert len(lines(root)) == 3000


def test_a_request_is_counted_without_its_address(root: Path, rf: RequestFactory, agent: str, db: None) -> None:
    request = rf.get("/", headers={"User-Agent": agent}, REMOTE_ADDR="203.0.113.7")
    request.user = AnonymousUser()
    actions.record_request_hit(request, kind="page", subject="campaign:cho-phien")
    (line,) = lines(root)
    assert line["visitor"] == actions.visitor_of(request)
    assert "203.0.113" not in json.dumps(line)


def test_signed_in_people_do_not_count(root: Path, rf: RequestFactory, agent: str, django_user_model: type) -> None:
    request = rf.get("/", headers={"User-Agent": agent})
    request.user = django_user_model.objects.create_user("to-chuc")  # type: ignore[attr-defined]
    actions.record_request_hit(request, kind="page")
    assert lines(root)[0]["reason"] == "own_staff"


def test_a_failing_disk_costs_the_count_but_not_the_page(
    root: Path, rf: RequestFactory, agent: str, db: None, settings: object
) -> None:
    root.mkdir()
    (root / "journal").write_text("in the way")
    request = rf.get("/", headers={"User-Agent": agent})
    assert actions.record_request_hit(request, kind="page") == ""
    with pytest.raises(JournalUnavailable):
        actions.record_hit(kind="page", visitor="v", user_agent=agent)
    (root / "journal").unlink()
    assert actions.record_hit(kind="page", visitor="v", user_agent=agent)


def test_a_change_belongs_to_the_callers_transaction(db: None) -> None:
    with transaction.atomic():
        actions.record_change(noun="order", key="LV7K3M9Q-1", verb="placed", facts={"goods_amount": 385000})
        transaction.set_rollback(True)
    assert Change.objects.count() == 0
    actions.record_change(noun="payment", key="LV7K3M9Q", verb="paid", facts={"amount": 385000})
    assert Change.objects.get().sealed_in == ""


def test_a_change_holds_nothing_about_a_person(db: None) -> None:
    with pytest.raises(ValueError, match="phone"):
        actions.record_change(noun="order", key="LV7K3M9Q-1", verb="placed", facts={"phone": "0912345678"})
    assert Change.objects.count() == 0


def test_an_arrival_is_known_to_the_same_visitor_today_only(rf: RequestFactory, agent: str, db: None) -> None:
    came = rf.get("/l/AB2C", headers={"User-Agent": agent}, REMOTE_ADDR="203.0.113.7")
    other = rf.get("/", headers={"User-Agent": agent}, REMOTE_ADDR="198.51.100.7")
    actions.record_arrival(came, "AB2C")
    actions.record_arrival(came, "AC3D")
    assert actions.arrival_of(came) == "AC3D"
    assert actions.arrival_of(other) == ""
    assert actions.prune_arrivals(now=clock.now()) == 0
    assert actions.prune_arrivals(now=clock.now() + actions.arrivals.KEPT) == 2
    assert Arrival.objects.count() == 0
    assert actions.arrival_of(came) == ""


def test_salts_live_at_most_two_days(db: None) -> None:
    today = clock.today()
    for days in (-3, -2, -1, 0):
        Salt.objects.create(
            day=today.fromordinal(today.toordinal() + days), secret=bytes([days + 9]) * 32, made_at=clock.now()
        )
    assert actions.destroy_old_salts() == 2
    assert sorted(Salt.objects.values_list("day", flat=True)) == [today.fromordinal(today.toordinal() - 1), today]
    assert actions.destroy_old_salts() == 0


def test_the_journal_forgets_nothing_when_it_is_closed_and_used_again(root: Path, agent: str) -> None:
    for _ in range(3):
        actions.record_hit(kind="page", visitor="v", user_agent=agent)
        journal.current().rotate()
    assert len(lines(root)) == 3
    assert len(list((root / "journal").glob("*.open.ndjson"))) == 0
