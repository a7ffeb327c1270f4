"""Time stamps that wrap, jump, slip or begin late never lose a picture and never go back."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from phien.video import flv
from phien.video.fmp4 import SOUND, VIDEO
from phien.video.folder import Folder
from phien.video.packager.timing import Timed, Timing, Track, in_turns
from phien.video.tests.recordings import Broadcast, Packaged, pictures_in, recording, retimed

HOURS = 3600 * 1000


@pytest.fixture
def broadcast(tmp_path: Path) -> Broadcast:
    return Broadcast(Folder(tmp_path / "key"))


def packaged(broadcast: Broadcast, change: Callable[[int, int], int], seconds: float = 4) -> tuple[Packaged, list[int]]:
    data = recording(seconds=seconds)
    broadcast.send(retimed(data, change), pieces=11)
    broadcast.end()
    broadcast.close()
    made = broadcast.package()
    made.check()
    return made, pictures_in(data)


def film(made: Packaged) -> list[int]:
    return [picture for run in made.timeline.runs for picture in pictures_in(made.film(run))]


@pytest.mark.parametrize(
    "begin", [10 * HOURS, 0xFFFFFF - 2000, (1 << 31) - 2000, (1 << 32) - 2000, (1 << 32) - 1], ids=hex
)
def test_any_beginning_is_media_time_zero(broadcast: Broadcast, begin: int) -> None:
    made, sent = packaged(broadcast, lambda _, at: at + begin)
    assert len(made.timeline.runs) == 1
    assert film(made) == sent
    assert made.parts[0].at == pytest.approx(0, abs=0.03)
    assert [segment.seconds for segment in made.timeline.segments] == [2, 2]


def test_ten_hours_later_it_is_ten_hours_later(broadcast: Broadcast) -> None:
    """A phone that slept: its recorder tells the truth, and what it recorded then has its own place in time."""
    data = recording("webm", audio=None, pause=10 * 3600)
    broadcast.send(data, format="webm", pieces=11)
    broadcast.end()
    broadcast.close()
    made = broadcast.package()
    made.check()
    assert film(made) == pictures_in(data)
    assert made.times(VIDEO, 1)[0] == pytest.approx((10 * 3600 + 2) * 90_000, abs=90)
    assert made.parts[-1].at == pytest.approx(10 * 3600 + 3.5, abs=0.002)


def test_ten_hours_of_packets_keep_their_time() -> None:
    timing = Timing(60, {"video": Track(90_000, Fraction(1, 1000), 1 << 32), "audio": Track(44_100, Fraction(1, 1000))})
    begin = (1 << 32) - 5 * HOURS
    timing.tracks["video"].zero = timing.tracks["audio"].zero = Fraction(begin, 1000)
    for passed in range(0, 10 * HOURS + 1, 5000):
        assert timing.place("video", (begin + passed) % (1 << 32)) == (passed * 90, 0)
        assert timing.place("audio", begin + passed + 7)[0] == pytest.approx((passed + 7) * 44.1, abs=1.5)


def test_a_clock_set_back_goes_on_in_a_new_run(broadcast: Broadcast) -> None:
    made, sent = packaged(broadcast, lambda _, at: at + 500_000 if at < 2000 else at - 2000)
    assert film(made) == sent
    assert len(made.timeline.runs) == 2
    second = next(part for part in made.parts if part.run == 1)
    assert second.at == pytest.approx(2, abs=0.1)
    assert made.times(SOUND, 1)[0] / 48_000 == pytest.approx(made.times(VIDEO, 1)[0] / 90_000, abs=0.1)


def test_a_pause_is_a_pause(broadcast: Broadcast) -> None:
    made, sent = packaged(broadcast, lambda _, at: at if at < 2000 else at + 30_000)
    assert film(made) == sent
    assert len(made.timeline.runs) == 2
    assert next(part for part in made.parts if part.run == 1).at == pytest.approx(32, abs=0.1)


def test_a_clock_that_jumps_to_another_day_is_not_believed(broadcast: Broadcast) -> None:
    made, sent = packaged(broadcast, lambda _, at: at if at < 2000 else at + 30 * HOURS)
    assert film(made) == sent
    assert next(part for part in made.parts if part.run == 1).at == pytest.approx(2, abs=0.1)


def test_repeated_and_slipping_stamps_are_pulled_apart(broadcast: Broadcast) -> None:
    made, sent = packaged(broadcast, lambda kind, at: at // 100 * 100 - (at // 1000 % 2) * 150 + 200)
    assert len(film(made)) == len(sent) == made.frames
    assert len(made.timeline.runs) == 1


def test_picture_and_sound_with_clocks_of_their_own_are_laid_together(broadcast: Broadcast) -> None:
    made, sent = packaged(broadcast, lambda kind, at: at + (7 * HOURS if kind == flv.AUDIO else 0))
    assert film(made) == sent
    assert made.times(SOUND)[0] / 48_000 == pytest.approx(made.times(VIDEO)[0] / 90_000, abs=0.2)


def test_a_picture_that_stops_leaves_the_sound_going_on(broadcast: Broadcast) -> None:
    data = recording(seconds=8)
    tags = [tag for tag in flv.tags(data) if tag.kind != flv.VIDEO or not 2000 < tag.milliseconds < 7000]
    broadcast.send(flv.header() + b"".join(flv.tag(tag.kind, tag.milliseconds, tag.body) for tag in tags))
    broadcast.end()
    broadcast.close()
    made = broadcast.package()
    made.check()
    pictures = sum(tag.kind == flv.VIDEO and tag.body[1] == 1 for tag in tags)
    assert made.frames == pictures
    assert any(part.frames == 0 for part in made.parts)
    assert len(made.times(SOUND)) == sum(tag.kind == flv.AUDIO for tag in tags) - 1


def test_sound_that_paused_comes_back_to_the_picture() -> None:
    timing = Timing(60, {"video": Track(90_000, Fraction(1, 1000)), "audio": Track(48_000, Fraction(1, 1000))})
    timing.place("audio", 0)
    for at in range(0, 30_001, 1000):
        assert timing.place("video", at) == (at * 90, 0)
    assert timing.place("audio", 29_990) == (29_990 * 48, 0)


def test_each_track_finds_the_new_clock_by_itself() -> None:
    timing = Timing(60, {"video": Track(90_000, Fraction(1, 1000)), "audio": Track(48_000, Fraction(1, 1000))})
    stamps = [
        ("video", 5000),
        ("audio", 5000),
        ("video", 5040),
        ("video", 10),
        ("audio", 5021),
        ("audio", 12),
        ("video", 50),
    ]
    placed = [(kind, *timing.place(kind, stamp)) for kind, stamp in stamps]
    assert [turn for *_, turn in placed] == [0, 0, 0, 1, 0, 1, 1]
    seconds = [dts / timing.tracks[kind].scale for kind, dts, _ in placed]
    assert seconds == pytest.approx([5, 5, 5.04, 5.073, 5.021, 5.075, 5.113], abs=0.001)
    packets = [Timed(kind, None, dts, 0, turn) for kind, dts, turn in placed]
    assert [one.turn for one in in_turns(packets, 2)] == [0, 0, 0, 0, 1, 1, 1]
