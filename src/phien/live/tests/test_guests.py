"""The page of guests' links: made, shown once, listed, closed; by those who run the broadcast."""

from types import SimpleNamespace

import pytest
from django.test import Client

from phien.live import actions, queries
from phien.live.models import GuestLink
from phien.live.tests.conftest import signed_in

pytestmark = pytest.mark.django_db
GUESTS = "/desk/live/quynh-son/guests/"


@pytest.mark.parametrize("who", ["organiser", "host"])
def test_a_link_is_made_and_shown_once(day: SimpleNamespace, who: str) -> None:
    host = signed_in(getattr(day, who))
    response = host.post(GUESTS, {"name": "Bác Vy", "hours": 12})
    assert response.status_code == 200
    url, link = response.context["made_url"], GuestLink.objects.get()
    assert url in response.content.decode()
    assert 'class="qr"' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert (link.name, link.made_by, link.expires_at > link.made_at) == ("Bác Vy", getattr(day, who), True)
    assert Client().get(url).status_code == 200
    again = host.get(GUESTS).content.decode()
    assert "Bác Vy" in again
    assert url not in again


@pytest.mark.parametrize("data", [{"hours": 12}, {"name": "Vy", "hours": 999}, {"name": "x" * 61, "hours": 3}])
def test_what_cannot_be_is_said_and_nothing_made(day: SimpleNamespace, data: dict[str, object]) -> None:
    response = signed_in(day.host).post(GUESTS, data)
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert not GuestLink.objects.exists()


@pytest.mark.parametrize("who", ["moderator", "host_elsewhere", "stranger", "nobody"])
def test_others_neither_see_nor_make_nor_close(day: SimpleNamespace, who: str) -> None:
    actions.make_guest_link(broadcast=day.broadcast, name="Bác Vy", hours=3, by=day.host)
    link = GuestLink.objects.get()
    person = Client() if who == "nobody" else signed_in(getattr(day, who))
    for response in (
        person.get(GUESTS),
        person.post(GUESTS, {"name": "Vy", "hours": 3}),
        person.post(f"{GUESTS}{link.pk}/revoke/"),
    ):
        assert response.status_code == (302 if who == "nobody" else 404)
    assert [row.is_open() for row in GuestLink.objects.all()] == [True]


def test_a_link_is_closed(day: SimpleNamespace) -> None:
    actions.make_guest_link(broadcast=day.broadcast, name="Bác Vy", hours=3, by=day.host)
    link, host = GuestLink.objects.get(), signed_in(day.host)
    assert host.get(f"{GUESTS}{link.pk}/revoke/").status_code == 405
    assert GuestLink.objects.get().is_open()
    assert host.post(f"{GUESTS}{link.pk}/revoke/").url == GUESTS
    closed = GuestLink.objects.get()
    assert not closed.is_open()
    folder = queries.folder_of(day.broadcast)
    assert folder.is_barred(f"guest:{link.pk}")
    assert not folder.is_barred(f"guest:{link.pk}0")
    host.post(f"{GUESTS}{link.pk}/revoke/")
    assert GuestLink.objects.get().revoked_at == closed.revoked_at


def test_a_link_of_another_broadcast_is_not_found(day: SimpleNamespace) -> None:
    other = type(day.broadcast).objects.create(event=day.event, slug="other", name={"vi": "Khác"})
    actions.make_guest_link(broadcast=other, name="Bác Vy", hours=3, by=None)
    link, host = GuestLink.objects.get(), signed_in(day.host)
    assert host.post(f"{GUESTS}{link.pk}/revoke/").status_code == 404
    assert host.post(f"{GUESTS}999/revoke/").status_code == 404
    assert GuestLink.objects.get().is_open()
