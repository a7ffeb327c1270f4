"""The camera page, cell by cell: whom it lets in, what it gives them, and what each may do there."""

from types import SimpleNamespace

import pytest
from django.test import Client

from phien.lib import clock
from phien.live import actions
from phien.live.models import Broadcast, GuestLink
from phien.live.tests.conftest import signed_in
from phien.video.tokens import read_send

pytestmark = pytest.mark.django_db
CAMERA = "/desk/live/quynh-son/camera/"
STEPS = ["start", "end", "pause", "resume"]
JSON = {"HTTP_ACCEPT": "application/json"}


def change(day: SimpleNamespace, **fields: object) -> None:
    Broadcast.objects.filter(pk=day.broadcast.pk).update(**fields)


def state(day: SimpleNamespace) -> tuple[object, ...]:
    row = Broadcast.objects.get(pk=day.broadcast.pk)
    return row.started_at, row.ended_at, row.back_soon_at


def guest_of(day: SimpleNamespace) -> Client:
    token = actions.make_guest_link(broadcast=day.broadcast, name="Bác Vy", hours=3, by=day.host)
    client = Client()
    client.post(f"/go/{token}/")
    return client


def somebody(day: SimpleNamespace, who: str) -> Client:
    if who == "guest":
        return guest_of(day)
    return Client() if who == "nobody" else signed_in(getattr(day, who))


@pytest.mark.parametrize("who", ["organiser", "host"])
def test_hosts_get_what_sends_their_picture(day: SimpleNamespace, who: str) -> None:
    response = signed_in(getattr(day, who)).get(CAMERA)
    assert response.status_code == 200
    sender = read_send(response.context["person"].token)
    assert (sender.key, sender.publisher) == (day.broadcast.video_key, f"actor:{getattr(day, who).pk}")
    assert sender.label == who.title()
    assert "no-store" in response["Cache-Control"]
    page = response.content.decode()
    for words in ('data-upload="/up/"', 'data-state="live"', f"{CAMERA}start/", "/stream?t=", "LÊN SÓNG"):
        assert words in page


@pytest.mark.parametrize("who", ["moderator", "host_elsewhere", "stranger"])
def test_others_do_not_find_it(day: SimpleNamespace, who: str) -> None:
    person, before = somebody(day, who), state(day)
    assert person.get(CAMERA).status_code == 404
    assert person.get(f"{CAMERA}token/").status_code == 404
    for step in STEPS:
        assert person.post(f"{CAMERA}{step}/").status_code == 404
    assert state(day) == before


def test_who_is_not_signed_in_is_asked_to(client: Client, day: SimpleNamespace) -> None:
    before = state(day)
    assert client.get(CAMERA).url.startswith("/account/login/")
    assert client.get(f"{CAMERA}token/", **JSON).status_code == 403
    for step in STEPS:
        assert client.post(f"{CAMERA}{step}/", **JSON).json()["code"] == "not_allowed"
    assert state(day) == before


def test_an_unknown_broadcast_is_not_found(day: SimpleNamespace) -> None:
    assert signed_in(day.host).get("/desk/live/nowhere/camera/").status_code == 404


def test_wrong_methods_are_refused(day: SimpleNamespace) -> None:
    host = signed_in(day.host)
    assert host.post(CAMERA).status_code == 405
    assert host.post(f"{CAMERA}token/").status_code == 405
    for step in STEPS:
        assert host.get(f"{CAMERA}{step}/").status_code == 405


def test_a_script_of_another_site_may_not_act(day: SimpleNamespace) -> None:
    signed_in(day.host)
    host = Client(enforce_csrf_checks=True)
    host.force_login(day.host.user)
    assert host.post(f"{CAMERA}end/").status_code == 403
    assert state(day)[1] is None


def test_a_page_that_stood_open_gets_a_new_token(day: SimpleNamespace) -> None:
    answer = signed_in(day.host).get(f"{CAMERA}token/").json()
    assert read_send(answer["token"]).publisher == f"actor:{day.host.pk}"
    assert (answer["state"], answer["back_soon"]) == ("live", False)
    assert answer["stream"].startswith("/stream?t=")


def test_going_live_twice_is_going_live_once(day: SimpleNamespace) -> None:
    change(day, started_at=None)
    host = signed_in(day.host)
    assert host.post(f"{CAMERA}start/").json() == {"state": "live", "back_soon": False}
    started = state(day)
    assert started[0] is not None
    assert host.post(f"{CAMERA}start/").json()["state"] == "live"
    assert state(day) == started


