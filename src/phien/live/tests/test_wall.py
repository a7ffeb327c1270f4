"""The wall: who sees what, trouble first, and what can be done from it."""

import json
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from phien.campaigns.models import Event, Notice
from phien.lib import clock
from phien.lib.tests.statements import statements_of
from phien.live import queries
from phien.live.models import Broadcast, Complaint, HeldMessage, Take, Target
from phien.live.queries.footage import folder_of
from phien.live.tests.conftest import signed_in
from phien.market.models import Order, OrderLine, Purchase, Stock
from phien.people.models import Role, Scope
from phien.realtime import queries as messages
from phien.video.folder import Health, write_whole

WALL = "/desk/live/"
GOOD = {
    "take": "take-1", "bitrate": 2_400_000.0, "frames": 900, "fps": 29.9, "dropped": 3, "keyframe_seconds": 2.0,
    "width": 720, "height": 1280, "video": "h264", "audio": "aac",
}  # fmt: skip


def _healthy(broadcast: Broadcast, ago: float = 1, **facts: Any) -> None:
    now = clock.now().timestamp()
    folder_of(broadcast).make().set_health(Health(**{"at": now, "media": now - ago, **GOOD, **facts}))


def _another(day: SimpleNamespace, name: str, *, starts: int = -60, **facts: Any) -> Broadcast:
    start = clock.now() + timedelta(minutes=starts)
    scope = Scope.objects.create(kind="event", label=name, parent=day.campaign.scope)
    event = Event.objects.create(
        campaign=day.campaign, slug=name, kind="live", name={"vi": name}, place=day.event.place, scope=scope,
        starts_at=start, ends_at=start + timedelta(hours=3),
    )  # fmt: skip
    return Broadcast.objects.create(event=event, slug=name, name={"vi": name}, **facts)


def _bought(day: SimpleNamespace, broadcast: Broadcast, *, minutes_ago: int = 5, state: str = "placed") -> None:
    purchase = Purchase.objects.create(
        code=uuid4().hex[:12], campaign=day.campaign, idempotency_key=uuid4(), buyer_name="An", phone="+84900000000",
        province=day.province, commune=day.commune, street="1", placed_at=clock.now() - timedelta(minutes=minutes_ago),
    )  # fmt: skip
    order = Order.objects.create(
        purchase=purchase, number=1, producer=day.cooperative, state=state, goods_amount=770_000, shipping_fee=0
    )
    stock = Stock.objects.get(lot__product=day.duck.product)
    OrderLine.objects.create(
        order=order, offer=day.duck, stock=stock, quantity=2, unit_price=385_000, origin=broadcast.topic
    )


def _tiles(person: Any) -> list[Any]:
    return list(signed_in(person).get(WALL).context["tiles"])


def test_each_sees_the_broadcasts_they_look_after(day: SimpleNamespace) -> None:
    _another(day, "khac", started_at=clock.now())
    assert Client().get(WALL).status_code == 302
    assert signed_in(day.stranger).get(WALL).status_code == 404
    assert signed_in(day.host_elsewhere).get(WALL).status_code == 404
    assert {tile.broadcast.slug for tile in _tiles(day.organiser)} == {"quynh-son", "khac"}
    host, moderator = _tiles(day.host), _tiles(day.moderator)
    assert [(tile.broadcast.slug, tile.can_run) for tile in host] == [("quynh-son", True)]
    assert [(tile.broadcast.slug, tile.can_run) for tile in moderator] == [("quynh-son", False)]


def test_it_is_only_looked_at(day: SimpleNamespace) -> None:
    assert signed_in(day.organiser).post(WALL).status_code == 405


def test_trouble_stands_first_then_what_is_on_what_comes_what_is_over(day: SimpleNamespace) -> None:
    now = clock.now()
    _healthy(day.broadcast)
    lost = _another(day, "mat-hinh", started_at=now - timedelta(minutes=9))
    _healthy(lost, ago=12)
    weak = _another(day, "yeu", started_at=now - timedelta(minutes=9))
    _healthy(weak, bitrate=90_000.0)
    _another(day, "sap-toi", starts=60)
    _another(day, "tre", starts=-10)
    _another(day, "xong", started_at=now - timedelta(hours=1), ended_at=now - timedelta(minutes=10))
    _another(day, "hom-qua", starts=-1500, started_at=now - timedelta(hours=25), ended_at=now - timedelta(hours=22))
    tiles = _tiles(day.organiser)
    assert [tile.broadcast.slug for tile in tiles] == ["mat-hinh", "yeu", "tre", "quynh-son", "sap-toi", "xong"]
    assert tiles[0].is_alarm
    assert "12" in tiles[0].troubles[0].words
    assert [tile.is_alarm for tile in tiles[1:]] == [False] * 5


