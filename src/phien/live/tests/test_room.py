"""The room in each of its states, with and without JavaScript."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from phien.content.models import Link
from phien.editions.actions import renew
from phien.lib import clock
from phien.live import actions, queries
from phien.live.editions import room_edition
from phien.live.models import Broadcast, Moment
from phien.live.tests.conftest import signed_in
from phien.market import actions as market
from phien.realtime import actions as realtime
from phien.realtime import queries as messages

pytestmark = pytest.mark.django_db
URL = "/live/quynh-son/"


def change(day: SimpleNamespace, **fields: object) -> None:
    """By hand what an action would do."""
    Broadcast.objects.filter(pk=day.broadcast.pk).update(**fields)
    renew(room_edition(day.broadcast))


def test_it_shows_who_presents_with_whom_and_where(client: Client, day: SimpleNamespace) -> None:
    page = client.get(URL).content.decode()
    for words in ("Cô Thơ", "HTX Quỳnh Sơn", "Quỳnh Sơn", "Bắc Sơn", "Vịt quay Lạng Sơn", "385.000", "Khâu nhục"):
        assert words in page
    assert f"/v/{day.broadcast.video_key}/" in page
    assert "/stream?t=" in page


def test_the_goods_stand_in_the_order_of_the_programme(day: SimpleNamespace) -> None:
    assert [row.offer for row in queries.room_of(day.broadcast)["goods"]] == [day.duck, day.pork]


def test_what_is_left_is_shown(client: Client, day: SimpleNamespace) -> None:
    row = queries.goods_of(day.broadcast, [])[0]
    assert (row.left, row.is_open, row.can_be_bought) == (20, True, True)


def test_the_pinned_product_lies_over_the_picture(client: Client, day: SimpleNamespace) -> None:
    assert "data-pin hidden" in client.get(URL).content.decode()
    actions.pin_product(broadcast=day.broadcast, offer=day.duck, by=day.host)
    assert "data-pin hidden" not in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("state", "words", "can_write"),
    [
        ("scheduled", "Starts at", False),
        ("live", "LIVE", True),
        ("interrupted", "The picture is coming back…</p>", True),
        ("pausing", 'data-slate role="status">', True),
        ("ended", "still for sale", False),
    ],
)
def test_every_state_has_its_page(
    client: Client, day: SimpleNamespace, state: str, words: str, can_write: bool
) -> None:
    now = clock.now()
    times = {
        "scheduled": {"started_at": None},
        "live": {},
        "interrupted": {"interrupted_at": now},
        "pausing": {"back_soon_at": now},
        "ended": {"ended_at": now},
    }
    change(day, **times[state])
    page = client.get("/en" + URL).content.decode()
    assert words in page
    assert ('name="text"' in page) is can_write
    assert "data-buy-of=" in page  # the goods are for sale before, during and after
    assert ("/stream?" in page) is (state != "ended")


def test_a_practice_is_not_public(client: Client, day: SimpleNamespace) -> None:
    change(day, is_practice=True)
    assert client.get(URL).status_code == 404
    assert client.post(URL + "say/", {"text": "x", "name": "y"}).status_code == 404


def test_a_private_campaign_keeps_its_room(client: Client, day: SimpleNamespace) -> None:
    day.campaign.is_public = False
    day.campaign.save()
    assert client.get(URL).status_code == 404


@pytest.mark.parametrize("path", ["/live/nowhere/", "/live/quynh-son/buy/999999/"])
def test_unknown_things_are_not_found(client: Client, day: SimpleNamespace, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_room_is_only_read_by_get(client: Client, day: SimpleNamespace) -> None:
    assert client.post(URL).status_code == 405
    assert client.get(URL + "say/").status_code == 405


def test_queries_do_not_grow_with_what_is_shown(
    client: Client, day: SimpleNamespace, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        payload = {"name": "Hà", "text": str(number), "key": "a"}
        realtime.publish(topic=day.broadcast.topic, kind="chat", payload=payload)
    actions.pin_product(broadcast=day.broadcast, offer=day.duck, by=None)
    client.get(URL)
    with django_assert_max_num_queries(24):
        client.get(URL)


def test_counters_give_what_is_left_and_what_rests(day: SimpleNamespace, django_assert_max_num_queries: object) -> None:
    day.pork.paused_at = clock.now()
    day.pork.save()
    with django_assert_max_num_queries(5):
        found = queries.stock_of_topics(["broadcast:quynh-son", "broadcast:nowhere"])
    assert found == {"broadcast:quynh-son": {str(day.duck.pk): 20, str(day.pork.pk): -1}}


def test_counters_give_prices_and_lines(day: SimpleNamespace, django_assert_max_num_queries: object) -> None:
    now = clock.now()
    starts, ends = now + timedelta(minutes=2), now + timedelta(minutes=9)
    market.plan_flash_price(offer=day.duck, price=300_000, starts_at=starts, ends_at=ends, by=day.organiser)
    with django_assert_max_num_queries(3):
        found = queries.prices_of_topics(["broadcast:quynh-son", "broadcast:nowhere"])
    planned = [385_000, 300_000, int(starts.timestamp() * 1000), int(ends.timestamp() * 1000)]
    assert found == {"broadcast:quynh-son": {str(day.duck.pk): planned, str(day.pork.pk): [165_000]}}
    with django_assert_max_num_queries(4):
        assert queries.line_of_topics(["broadcast:quynh-son"])["broadcast:quynh-son"][str(day.duck.pk)] == [0, 0, 0]


def test_a_broadcast_goes_through_its_day(day: SimpleNamespace) -> None:
    row = actions.schedule_broadcast(event=day.event, slug="two", name={"vi": "Hai"}, keeps_time=True)
    assert row.state == "scheduled"
    actions.tick(clock.now())
    row.refresh_from_db()
    assert (row.state, row.started_at) == ("live", day.event.starts_at)
    actions.interrupt_broadcast(broadcast=row)
    actions.resume_broadcast(broadcast=row)
    actions.pin_product(broadcast=row, offer=day.duck, by=None)
    assert actions.tick(day.event.ends_at) == 1
    assert actions.tick(day.event.ends_at) == 0
    row.refresh_from_db()
    assert (row.state, row.ended_at) == ("ended", day.event.ends_at)
    assert not row.pins.filter(unpinned_at=None).exists()
    kinds = list(Moment.objects.filter(broadcast=row).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["started", "interrupted", "resumed", "pin", "ended"]


def test_sales_become_moments_once(day: SimpleNamespace) -> None:
    realtime.publish(topic=day.broadcast.topic, kind="chat", payload={"name": "Hà", "text": "a", "key": "a"})
    realtime.publish(topic=day.broadcast.topic, kind="sold", payload={"product": "vit-quay", "quantity": 2})
    assert [actions.note_sales(broadcast=day.broadcast) for _ in range(2)] == [1, 0]
    moment = Moment.objects.get(kind="sale")
    assert (moment.ref, moment.quantity) == ("vit-quay", 2)
    assert 1795 <= moment.second <= 1810


def test_a_room_has_a_short_link_that_is_carried_into_the_order(client: Client, day: SimpleNamespace) -> None:
    actions.schedule_broadcast(event=day.event, slug="two", name={"vi": "Hai"})
    link = Link.objects.get(target="/live/two/")
    page = client.get("/live/two/").content.decode()
    assert f"/l/{link.code}/" in page
    assert f"/l/{link.code}.svg" in page
    page = client.get(f"/live/two/?via={link.code}").content.decode()
    assert f"/live/two/buy/{day.duck.pk}/?via={link.code}" in page


@pytest.mark.parametrize("page", ["home", "campaign"])
def test_lower_pages_show_what_is_on(client: Client, day: SimpleNamespace, page: str) -> None:
    url = {"home": "/en/", "campaign": "/en/c/cho-phien/"}[page]
    words = client.get(url).content.decode()
    assert "/en/live/quynh-son/" in words
    assert "LIVE" in words


def test_a_product_page_says_where_it_is_shown(client: Client, day: SimpleNamespace) -> None:
    url = "/en/p/cho-phien/vit-quay/"
    assert "/en/live/quynh-son/" not in client.get(url).content.decode()
    actions.pin_product(broadcast=day.broadcast, offer=day.duck, by=None)
    assert "/en/live/quynh-son/" in client.get(url).content.decode()


def test_desks_list_their_broadcasts(day: SimpleNamespace) -> None:
    assert "/desk/live/quynh-son/" in signed_in(day.host).get("/desk/").content.decode()
    assert "/desk/live/quynh-son/" not in signed_in(day.stranger).get("/desk/").content.decode()


def test_who_pays_who_speaks_and_who_sells_stand_on_the_screen(client: Client, day: SimpleNamespace) -> None:
    actions.pin_product(broadcast=day.broadcast, offer=day.duck, by=None)
    page = client.get("/en" + URL).content.decode()
    assert "Sold by HTX Quỳnh Sơn" in page
    assert "Paid promotion" not in page
    assert "Artificial presenter" not in page
    change(day, is_paid_promotion=True, has_ai_presenter=True, warning={"vi": "Chỉ bán cho người trên 18 tuổi."})
    page = client.get("/en" + URL).content.decode()
    for words in ("Paid promotion", "Artificial presenter", "Chỉ bán cho người trên 18 tuổi."):
        assert words in page


@pytest.mark.parametrize(("low", "most", "is_offered"), [(True, 300, True), (False, 300, False), (True, -1, False)])
def test_parts_are_offered_while_few_enough_watch(
    client: Client, day: SimpleNamespace, settings: object, low: bool, most: int, is_offered: bool
) -> None:
    settings.PHIEN_LOW_LATENCY_UP_TO = most
    change(day, low_latency=low)
    page = client.get(URL).content.decode()
    assert ("ll.m3u8" in page) is is_offered
    assert f'data-player="/v/{day.broadcast.video_key}/live.m3u8"' in page
    assert "audio.m3u8" in page


def test_a_coming_broadcast_can_be_put_into_a_calendar(client: Client, day: SimpleNamespace) -> None:
    change(day, started_at=None)
    assert "remind.ics" in client.get("/en" + URL).content.decode()
    answer = client.get(URL + "remind.ics")
    lines = answer.content.decode().split("\r\n")
    assert answer["Content-Type"].startswith("text/calendar")
    assert "UID:broadcast-quynh-son@localhost" in lines
    assert "TRIGGER:-PT15M" in lines
    assert lines.count("BEGIN:VALARM") == 1
    assert "SUMMARY:Trực tiếp từ Quỳnh Sơn" in lines
    assert not answer.cookies
    change(day, started_at=clock.now())
    assert client.get(URL + "remind.ics").status_code == 404
    assert client.get("/live/nowhere/remind.ics").status_code == 404
    assert client.post(URL + "remind.ics").status_code == 405


def test_while_it_is_on_the_page_knows_whom_it_may_be_handed_to(client: Client, day: SimpleNamespace) -> None:
    """So that a hand-over costs no page: its message names the slot, and the page says who that is."""
    page = client.get(URL).content.decode()
    known = dict(part.split('">', 1) for part in page.split('<template data-presented="')[1:])
    assert set(known) == {"", *(str(slot.key) for slot in day.slots)}
    actions.hand_over(broadcast=day.broadcast, slot=day.slots[1], by=day.host)
    [told] = [m.payload for m in messages.latest(topic=day.broadcast.topic, kinds=["handed_over"])]
    words = known[told["slot"]].split("</template>")[0]
    assert "Cô Thơ" in words
    assert "Khâu nhục" in words
    change(day, ended_at=clock.now())
    assert "data-presented" not in client.get(URL).content.decode()
