"""Recordings: sealed, kept, held, withdrawn, deleted with a record, whatever stops half-way."""

import hashlib
from datetime import timedelta
from types import SimpleNamespace

import pytest

from phien.evidence.models import Change
from phien.lib import clock
from phien.live import actions
from phien.live.actions import fingerprints, recordings
from phien.live.errors import NoRecording, NotOverYet, RecordingHeld
from phien.live.models import Recording
from phien.live.tests.law.footage import lay_down
from phien.realtime import actions as realtime
from phien.realtime.models import Message, Topic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def over(day: SimpleNamespace) -> SimpleNamespace:
    """The day's broadcast has ended and its recording is sealed."""
    fingerprints._begun.clear()
    day.folder = lay_down(day.broadcast)
    lay_down(day.broadcast, segments=1, lane="late", at=6.0)
    actions.end_broadcast(broadcast=day.broadcast)
    day.broadcast.refresh_from_db()
    day.recording = actions.seal_recording(broadcast=day.broadcast)
    return day


def verbs() -> list[str]:
    return list(Change.objects.filter(noun="recording").order_by("pk").values_list("verb", flat=True))


def test_a_seal_measures_both_lanes(over: SimpleNamespace, settings: object) -> None:
    row = over.recording
    assert (row.seconds, row.frames) == (8.0, 200)
    assert row.size == sum(path.stat().st_size for path in over.folder.path.iterdir() if path.is_file())
    assert row.keep_until == over.broadcast.ended_at + timedelta(days=settings.PHIEN_RECORDING_DAYS)
    again = actions.seal_recording(broadcast=over.broadcast)
    assert (again.pk, again.keep_until) == (row.pk, row.keep_until)


def test_what_is_on_is_not_sealed(day: SimpleNamespace) -> None:
    with pytest.raises(NotOverYet):
        actions.seal_recording(broadcast=day.broadcast)
    assert not Recording.objects.exists()


def test_a_broadcast_that_goes_on_is_no_longer_sealed(over: SimpleNamespace) -> None:
    actions.open_recording(broadcast=over.broadcast)
    over.recording.refresh_from_db()
    assert (over.recording.sealed_at, over.recording.keep_until) == (None, None)


def test_its_fingerprint_is_that_of_the_list_of_sha256sum(over: SimpleNamespace) -> None:
    assert fingerprints.tick(clock.now()) == 1
    assert fingerprints.tick(clock.now()) == 0
    over.recording.refresh_from_db()
    names = ["i0.mp4", "s000000.m4s", "s000001.m4s", "s000002.m4s", "j0.mp4", "l000000.m4s"]
    lines = [f"{hashlib.sha256((over.folder.path / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    assert over.recording.sha256 == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_a_large_one_is_read_over_several_seconds(over: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "READ_PER_TICK", 1)
    finished = [fingerprints.tick(clock.now()) for _second in range(7)]
    assert finished == [0, 0, 0, 0, 0, 0, 1]


def test_it_goes_when_its_time_is_over_and_the_row_stays(over: SimpleNamespace) -> None:
    until = over.recording.keep_until
    assert recordings.tick(until - timedelta(seconds=1)) == 0
    assert recordings.tick(until) == 1
    assert recordings.tick(until) == 0
    over.recording.refresh_from_db()
    assert over.recording.deleted_reason == recordings.TIME_IS_OVER
    assert over.recording.frames == 200
    left = {path.name for path in over.folder.path.iterdir()}
    assert left == {"air.json", "closed", "in"}
    assert not over.folder.air().is_public
    assert list(over.folder.path.parent.glob(".gone-*")) == []
    change = Change.objects.get(noun="recording", verb="deleted")
    assert (change.facts["by"], change.facts["seconds"]) == ("retention", 8.0)


def test_a_hold_keeps_it_and_the_chat(over: SimpleNamespace, settings: object) -> None:
    topic = over.broadcast.topic
    realtime.publish(topic=topic, kind="chat", payload={"text": "chào"})
    late = over.recording.keep_until + timedelta(days=1)
    actions.hold_recording(broadcast=over.broadcast, reason="Công văn 12", by=over.organiser)
    said = Message.objects.filter(topic__name=topic).count()
    assert recordings.tick(late) == 0
    assert realtime.tick(late) == 0
    with pytest.raises(RecordingHeld):
        actions.delete_recording(broadcast=over.broadcast, reason="x", by=over.organiser)
    assert over.folder.segment("main", 0).exists()
    assert Message.objects.filter(topic__name=topic).count() == said
    actions.release_recording(broadcast=over.broadcast, reason="Xong", by=over.organiser)
    assert Topic.objects.get(name=topic).held_at is None
    assert recordings.tick(late) == 1
    assert realtime.tick(late) == said
    assert verbs() == ["sealed", "held", "released", "deleted"]


def test_it_can_be_held_before_it_ends(day: SimpleNamespace) -> None:
    lay_down(day.broadcast)
    actions.hold_recording(broadcast=day.broadcast, reason="Công văn 12", by=day.organiser)
    assert recordings.tick(clock.now() + timedelta(days=9999)) == 0
    actions.end_broadcast(broadcast=day.broadcast)
    day.broadcast.refresh_from_db()
    row = actions.seal_recording(broadcast=day.broadcast)
    assert row.held_at is not None
    assert row.seconds == 6.0


def test_a_replay_is_withdrawn_and_shown_again(over: SimpleNamespace) -> None:
    actions.show_replay(broadcast=over.broadcast, is_public=False, by=over.organiser)
    assert not over.folder.air().is_public
    assert over.folder.segment("main", 0).exists(), "it is kept for the law"
    actions.show_replay(broadcast=over.broadcast, is_public=True, by=over.organiser)
    actions.show_replay(broadcast=over.broadcast, is_public=True, by=over.organiser)
    assert over.folder.air().is_public
    assert verbs() == ["sealed", "withdrawn", "shown"]


def test_earlier_by_hand_once(over: SimpleNamespace) -> None:
    actions.delete_recording(broadcast=over.broadcast, reason="Yêu cầu của người bán", by=over.organiser)
    assert not over.folder.segment("main", 0).exists()
    for refused in (actions.delete_recording, actions.hold_recording):
        with pytest.raises(NoRecording):
            refused(broadcast=over.broadcast, reason="x", by=over.organiser)
    with pytest.raises(NoRecording):
        actions.show_replay(broadcast=over.broadcast, is_public=True, by=over.organiser)


def test_what_is_on_cannot_be_deleted(day: SimpleNamespace) -> None:
    folder = lay_down(day.broadcast)
    with pytest.raises(NotOverYet):
        actions.delete_recording(broadcast=day.broadcast, reason="x", by=day.organiser)
    assert folder.segment("main", 0).exists()


def test_a_deletion_that_stopped_half_way_is_finished_or_undone(over: SimpleNamespace) -> None:
    recordings._set_aside(over.broadcast)  # the power went before the deletion was recorded
    assert recordings.tick(clock.now()) == 0
    assert over.folder.segment("main", 0).exists()
    recordings._set_aside(over.broadcast)  # and here after
    Recording.objects.update(deleted_at=clock.now())
    recordings.tick(clock.now())
    assert list(over.folder.path.parent.glob(".gone-*")) == []
    assert not over.folder.exists()