def test_a_pause_is_no_alarm(day: SimpleNamespace) -> None:
    _healthy(day.broadcast, ago=60)
    Broadcast.objects.update(back_soon_at=clock.now())
    [tile] = _tiles(day.organiser)
    assert (tile.state, tile.is_alarm) == ("back_soon", False)


def test_one_that_never_sent_a_picture_is_an_alarm(day: SimpleNamespace) -> None:
    [tile] = _tiles(day.organiser)
    assert tile.is_alarm
    assert tile.health is None


def test_the_input_the_sender_and_the_platforms_are_shown(day: SimpleNamespace) -> None:
    _healthy(day.broadcast)
    for code in ("take-1", "take-2"):
        Take.objects.create(
            broadcast=day.broadcast, code=code, via="phone", publisher=f"Máy {code}", began_at=clock.now()
        )
    target = Target.objects.create(
        broadcast=day.broadcast, platform="facebook", label="Trang xã", url="rtmps://x", made_at=clock.now()
    )
    folder = folder_of(day.broadcast)
    (folder.path / "push").mkdir()
    said = {"at": time.time(), "since": time.time(), "state": "lost", "error": ""}
    said |= dict.fromkeys(("sent_frames", "dropped_frames", "reconnects"), 0)
    state = folder.path / "push" / f"{target.pk}.json"
    write_whole(state, json.dumps(said).encode())
    write_whole(folder.thumb, b"jpeg")
    client = signed_in(day.organiser)
    response = client.get("/en" + WALL)
    [tile] = response.context["tiles"]
    html = response.content.decode()
    assert (tile.megabits, tile.frames, tile.keyframe) == (2.4, 30, 2.0)
    assert tile.sender.code == "take-1"  # the one on air, not the newest
    assert "Máy take-1" in html
    assert "Trang xã does not get the picture" in html
    write_whole(state, json.dumps(said | {"at": time.time() - 60}).encode())
    assert "does not get the picture" not in client.get("/en" + WALL).content.decode()  # its pusher runs no more
    assert f"/v/{day.broadcast.video_key}/thumb.jpg?t=" in html
    folder.thumb.unlink()
    assert "/thumb.jpg" not in client.get(WALL).content.decode()


def test_what_sells_and_what_waits_is_counted(day: SimpleNamespace) -> None:
    _bought(day, day.broadcast)
    _bought(day, day.broadcast, minutes_ago=6)
    _bought(day, day.broadcast, minutes_ago=45)
    _bought(day, day.broadcast, state="cancelled")
    now = clock.now()
    for number, decided in enumerate((None, None, now)):
        Complaint.objects.create(
            broadcast=day.broadcast, code=f"K{number}", reason="price", at=now, due_at=now, decided_at=decided,
            decision="dismissed" if decided else "",
        )  # fmt: skip
    HeldMessage.objects.create(broadcast=day.broadcast, author_key="a", name="An", text="x", why="word", at=now)
    with clock.standing_at(now):
        wall = queries.wall_of(signed_in_user(day.organiser))
    [tile] = wall["tiles"]
    assert (tile.orders, tile.amount) == (2, 1_540_000)
    assert sum(bar.orders for bar in tile.bars) == 2
    assert (tile.complaints, tile.held) == (2, 1)
    assert wall["on_air"] == 1


def signed_in_user(person: Any) -> Any:
    signed_in(person)
    return person.user


def test_orders_of_yesterday_are_not_of_today(day: SimpleNamespace) -> None:
    user = signed_in_user(day.organiser)
    _bought(day, day.broadcast, minutes_ago=24 * 60)
    assert queries.wall_of(user)["today"] == {"orders": 0, "amount": 0}
    with clock.standing_at(clock.now().replace(hour=5)):  # noon at the site's place
        _bought(day, day.broadcast, minutes_ago=60)
        assert queries.wall_of(user)["today"] == {"orders": 1, "amount": 770_000}


def test_five_cost_the_same_as_one(day: SimpleNamespace) -> None:
    client = signed_in(day.organiser)

    def fill(broadcast: Broadcast) -> None:
        _healthy(broadcast)
        _bought(day, broadcast)
        Take.objects.create(broadcast=broadcast, code="take-1", via="rtmp", publisher="OBS", began_at=clock.now())
        Target.objects.create(broadcast=broadcast, label="X", url="rtmp://x", made_at=clock.now())

    fill(day.broadcast)
    one = statements_of(client, WALL)
    for number in range(4):
        fill(_another(day, f"them-{number}", started_at=clock.now()))
    assert statements_of(client, WALL) == one


