"""Identity checks: how long they hold, who may make them, and what is never kept."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from phien.evidence.models import Change
from phien.lib import clock
from phien.lib.rows import Row, WrongRow
from phien.people import actions, identity
from phien.people.errors import OwnPapers
from phien.people.forms import IdentityForm
from phien.people.imports import import_checks
from phien.people.models import Actor, IdentityCheck

pytestmark = pytest.mark.django_db


@pytest.fixture
def ha(db: None) -> Actor:
    return Actor.objects.create(slug="ha", kind="person", name={"vi": "Hà"})


@pytest.fixture
def sim(db: None) -> Actor:
    return Actor.objects.create(slug="sim", kind="person", name={"vi": "Sim"})


@pytest.mark.parametrize(
    ("made", "until"), [("2026-12-08", "2027-06-08"), ("2026-08-31", "2027-02-28"), ("2027-08-31", "2028-02-29")]
)
def test_a_check_holds_six_months(made: str, until: str) -> None:
    def noon(day: str) -> datetime:
        return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=timezone.get_default_timezone())

    assert identity.longest(noon(made)) == noon(until)


def test_a_check_is_noted_without_a_word_about_the_person(ha: Actor, sim: Actor) -> None:
    assert not identity.is_checked(sim)
    check = actions.check_identity(actor=sim, method="vneid", by=ha, note="ở nhà sàn")
    assert identity.is_checked(sim)
    change = Change.objects.get(noun="identity")
    assert (change.key, change.verb) == ("sim", "checked")
    assert change.facts == {"method": "vneid", "until": check.expires_at.isoformat(), "by": "ha"}


def test_it_expires_by_itself_and_is_revoked_by_hand(ha: Actor, sim: Actor) -> None:
    now = clock.now()
    check = actions.check_identity(actor=sim, method="vneid", by=ha, expires_at=now + timedelta(days=3))
    assert identity.is_checked(sim)
    with clock.standing_at(now + timedelta(days=4)):
        assert not identity.is_checked(sim)
        assert identity.newest_checks([sim])[sim.pk] == check  # still shown, as expired
    assert actions.revoke_identity_checks(actor=sim, by=ha) == 1
    assert actions.revoke_identity_checks(actor=sim, by=ha) == 0
    assert not identity.is_checked(sim)
    assert list(Change.objects.filter(noun="identity").values_list("verb", flat=True)) == ["checked", "revoked"]


def test_nobody_checks_themselves(ha: Actor) -> None:
    with pytest.raises(OwnPapers):
        actions.check_identity(actor=ha, method="vneid", by=ha)
    assert not IdentityCheck.objects.exists()


def test_a_check_never_holds_longer_than_the_site_allows(ha: Actor, sim: Actor) -> None:
    now = clock.now()
    check = actions.check_identity(actor=sim, method="vneid", by=ha, at=now, expires_at=now + timedelta(days=9000))
    assert check.expires_at == identity.longest(now)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"method": "photo_of_card"},
        {"method": "vneid", "expires_on": "2001-01-01"},
        {"method": "vneid", "expires_on": "2099-01-01"},
        {"method": "id_shown", "note": "số 020 093 001 234"},
        {"method": "id_shown", "note": "x" * 201},
    ],
)
def test_what_the_form_refuses(data: dict[str, str]) -> None:
    assert not IdentityForm(data).is_valid()


def test_the_form_has_no_room_for_a_number_or_a_picture() -> None:
    assert set(IdentityForm().fields) == {"method", "expires_on", "note"}
    columns = {field.name for field in IdentityCheck._meta.get_fields()}
    assert not columns & {"number", "picture", "scan", "front", "back"}


def test_checks_come_from_a_file_once(ha: Actor, sim: Actor, tmp_path: Path) -> None:
    day = clock.today() - timedelta(days=30)
    row = Row("identity.csv", 2, {"actor": "sim", "method": "vneid", "checked_by": "ha", "checked_on": day})
    assert import_checks([row]) == import_checks([row])
    check = IdentityCheck.objects.get()
    assert (check.actor, check.checked_by, timezone.localtime(check.checked_at).date()) == (sim, ha, day)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "nobody"),
        ("method", "photo"),
        ("checked_by", "sim"),
        ("checked_on", clock.today() + timedelta(days=2)),
    ],
)
def test_a_wrong_row_is_named(ha: Actor, sim: Actor, column: str, value: object) -> None:
    row = {"actor": "sim", "method": "vneid", "checked_by": "ha", "checked_on": clock.today()}
    with pytest.raises(WrongRow, match=rf"identity\.csv|{column}") as refused:
        import_checks([Row("identity.csv", 7, row | {column: value})])
    assert refused.value.facts["column"] == column
    assert not IdentityCheck.objects.exists()
