"""What the pictures do becomes what the rows say."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test.utils import override_settings

from phien.lib import clock
from phien.live import actions, queries
from phien.live.models import Broadcast, Moment, Take
from phien.live.studio.watch import Watch
from phien.video import journal
from phien.video.folder import End, Folder
from phien.video.folder import Take as SentTake

pytestmark = pytest.mark.django_db


def sent(folder: Folder, code: str = "rtmp-1") -> SentTake:
    now = clock.now().timestamp()
    take = SentTake(code, "rtmp", "flv", "rtmp:1", "Main camera", began=now, opened=now)
    folder.make().open_take(take)
    return take


def package(folder: Folder, take: SentTake, *, segment: int = 0, part: int = 0) -> None:
    """Write the lines that a packager would, of a part that begins now."""
    at = clock.now().timestamp() - take.began
    lines = []
    if not folder.journal().exists():
        run = journal.Run(0, take.code, take.began, "copy", "copy", 90_000, 48_000, 640, 360, "avc1.42c01f,mp4a.40.2")
        lines.append(journal.write(run))
    lines.append(journal.write(journal.Part(0, segment, part, at, 0.5, part * 100, 100, part == 0, 15, 0, 0)))
    with folder.journal().open("ab") as file:
        file.write(b"".join(lines))


def go_silent(watch: Watch) -> None:
    watch.fed_at = float("-inf")


@pytest.fixture
def watched(day: SimpleNamespace) -> SimpleNamespace:
    folder = queries.folder_of(day.broadcast)
    day.take = sent(folder)
    day.folder = folder
    day.watch = Watch(day.broadcast)
    return day


def look(day: SimpleNamespace) -> Broadcast:
    day.watch.look(Broadcast.objects.get(pk=day.broadcast.pk))
    return Broadcast.objects.get(pk=day.broadcast.pk)


def test_a_sender_is_noted_once_and_its_end_too(watched: SimpleNamespace) -> None:
    look(watched)
    look(watched)
    row = Take.objects.get(broadcast=watched.broadcast)
    assert (row.code, row.via, row.ended_at) == ("rtmp-1", "rtmp", None)
    assert not watched.watch.takes_are_over
    watched.folder.end_take("rtmp-1", End("unpublish"))
    look(watched)
    row.refresh_from_db()
    assert row.reason == "unpublish"
    assert row.ended_at is not None
    assert watched.watch.takes_are_over


def test_a_phone_that_was_replaced_may_still_send_what_it_holds(watched: SimpleNamespace) -> None:
    now = clock.now().timestamp()
    watched.folder.open_take(SentTake("phone-take-1", "phone", "webm", "actor:1", "", began=now, opened=now))
    watched.folder.end_take("rtmp-1", End("unpublish"))
    watched.folder.end_take("phone-take-1", End("replaced"))
    look(watched)
    assert not watched.watch.takes_are_over
    watched.folder.open_take(SentTake("phone-take-2", "phone", "webm", "actor:1", "", began=now, opened=now + 1))
    watched.watch.may_send_more.clear()
    watched.folder.end_take("phone-take-2", End("unpublish", chunks=0))
    look(watched)
    assert watched.watch.takes_are_over


def test_a_broadcast_waits_for_its_first_picture_without_an_alarm(watched: SimpleNamespace) -> None:
    assert look(watched).state == "live"


def test_a_lost_picture_interrupts_and_the_next_one_resumes(watched: SimpleNamespace) -> None:
    package(watched.folder, watched.take)
    assert look(watched).picture_at is not None
    go_silent(watched.watch)
    assert look(watched).state == "interrupted"
    assert look(watched).state == "interrupted"
    package(watched.folder, watched.take, part=1)
    assert look(watched).state == "live"
    kinds = list(watched.broadcast.moments.order_by("pk").values_list("kind", flat=True))
    assert kinds == [Moment.Kind.INTERRUPTED, Moment.Kind.RESUMED]


def lost_for(day: SimpleNamespace, minutes: int, **fields: object) -> Broadcast:
    package(day.folder, day.take)
    look(day)
    lost = clock.now() - timedelta(minutes=minutes)
    Broadcast.objects.filter(pk=day.broadcast.pk).update(interrupted_at=lost, **fields)
    go_silent(day.watch)
    return look(day)


@override_settings(PHIEN_GRACE_MINUTES=20)
def test_the_grace_period_ends_a_broadcast_that_nobody_comes_back_to(watched: SimpleNamespace) -> None:
    assert lost_for(watched, 19).state == "interrupted"
    assert lost_for(watched, 21).state == "ended"


@override_settings(PHIEN_GRACE_MINUTES=20)
def test_one_that_keeps_time_or_pauses_is_not_given_up(watched: SimpleNamespace) -> None:
    assert lost_for(watched, 90, keeps_time=True).state == "interrupted"
    assert lost_for(watched, 90, keeps_time=False, back_soon_at=clock.now()).state == "interrupted"


@override_settings(PHIEN_GRACE_MINUTES=0)
def test_without_a_grace_period_it_waits_for_ever(watched: SimpleNamespace) -> None:
    assert lost_for(watched, 900).state == "interrupted"


def test_a_restart_of_the_media_process_alarms_nobody(watched: SimpleNamespace) -> None:
    package(watched.folder, watched.take)
    watched.watch = Watch(watched.broadcast)
    assert watched.watch.is_fed
    assert look(watched).state == "live"
    assert watched.broadcast.moments.count() == 0


def test_the_air_says_what_is_public(day: SimpleNamespace) -> None:
    row = day.broadcast
    assert actions.write_air(row)
    assert not actions.write_air(row)
    folder = queries.folder_of(row)
    assert folder.air().since == row.started_at.timestamp()
    assert not folder.is_closed
    row.ended_at = clock.now()
    actions.write_air(row)
    assert folder.is_closed
    assert folder.air().until == row.ended_at.timestamp()
    row.ended_at = None
    actions.write_air(row)
    assert not folder.is_closed
    row.is_practice = True
    assert not queries.air_of(row).is_public
    row.cut_at = clock.now()
    actions.write_air(row)
    assert (folder.air().is_cut, folder.is_closed) == (True, True)


def test_it_can_be_opened_again_for_an_hour(day: SimpleNamespace) -> None:
    ended = actions.end_broadcast(broadcast=day.broadcast)
    assert actions.reopen_broadcast(broadcast=ended).state == "live"
    Broadcast.objects.filter(pk=ended.pk).update(
        ended_at=clock.now() - timedelta(minutes=61), started_at=clock.now() - timedelta(hours=3)
    )
    with pytest.raises(actions.broadcasts.TooLateToReopen):
        actions.reopen_broadcast(broadcast=ended)


def test_a_pause_is_told_and_ends(day: SimpleNamespace) -> None:
    assert actions.back_soon(broadcast=day.broadcast).back_soon_at is not None
    actions.back_soon(broadcast=day.broadcast)
    assert actions.back_again(broadcast=day.broadcast).back_soon_at is None
    assert list(day.broadcast.moments.order_by("pk").values_list("kind", flat=True)) == ["back_soon", "resumed"]
    actions.end_broadcast(broadcast=day.broadcast)
    with pytest.raises(actions.studio.NotOn):
        actions.back_soon(broadcast=day.broadcast)
