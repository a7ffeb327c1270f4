"""The endless playlist: what players rely on, at every moment, over turns and over days."""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phien.live.models import Broadcast
from phien.live.sources import loop as loops
from phien.live.sources import source_of
from phien.live.tests.conftest import make_loop

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
durations_of_loops = st.lists(st.integers(1_000_000, 3_000_000), min_size=1, max_size=12)
moments = st.integers(0, 40 * 3600 * loops.SECOND)


def made(durations: list[int]) -> loops.Loop:
    ends = [sum(durations[: place + 1]) for place in range(len(durations))]
    names = tuple(f"s{place:03}.m4s" for place in range(len(durations)))
    return loops.Loop("init.mp4", names, tuple(durations), tuple(ends), "1")


def written(loop: loops.Loop, elapsed: int) -> dict[str, object] | None:
    """A playlist read back as a player reads it."""
    count = loop.finished(elapsed)
    if not count:
        return None
    text = loops.LoopSource("x")._write(loop, START, max(0, count - loops.WINDOW), count, False)
    tags = dict(line.partition(":")[::2] for line in text.splitlines() if line.startswith("#EXT-X-"))
    sequence = int(tags["#EXT-X-MEDIA-SEQUENCE"])
    turn = int(tags["#EXT-X-DISCONTINUITY-SEQUENCE"])
    segments = {}
    at = None
    for line in text.splitlines():
        if line == "#EXT-X-DISCONTINUITY":
            turn += 1
        elif line.startswith("#EXT-X-PROGRAM-DATE-TIME:"):
            at = datetime.fromisoformat(line.partition(":")[2])
        elif line and not line.startswith("#"):
            segments[sequence] = (line, turn, at)
            sequence += 1
    return {
        "sequence": int(tags["#EXT-X-MEDIA-SEQUENCE"]),
        "discontinuity": int(tags["#EXT-X-DISCONTINUITY-SEQUENCE"]),
        "target": int(tags["#EXT-X-TARGETDURATION"]),
        "segments": segments,
    }


@given(durations_of_loops, moments, st.integers(0, 60 * loops.SECOND))
def test_nothing_ever_goes_back(durations: list[int], elapsed: int, later: int) -> None:
    loop = made(durations)
    earlier_list, later_list = written(loop, elapsed), written(loop, elapsed + later)
    if earlier_list is None:
        return
    assert later_list["sequence"] >= earlier_list["sequence"]
    assert later_list["discontinuity"] >= earlier_list["discontinuity"]
    for number, segment in earlier_list["segments"].items():  # the same number is the same segment, of the same turn
        assert later_list["segments"].get(number, segment) == segment


@given(durations_of_loops, moments)
def test_segments_stand_when_they_have_ended_and_not_before(durations: list[int], elapsed: int) -> None:
    loop = made(durations)
    count = loop.finished(elapsed)
    assert loop.starts(count) <= elapsed  # the next one has begun
    assert loop.starts(count) + durations[count % len(durations)] > elapsed  # and has not ended
    if count:
        last = count - 1
        assert loop.starts(last) + durations[last % len(durations)] == loop.starts(count)


@given(durations_of_loops, moments)
def test_the_turn_is_marked_once(durations: list[int], elapsed: int) -> None:
    found = written(made(durations), elapsed)
    for number, (_, turn, _at) in (found["segments"] if found else {}).items():
        assert turn == number // len(durations)


@pytest.mark.parametrize("hours", [1, 2, 10, 24, 24 * 40])
def test_hour_marks_change_nothing(hours: int) -> None:
    loop = made([2_000_000, 2_040_000, 1_500_000])
    mark = hours * 3600 * loops.SECOND
    lists = [written(loop, mark + step * 100_000) for step in range(-50, 51)]
    for earlier_list, later_list in itertools.pairwise(lists):
        assert later_list["sequence"] - earlier_list["sequence"] in (0, 1)
        assert later_list["discontinuity"] - earlier_list["discontinuity"] in (0, 1)
    assert len(lists[0]["segments"]) == loops.WINDOW


def test_times_follow_the_durations_without_drift() -> None:
    loop = made([2_000_000, 2_040_000, 1_500_000])
    found = written(loop, 24 * 3600 * loops.SECOND)
    times = [at for _, _, at in found["segments"].values()]
    for (number, (_, _, at)), after in zip(found["segments"].items(), times[1:], strict=False):
        assert after - at == timedelta(microseconds=loop.durations[number % 3])
    assert found["target"] == 2  # 2.04 s rounded to the nearest, not up


def test_the_folder_is_read_and_read_again_when_it_changes(tmp_path: Path) -> None:
    folder = make_loop(tmp_path / "a", [2.0, 2.0])
    assert loops.read_loop(folder).durations == (2_000_000, 2_000_000)
    make_loop(tmp_path / "a", [2.0, 2.0, 1.0])
    assert len(loops.read_loop(folder).names) == 3


@pytest.mark.parametrize("text", ["", "#EXTM3U\n", "#EXTINF:abc,\ns.m4s\n", "\x00\xff", '#EXT-X-MAP:URI="i"\n'])
def test_a_folder_without_a_stream_gives_none(tmp_path: Path, text: str) -> None:
    assert loops.read_loop(tmp_path) is None
    (tmp_path / "index.m3u8").write_text(text)
    assert loops.read_loop(tmp_path) is None


def test_a_key_stays_inside_the_folder_of_loops() -> None:
    assert loops.LoopSource("../../etc").folder.parent.name == "loops"


@pytest.mark.parametrize("source", ["", "loop", "loop:", "tape:x"])
def test_an_unknown_source_is_none(source: str) -> None:
    assert source_of(Broadcast(source=source)) is None