def test_a_script_asks_for_the_part_alone(day: SimpleNamespace) -> None:
    html = signed_in(day.moderator).get(WALL, headers={"X-Part": "1"}).content.decode()
    assert "data-tiles" in html
    assert "<html" not in html


@pytest.mark.parametrize("prefix", ["", "/en", "/fr", "/zh-hans"])
def test_the_wall_speaks_four_languages(day: SimpleNamespace, prefix: str) -> None:
    assert signed_in(day.host).get(prefix + WALL).status_code == 200


def _act(day: SimpleNamespace, person: Any, *, part: bool = False, **data: Any) -> Any:
    url = reverse("live_wall_act", args=[day.broadcast.slug])
    client = Client()
    client.force_login(person.user) if person.user_id else None
    return client.post(url, data, headers={"X-Part": "1"} if part else {})


def test_who_runs_it_pauses_and_ends_from_the_wall(day: SimpleNamespace) -> None:
    signed_in(day.host)
    assert _act(day, day.host, act="back_soon").url == WALL
    assert Broadcast.objects.get().back_soon_at is not None
    assert _act(day, day.host, part=True, act="back_again").status_code == 200
    assert Broadcast.objects.get().back_soon_at is None
    _act(day, day.host, act="end")
    assert Broadcast.objects.get().ended_at is not None
    refused = _act(day, day.host, part=True, act="end")
    assert (refused.status_code, refused.json()["code"]) == (409, "already_ended")


def test_a_delay_is_announced_from_the_wall_and_taken_back(day: SimpleNamespace) -> None:
    Broadcast.objects.update(started_at=None)
    signed_in(day.organiser)
    _act(day, day.organiser, act="delay", quick="15", minutes="", words="Đường trơn")
    event = Event.objects.get(pk=day.event.pk)
    assert (event.delay_minutes, str(event.delay_note)) == (15, "Đường trơn")
    _act(day, day.organiser, act="delay", minutes="40")
    assert Event.objects.get(pk=day.event.pk).delay_minutes == 40
    _act(day, day.organiser, act="delay", quick="0")
    assert Event.objects.get(pk=day.event.pk).delay_minutes == 0
    assert [n.what for n in Notice.objects.order_by("pk")] == ["delayed", "delayed", "on_time"]
    assert len(messages.latest(topic=day.broadcast.topic, kinds=["plan"])) == 3


def test_one_is_cancelled_and_takes_place_after_all(day: SimpleNamespace) -> None:
    Broadcast.objects.update(started_at=None)
    signed_in(day.organiser)
    _act(day, day.organiser, act="cancel", words="Mưa lũ")
    event = Event.objects.get(pk=day.event.pk)
    assert (event.cancelled_at is not None, str(event.cancel_note)) == (True, "Mưa lũ")
    refused = _act(day, day.organiser, part=True, act="delay", minutes="5")
    assert (refused.status_code, refused.json()["code"]) == (409, "event_is_cancelled")
    _act(day, day.organiser, act="resume")
    assert Event.objects.get(pk=day.event.pk).cancelled_at is None


@pytest.mark.parametrize(
    "data",
    [{}, {"act": "dance"}, {"act": "delay"}, {"act": "delay", "minutes": "-5"}, {"act": "delay", "minutes": "9999"}],
)
def test_what_makes_no_sense_changes_nothing(day: SimpleNamespace, data: dict[str, str]) -> None:
    signed_in(day.organiser)
    assert _act(day, day.organiser, part=True, **data).status_code == 400
    assert not Notice.objects.exists()
    assert Broadcast.objects.get().is_on


@pytest.mark.parametrize("act", ["back_soon", "end", "delay", "cancel", "resume"])
def test_others_change_nothing(day: SimpleNamespace, act: str) -> None:
    data = {"act": act, "minutes": "10"}
    assert _act(day, day.stranger, **data).status_code == 302  # to sign in
    for person, status in ((day.moderator, 403), (day.stranger, 404), (day.host_elsewhere, 404)):
        signed_in(person)
        assert _act(day, person, **data).status_code == status
    ended = Role.objects.get(actor=day.host)
    ended.ends_at = clock.now() - timedelta(minutes=1)
    ended.save()
    signed_in(day.host)
    assert _act(day, day.host, **data).status_code == 404
    assert not Notice.objects.exists()
    row = Broadcast.objects.get()
    assert row.is_on
    assert row.back_soon_at is None


def test_an_act_is_posted(day: SimpleNamespace) -> None:
    url = reverse("live_wall_act", args=[day.broadcast.slug])
    assert signed_in(day.host).get(url).status_code == 405
    assert signed_in(day.organiser).post("/desk/live/nowhere/wall/", {"act": "end"}).status_code == 404
