"""Live control, cell by cell: who may see it and do what."""

from types import SimpleNamespace

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from phien.lib import clock
from phien.live import actions
from phien.live.models import Ban, Broadcast, FilterWord, HeldMessage, Moment, Mute, Pin, Shelved
from phien.live.tests.conftest import signed_in
from phien.realtime.models import Message

pytestmark = pytest.mark.django_db
DESK = "/desk/live/quynh-son/"


def steps(day: SimpleNamespace) -> dict[str, tuple[str, dict[str, object]]]:
    number = actions.say(broadcast=day.broadcast, author_key="ab12cd34", name="Hà", text="chào")
    out = {"author_key": "ffff0000", "author_name": "x", "reason": "y", "span": None, "by": None}
    mute = actions.mute_writer(broadcast=day.broadcast, **out)
    ban = actions.ban_writer(broadcast=day.broadcast, **out)
    actions.set_holding(broadcast=day.broadcast, is_on=True)
    day.broadcast.refresh_from_db()
    actions.say(broadcast=day.broadcast, author_key="ab12cd34", name="Hà", text="chào nữa")
    held = HeldMessage.objects.get()
    keep_out = {"author_key": "ab12cd34", "reason": "quảng cáo"}
    return {
        "pin": (f"{DESK}pin/{day.duck.pk}/", {}),
        "unpin": (f"{DESK}unpin/", {}),
        "sale": (f"{DESK}sale/{day.duck.pk}/", {"to": "pause"}),
        "end": (f"{DESK}end/", {}),
        "pause": (f"{DESK}pause/", {"to": "on"}),
        "delay": (f"{DESK}delay/", {"to": "off"}),
        "hand over": (f"{DESK}hand-over/{day.slots[1].pk}/", {}),
        "warning": (f"{DESK}warning/", {"preset": "money"}),
        "shelf": (f"{DESK}shelf/{day.duck.pk}/", {"to": "off"}),
        "sort": (f"{DESK}shelf/{day.duck.pk}/move/", {"to": "down"}),
        "fill": (f"{DESK}shelf/fill/", {}),
        "hide": (f"{DESK}hide/{number}/", {}),
        "show": (f"{DESK}show/{number}/", {}),
        "answer": (f"{DESK}answer/", {"text": "chào em"}),
        "hold": (f"{DESK}hold/", {"to": "off"}),
        "decide": (f"{DESK}held/{held.pk}/", {"to": "let_in"}),
        "mute": (f"{DESK}out/", keep_out | {"how_long": "room-5"}),
        "ban": (f"{DESK}out/", keep_out | {"how_long": "all-0"}),
        "lift mute": (f"{DESK}mute/{mute.pk}/lift/", {}),
        "lift ban": (f"{DESK}ban/{ban.pk}/lift/", {}),
        "slow": (f"{DESK}slow/", {"seconds": 15}),
        "words": (f"{DESK}words/", {"words": "hàng giả", "act": "hold"}),
    }


RUNNERS_ONLY = {"sale", "end", "pause", "delay", "hand over"}


def counts() -> list[int]:
    """Of all that a step of the desk writes."""
    rows = (Pin, Mute.objects.current(), Ban.objects.current(), Message, Moment, Shelved, FilterWord)
    return [getattr(row, "objects", row).count() for row in rows] + [
        HeldMessage.objects.filter(decided_at=None).count()
    ]


def switches() -> list[object]:
    row = Broadcast.objects.get()
    return [row.ended_at, row.low_latency, row.holds_messages, row.slow_mode_seconds, row.slot_key, row.back_soon_at]


@pytest.mark.parametrize("who", ["organiser", "host", "moderator", "host_elsewhere", "stranger", "nobody"])
def test_who_may_do_what(day: SimpleNamespace, who: str) -> None:
    person = Client() if who == "nobody" else signed_in(getattr(day, who))
    last = ("words", "end")  # a word that was added is said to be; after the end there is nothing to do
    for step, (url, data) in sorted(
        steps(day).items(), key=lambda pair: last.index(pair[0]) if pair[0] in last else -1
    ):
        before = counts(), switches()
        response = person.post(url, data)
        if who in {"organiser", "host"} or (who == "moderator" and step not in RUNNERS_ONLY):
            assert response.status_code == 302, step
            assert response.url.startswith(DESK), step
            assert step in last or not list(get_messages(response.wsgi_request)), step
            continue
        if who == "moderator":
            assert response.status_code == 403, step
        elif who == "nobody":
            assert response.url.startswith("/account/login/"), step
        else:
            assert response.status_code == 404, step
        assert (counts(), switches()) == before, step
        day.duck.refresh_from_db()
        assert day.duck.paused_at is None


