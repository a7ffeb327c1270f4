"""Reports of viewers as cases: number, clock, decision, limits, and what is forgotten."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from phien.evidence.models import Change
from phien.lib import clock, codes
from phien.lib.errors import TooMany
from phien.live import actions
from phien.live.actions import complaints
from phien.live.errors import AlreadyDecided
from phien.live.models import Complaint
from phien.live.queries import law
from phien.live.tests.conftest import signed_in

pytestmark = pytest.mark.django_db


def file(day: SimpleNamespace, **facts: object) -> Complaint:
    report = {"reason": "unsafe", "text": "mùi lạ", "contact": "", "second": 60, "from_address": "a"} | facts
    return actions.file_complaint(broadcast=day.broadcast, **report)


def test_a_case_has_a_number_a_second_and_a_clock(day: SimpleNamespace, settings: object) -> None:
    settings.PHIEN_COMPLAINT_HOURS = 6
    row = file(day)
    assert codes.is_right(row.code)
    assert len(row.code) == 12
    assert (row.second, row.is_of_replay) == (60, False)
    assert row.due_at - row.at == timedelta(hours=6)
    assert law.public_case(f" {row.code[:4].lower()}-{row.code[4:]} ") == row
    change = Change.objects.get(noun="complaint")
    assert row.code not in str((change.key, change.facts)), "the number opens the case; evidence is shown to auditors"


def test_a_second_beyond_the_broadcast_is_its_last(day: SimpleNamespace) -> None:
    assert file(day, second=10**6).second == pytest.approx(1800, abs=60)
    actions.end_broadcast(broadcast=day.broadcast)
    day.broadcast.refresh_from_db()
    assert file(day).is_of_replay


def test_one_address_cannot_flood_and_another_still_reports(day: SimpleNamespace) -> None:
    for _n in range(complaints.PER_ADDRESS[0]):
        file(day)
    with pytest.raises(TooMany):
        file(day)
    file(day, from_address="b")
    assert Complaint.objects.count() == complaints.PER_ADDRESS[0] + 1


def test_without_an_address_only_the_broadcasts_limit_counts(day: SimpleNamespace) -> None:
    for _n in range(complaints.PER_ADDRESS[0] + 1):
        file(day, from_address="")


def test_a_decision_is_final_and_noted(day: SimpleNamespace) -> None:
    row = actions.decide_complaint(complaint=file(day), decision="upheld", answer="Đã gỡ", by=day.organiser)
    assert not law.case_of(row).is_open
    with pytest.raises(AlreadyDecided):
        actions.decide_complaint(complaint=row, decision="dismissed", answer="", by=day.organiser)
    row.refresh_from_db()
    assert row.decision == "upheld"
    assert Change.objects.get(noun="complaint", verb="decided").facts["in_time"] is True


def test_the_clock_of_a_case(day: SimpleNamespace) -> None:
    row = file(day)
    assert [law.case_of(row).is_pressing, law.case_of(row).is_overdue] == [False, False]
    with clock.standing_at(row.due_at - timedelta(hours=1)):
        assert law.case_of(row).is_pressing
    with clock.standing_at(row.due_at + timedelta(minutes=1)):
        assert law.case_of(row).is_overdue
        assert list(law.narrowed(Complaint.objects.all(), state="overdue", text="")) == [row]
    assert list(law.narrowed(Complaint.objects.all(), state="overdue", text="")) == []
    assert list(law.narrowed(Complaint.objects.all(), state="open", text=row.code[2:8].lower())) == [row]
    assert list(law.narrowed(Complaint.objects.all(), state="all", text="mùi")) == [row]
    assert list(law.narrowed(Complaint.objects.all(), state="all", text="%%%")) == []


def test_who_reads_which_cases(day: SimpleNamespace) -> None:
    row = file(day)
    for who in ("organiser", "moderator", "host", "host_elsewhere", "stranger"):
        signed_in(getattr(day, who))
    seen = {who: list(law.complaints_seen_by(getattr(day, who).user)) for who in ("organiser", "moderator")}
    assert seen == {"organiser": [row], "moderator": [row]}
    for who in ("host", "host_elsewhere", "stranger"):
        assert list(law.complaints_seen_by(getattr(day, who).user)) == []
    assert list(law.complaints_decided_by(day.moderator.user)) == []


def test_the_contact_is_forgotten_after_the_answer(day: SimpleNamespace) -> None:
    waiting, answered = file(day, contact="0912 345 678"), file(day, contact="ha@example.org")
    actions.decide_complaint(complaint=answered, decision="dismissed", answer="", by=day.organiser)
    assert complaints.forget_contacts(clock.now()) == 0
    assert complaints.forget_contacts(clock.now() + timedelta(days=complaints.CONTACT_DAYS + 1)) == 1
    assert set(Complaint.objects.values_list("contact", flat=True)) == {"", waiting.contact}
