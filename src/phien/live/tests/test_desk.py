"""Live control, cell by cell: who may see it and do what."""

from types import SimpleNamespace

import pytest
from django.test import Client

from phien.lib import clock
from phien.live import actions
from phien.live.models import Broadcast, Mute, Pin
from phien.live.tests.conftest import signed_in
from phien.realtime.models import Message

pytestmark = pytest.mark.django_db
DESK = "/desk/live/quynh-son/"


def steps(day: SimpleNamespace) -> dict[str, tuple[str, dict[str, object]]]:
    number = actions.say(broadcast=day.broadcast, author_key="ab12cd34", name="Hà", text="chào")
    mute = actions.mute_writer(
        broadcast=day.broadcast, author_key="ffff0000", author_name="x", reason="y", minutes=5, by=None
    )
    return {
        "pin": (f"{DESK}pin/{day.duck.pk}/", {}),
        "unpin": (f"{DESK}unpin/", {}),
        "pause": (f"{DESK}sale/{day.duck.pk}/", {"to": "pause"}),
        "end": (f"{DESK}end/", {}),
        "hide": (f"{DESK}hide/{number}/", {}),
        "mute": (f"{DESK}mute/", {"author_key": "ab12cd34", "minutes": 5, "reason": "quảng cáo"}),
        "lift": (f"{DESK}mute/{mute.pk}/lift/", {}),
        "slow": (f"{DESK}slow/", {"seconds": 15}),
    }


MESSAGES_ONLY = {"hide", "mute", "lift", "slow"}


@pytest.mark.parametrize("step", ["pin", "unpin", "pause", "end", "hide", "mute", "lift", "slow"])
@pytest.mark.parametrize("who", ["organiser", "host", "moderator", "host_elsewhere", "stranger", "nobody"])
def test_who_may_do_what(day: SimpleNamespace, who: str, step: str) -> None:
    person = Client() if who == "nobody" else signed_in(getattr(day, who))
    url, data = steps(day)[step]
    before = (Pin.objects.count(), Mute.objects.current().count(), Message.objects.count())
    response = person.post(url, data)
    if who in {"organiser", "host"} or (who == "moderator" and step in MESSAGES_ONLY):
        assert (response.status_code, response.url) == (302, DESK)
        return
    if who == "moderator":
        assert response.status_code == 403
    elif who == "nobody":
        assert response.url.startswith("/account/login/")
    else:
        assert response.status_code == 404
    assert (Pin.objects.count(), Mute.objects.current().count(), Message.objects.count()) == before
    day.broadcast.refresh_from_db()
    assert day.broadcast.ended_at is None
    day.duck.refresh_from_db()
    assert day.duck.paused_at is None


@pytest.mark.parametrize(
    ("who", "status"),
    [("organiser", 200), ("host", 200), ("moderator", 200), ("host_elsewhere", 404), ("stranger", 404)],
)
@pytest.mark.parametrize("path", ["", "now/"])
def test_who_sees_the_desk(day: SimpleNamespace, who: str, status: int, path: str) -> None:
    assert signed_in(getattr(day, who)).get(DESK + path).status_code == status


def test_a_moderator_sees_no_button_that_is_refused(day: SimpleNamespace) -> None:
    page = signed_in(day.moderator).get(DESK).content.decode()
    for action in ("/pin/", "/sale/", "/end/", "/start/"):
        assert action not in page
    assert "/hide/" not in page or "data-hide" in page


@pytest.mark.parametrize("path", ["start/", "end/", "unpin/", "mute/", "slow/"])
def test_steps_are_posts(day: SimpleNamespace, path: str) -> None:
    assert signed_in(day.host).get(DESK + path).status_code == 405


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("mute/", {"author_key": "'; drop", "minutes": 5, "reason": "x"}),
        ("mute/", {"author_key": "ab12cd34", "minutes": 5, "reason": ""}),
        ("mute/", {"author_key": "ab12cd34", "minutes": 99999, "reason": "x"}),
        ("slow/", {"seconds": -1}),
        ("slow/", {"seconds": 10**9}),
        ("slow/", {}),
        ("sale/{offer}/", {"to": "explode"}),
    ],
)
def test_bad_input_changes_nothing(day: SimpleNamespace, path: str, data: dict[str, object]) -> None:
    host = signed_in(day.host)
    url = DESK + path.format(offer=day.duck.pk)
    assert host.post(url, data, headers={"X-Part": "1"}).status_code == 400
    assert host.post(url, data).url == DESK  # told on the desk itself
    assert not Mute.objects.exists()
    assert Broadcast.objects.get().slow_mode_seconds == 0