@pytest.mark.parametrize(
    ("who", "status"),
    [("organiser", 200), ("host", 200), ("moderator", 200), ("host_elsewhere", 404), ("stranger", 404)],
)
@pytest.mark.parametrize("path", ["", "now/", "shelf/", "words/"])
def test_who_sees_the_desk(day: SimpleNamespace, who: str, status: int, path: str) -> None:
    assert signed_in(getattr(day, who)).get(DESK + path).status_code == status


def test_a_moderator_sees_no_button_that_is_refused(day: SimpleNamespace) -> None:
    page = signed_in(day.moderator).get(DESK).content.decode()
    for action in ("/sale/", "/end/", "/start/", "/pause/", "/delay/", "/hand-over/", "/camera/"):
        assert action not in page
    for action in ("/pin/", "/warning/", "/out/", "/shelf/", "/words/"):
        assert action in page


@pytest.mark.parametrize(
    "path", ["start/", "end/", "reopen/", "unpin/", "out/", "slow/", "hold/", "warning/", "shelf/fill/"]
)
def test_steps_are_posts(day: SimpleNamespace, path: str) -> None:
    assert signed_in(day.host).get(DESK + path).status_code == 405


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("out/", {"author_key": "'; drop", "how_long": "room-5", "reason": "x"}),
        ("out/", {"author_key": "ab12cd34", "how_long": "room-5", "reason": ""}),
        ("out/", {"author_key": "ab12cd34", "how_long": "room-99999", "reason": "x"}),
        ("out/", {"author_key": "ab12cd34", "how_long": "all", "reason": "x"}),
        ("hold/", {"to": "maybe"}),
        ("pause/", {}),
        ("warning/", {"preset": "none such"}),
        ("warning/", {"words": "www.evil.example"}),
        ("warning/", {"words": "a" * 121}),
        ("answer/", {"text": " "}),
        ("shelf/{offer}/", {"to": "away"}),
        ("shelf/{offer}/move/", {"to": "sideways"}),
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
    assert host.post(url, data).url in {DESK, DESK + "shelf/"}  # told on the page itself
    assert counts() == [0] * 8
    row = Broadcast.objects.get()
    assert (row.slow_mode_seconds, row.holds_messages, row.back_soon_at, dict(row.warning)) == (0, False, None, {})


def test_things_of_elsewhere_are_not_found(day: SimpleNamespace) -> None:
    host = signed_in(day.host)
    assert host.post(f"{DESK}pin/999999/").status_code == 404
    for path in ("mute/999999/lift/", "ban/999999/lift/", "held/999999/", "hand-over/999999/", "shelf/999999/"):
        assert host.post(DESK + path, {"to": "on"}).status_code == 404
    assert host.post(f"{DESK}words/999999/remove/").status_code == 404
    assert host.post(f"{DESK}show/999999/", headers={"X-Part": "1"}).status_code == 404
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
        out = {"author_key": "ffff0000", "author_name": "x", "reason": "y", "span": None, "by": day.host}
        actions.mute_writer(broadcast=day.broadcast, **out)
        actions.ban_writer(broadcast=day.broadcast, **out)
    actions.pin_product(broadcast=day.broadcast, offer=day.duck, by=day.host)
    host.get(DESK)
    with django_assert_max_num_queries(50):
        host.get(DESK)
    with django_assert_max_num_queries(46):
        host.get(DESK + "now/")


def test_the_log_names_the_product(day: SimpleNamespace) -> None:
    actions.pin_product(broadcast=day.broadcast, offer=day.duck, by=day.host)
    assert clock.now() >= day.broadcast.moments.get().at
    assert "Vịt quay Lạng Sơn" in signed_in(day.host).get(DESK + "now/").content.decode()