def test_a_pause_and_the_end(day: SimpleNamespace) -> None:
    host = signed_in(day.host)
    assert host.post(f"{CAMERA}pause/").json() == {"state": "live", "back_soon": True}
    assert host.post(f"{CAMERA}resume/").json() == {"state": "live", "back_soon": False}
    assert host.post(f"{CAMERA}end/").json()["state"] == "ended"
    assert host.post(f"{CAMERA}end/").status_code == 200
    refused = host.post(f"{CAMERA}start/")
    assert (refused.status_code, refused.json()["code"]) == (409, "already_ended")
    assert host.post(f"{CAMERA}pause/").json()["code"] == "not_on"


def test_ending_before_the_start_is_refused(day: SimpleNamespace) -> None:
    change(day, started_at=None)
    refused = signed_in(day.host).post(f"{CAMERA}end/")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_on")
    assert state(day) == (None, None, None)


# Guests


def test_a_link_is_used_by_the_tap_and_not_by_a_preview(client: Client, day: SimpleNamespace) -> None:
    token = actions.make_guest_link(broadcast=day.broadcast, name="Bác Vy", hours=3, by=day.host)
    link = GuestLink.objects.get()
    assert token not in str(vars(link))
    asked = client.get(f"/go/{token}/")
    assert asked.status_code == 200
    assert "Bác Vy" in asked.content.decode()
    assert client.get(CAMERA).status_code == 302
    assert GuestLink.objects.get().last_used_at is None
    assert client.post(f"/go/{token}/").url == CAMERA
    assert GuestLink.objects.get().last_used_at is not None
    page = client.get(CAMERA)
    sender = read_send(page.context["person"].token)
    assert (sender.publisher, sender.label) == (f"guest:{link.pk}", "Bác Vy")
    assert "data-guest" in page.content.decode()


def test_a_guest_has_this_camera_and_nothing_else(day: SimpleNamespace) -> None:
    guest = guest_of(day)
    other = Broadcast.objects.create(event=day.event, slug="other", name={"vi": "Khác"}, started_at=clock.now())
    for path in ("/desk/", "/desk/live/quynh-son/", "/desk/live/quynh-son/guests/", f"/desk/live/{other.slug}/camera/"):
        assert guest.get(path).url.startswith("/account/login/"), path
    before = state(day)
    for step in ("end", "pause", "resume"):
        assert guest.post(f"{CAMERA}{step}/").status_code == 403
    assert state(day) == before


def test_a_guest_does_not_begin_the_broadcast(day: SimpleNamespace) -> None:
    guest = guest_of(day)
    assert guest.post(f"{CAMERA}start/").json()["state"] == "live"
    change(day, started_at=None)
    refused = guest.post(f"{CAMERA}start/")
    assert (refused.status_code, refused.json()["code"]) == (403, "host_first")
    assert state(day)[0] is None
    change(day, is_practice=True)
    assert guest.post(f"{CAMERA}start/").json()["state"] == "practice"


@pytest.mark.parametrize("fate", ["revoked", "expired", "unknown"])
def test_a_closed_link_opens_nothing(client: Client, day: SimpleNamespace, fate: str) -> None:
    token = actions.make_guest_link(broadcast=day.broadcast, name="Bác Vy", hours=3, by=day.host)
    inside = Client()
    inside.post(f"/go/{token}/")
    if fate == "revoked":
        actions.revoke_guest_link(link=GuestLink.objects.get())
    elif fate == "expired":
        GuestLink.objects.update(expires_at=clock.now())
    else:
        token = "x" * 32
    assert client.get(f"/go/{token}/").status_code == 410
    assert client.post(f"/go/{token}/").status_code == 410
    assert client.get(CAMERA).status_code == 302
    assert inside.get(CAMERA).status_code == (200 if fate == "unknown" else 302)


def test_a_host_with_a_guests_link_stays_a_host(day: SimpleNamespace) -> None:
    token = actions.make_guest_link(broadcast=day.broadcast, name="Bác Vy", hours=3, by=day.host)
    host = signed_in(day.host)
    host.post(f"/go/{token}/")
    assert host.get(CAMERA).context["is_guest"] is False