def test_things_of_elsewhere_are_not_found(day: SimpleNamespace) -> None:
    host = signed_in(day.host)
    assert host.post(f"{DESK}pin/999999/").status_code == 404
    assert host.post(f"{DESK}mute/999999/lift/").status_code == 404
    assert host.post(f"{DESK}hide/999999/", headers={"X-Part": "1"}).status_code == 404


def test_pinning_replaces_and_tells_the_room(day: SimpleNamespace) -> None:
    host = signed_in(day.host)
    for offer in (day.duck, day.duck, day.pork):
        assert host.post(f"{DESK}pin/{offer.pk}/", headers={"X-Part": "1"}).status_code == 200
    assert list(Pin.objects.filter(unpinned_at=None).values_list("offer", flat=True)) == [day.pork.pk]
    assert [m.payload["offer"] for m in Message.objects.filter(kind="pin")] == [day.duck.pk, day.pork.pk]
    host.post(f"{DESK}unpin/")
    assert not Pin.objects.filter(unpinned_at=None).exists()


def test_an_end_is_an_end(day: SimpleNamespace) -> None:
    host = signed_in(day.host)
    assert "Start the broadcast" not in host.get("/en" + DESK).content.decode()
    host.post(DESK + "end/")
    for path, code in (("end/", "already_ended"), ("start/", "already_started"), (f"pin/{day.duck.pk}/", "not_on")):
        refused = host.post(DESK + path, headers={"X-Part": "1"})
        assert (refused.status_code, refused.json()["code"]) == (409, code)


def test_a_start_is_told_and_noted(day: SimpleNamespace) -> None:
    row = actions.schedule_broadcast(event=day.event, slug="two", name={"vi": "Hai"})
    signed_in(day.host).post("/desk/live/two/start/")
    row.refresh_from_db()
    assert row.state == "live"
    assert Message.objects.get(topic__name="broadcast:two").payload == {"state": "live", "back_soon": False}
    assert list(row.moments.values_list("kind", "second")) == [("started", 0)]


def test_a_paused_sale_can_be_resumed(day: SimpleNamespace) -> None:
    host = signed_in(day.host)
    host.post(f"{DESK}sale/{day.duck.pk}/", {"to": "pause"})
    host.post(f"{DESK}sale/{day.duck.pk}/", {"to": "pause"})  # a second tap does not undo the first
    day.duck.refresh_from_db()
    assert day.duck.paused_at is not None
    assert 'value="resume"' in host.get(DESK).content.decode()
    host.post(f"{DESK}sale/{day.duck.pk}/", {"to": "resume"})
    day.duck.refresh_from_db()
    assert day.duck.paused_at is None


def test_queries_do_not_grow(day: SimpleNamespace, django_assert_max_num_queries: object) -> None:
    host = signed_in(day.host)
    for number in range(5):
        actions.say(broadcast=day.broadcast, author_key=f"{number:08x}", name="Hà", text="chào")
        actions.mute_writer(
            broadcast=day.broadcast, author_key="ffff0000", author_name="x", reason="y", minutes=5, by=None
        )
    actions.pin_product(broadcast=day.broadcast, offer=day.duck, by=day.host)
    host.get(DESK)
    with django_assert_max_num_queries(44):
        host.get(DESK)
    with django_assert_max_num_queries(40):
        host.get(DESK + "now/")


def test_the_log_names_the_product(day: SimpleNamespace) -> None:
    actions.pin_product(broadcast=day.broadcast, offer=day.duck, by=day.host)
    assert clock.now() >= day.broadcast.moments.get().at
    assert "Vịt quay Lạng Sơn" in signed_in(day.host).get(DESK + "now/").content.decode()
