"""The replay's page: its chapters, what is shown at which second, and when there is none."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from phien.lib import clock
from phien.live import queries
from phien.live.actions import write_air
from phien.live.models import Broadcast, Cut, Moment, Pin, Recording
from phien.live.queries.replay import Replay
from phien.realtime import actions as realtime
from phien.video.tests.test_offsets import film

pytestmark = pytest.mark.django_db
URL = "/en/live/quynh-son/"
GAP = 60


@pytest.fixture
def filmed(day: SimpleNamespace) -> SimpleNamespace:
    """Ten minutes of film from the start, a minute without, ten more; then it ended. Duck at 2:00, pork at 15:00."""
    start: datetime = day.broadcast.started_at
    folder = queries.folder_of(day.broadcast)
    film(folder, start.timestamp(), 600)
    film(folder, start.timestamp() + 600 + GAP, 600, run=1, first=300)
    Moment.objects.create(broadcast=day.broadcast, kind="started", at=start, second=0)
    for offer, minute in ((day.duck, 2), (day.pork, 15)):
        at = start + timedelta(minutes=minute)
        Pin.objects.create(broadcast=day.broadcast, offer=offer, pinned_at=at, unpinned_at=at + timedelta(minutes=3))
    for number, minute in enumerate((3, 3, 16, 17)):
        product = day.duck if minute == 3 else day.pork
        Moment.objects.create(
            broadcast=day.broadcast, kind="sale", at=start + timedelta(minutes=minute), second=minute * 60,
            ref=product.product.slug, quantity=2, message=number + 1,
        )  # fmt: skip
    day.broadcast.ended_at = start + timedelta(seconds=1200 + GAP)
    day.broadcast.save()
    write_air(day.broadcast)
    day.start = start
    return day


def replay(day: SimpleNamespace) -> Replay:
    found = queries.replay_of(day.broadcast, queries.goods_of(day.broadcast, []))
    assert found is not None
    return found


def test_chapters_stand_at_the_second_that_shows_them(filmed: SimpleNamespace) -> None:
    found = replay(filmed)
    assert found.seconds == 1200
    assert [(chapter.kind, chapter.second, chapter.until, chapter.sold) for chapter in found.chapters] == [
        ("started", 0, None, 0),
        ("pin", 120, 300, 4),
        ("peak", 180, None, 4),
        ("pin", 15 * 60 - GAP, 18 * 60 - GAP, 4),
    ]
    assert [chapter.goods.offer for chapter in found.chapters if chapter.goods] == [filmed.duck, filmed.pork]


def test_the_page_has_the_replay_with_its_chapters_and_goods(client: Client, filmed: SimpleNamespace) -> None:
    page = client.get(URL).content.decode()
    assert f'data-replay="/v/{filmed.broadcast.video_key}/replay.m3u8"' in page
    assert 'data-player=""' in page
    assert f'data-from="120" data-until="300" data-offer-shown="{filmed.duck.pk}"' in page
    for words in ("2:00", "14:00", "4 sold", "Watch the replay", "transport.js", "chapters.js", "data-buy-of="):
        assert words in page
    assert "data-heartbeat" not in page  # what is counted as live is what was seen live


@pytest.mark.parametrize(("asked", "second"), [("90", 90), ("99999", 1200), ("x", 0), ("-5", 0), ("9" * 40, 0)])
def test_an_address_can_ask_for_a_second(client: Client, filmed: SimpleNamespace, asked: str, second: int) -> None:
    assert f'data-at="{second}"' in client.get(URL, {"t": asked}).content.decode()


def test_without_film_there_is_no_replay(client: Client, day: SimpleNamespace) -> None:
    Broadcast.objects.update(ended_at=clock.now())
    page = client.get(URL).content.decode()
    assert "Thank you for coming to market" in page
    assert "replay.m3u8" not in page


def test_a_broadcast_that_is_on_has_no_replay_yet(client: Client, filmed: SimpleNamespace) -> None:
    Broadcast.objects.update(ended_at=None)
    page = client.get(URL).content.decode()
    assert "replay.m3u8" not in page
    assert "live.m3u8" in page


@pytest.mark.parametrize("facts", [{"is_public": False}, {"deleted_at": clock.now()}])
def test_a_recording_that_was_withdrawn_or_deleted_is_not_shown(
    client: Client, filmed: SimpleNamespace, facts: dict[str, object]
) -> None:
    Recording.objects.create(broadcast=filmed.broadcast, **facts)
    assert "replay.m3u8" not in client.get(URL).content.decode()


def test_what_was_stopped_shows_the_notice_alone(client: Client, filmed: SimpleNamespace) -> None:
    Broadcast.objects.update(cut_at=clock.now())
    Cut.objects.create(
        broadcast=filmed.broadcast, at=clock.now(), reason="inside", notice={"vi": "Hàng chưa có giấy tờ."}
    )
    page = client.get(URL).content.decode()
    assert "Hàng chưa có giấy tờ." in page
    assert "inside" not in page
    assert "m3u8" not in page


def test_more_footage_lengthens_the_replay(filmed: SimpleNamespace) -> None:
    assert replay(filmed).seconds == 1200
    film(queries.folder_of(filmed.broadcast), filmed.start.timestamp() + 600, GAP, lane="late", run=2)
    assert replay(filmed).seconds == 1200 + GAP
    assert [chapter.second for chapter in replay(filmed).chapters if chapter.kind == "pin"] == [120, 900]


def test_queries_do_not_grow_with_the_chapters(
    client: Client, filmed: SimpleNamespace, django_assert_max_num_queries: object
) -> None:
    for minute in range(30):
        at = filmed.start + timedelta(seconds=30 + minute)
        Pin.objects.create(broadcast=filmed.broadcast, offer=filmed.duck, pinned_at=at, unpinned_at=at)
        realtime.publish(topic=filmed.broadcast.topic, kind="chat", payload={"name": "Hà", "text": "a", "key": "a"})
    client.get(URL)
    with django_assert_max_num_queries(30):
        client.get(URL)


def test_what_was_said_comes_by_the_minute(client: Client, filmed: SimpleNamespace) -> None:
    for at, text in ((61, "Sớm"), (125, "Vịt còn không ạ?"), (130, "Ẩn đi"), (185, "Muộn")):
        with clock.standing_at(filmed.start + timedelta(seconds=at)):
            realtime.publish(
                topic=filmed.broadcast.topic, kind="chat", payload={"name": "Hà", "text": text, "key": "a"}
            )
    realtime.hide(topic=filmed.broadcast.topic, number=3)
    minute = int((filmed.start + timedelta(seconds=125)).timestamp()) // 60
    found = "".join(client.get(f"{URL}said/{number}/").content.decode() for number in (minute - 1, minute, minute + 1))
    assert "Vịt còn không ạ?" in found
    assert "Ẩn đi" not in found
    assert "Hà" not in client.get(f"{URL}said/{minute + 30}/").content.decode()
    for number in (0, 10**12):
        assert client.get(f"{URL}said/{number}/").status_code == 200
    assert client.post(f"{URL}said/{minute}/").status_code == 405
    assert client.get("/en/live/nowhere/said/1/").status_code == 404
    Broadcast.objects.update(cut_at=clock.now())
    assert client.get(f"{URL}said/{minute}/").status_code == 404
    Broadcast.objects.update(cut_at=None, ended_at=None)
    assert client.get(f"{URL}said/{minute}/").status_code == 404
