"""Which take is packaged when, and by which lane: nothing that was sent is missing in the end."""

import threading
import time
from pathlib import Path

import pytest

from phien.video import progress
from phien.video.folder import Folder, chunk_name
from phien.video.journal import Reader
from phien.video.progress import unpackaged
from phien.video.tests.recordings import RATE, Broadcast, Packaged, pictures_in, recording

NEITHER = {"main": False, "late": False}


@pytest.fixture
def broadcast(tmp_path: Path) -> Broadcast:
    return Broadcast(Folder(tmp_path / "key"))


class Running:
    """The main lane in a thread, as long as the broadcast goes on."""

    def __init__(self, broadcast: Broadcast) -> None:
        self.broadcast = broadcast
        self.thread = threading.Thread(target=broadcast.package, daemon=True)
        self.thread.start()

    def frames(self) -> int:
        reader = Reader(self.broadcast.folder.journal())
        reader.poll()
        return sum(part.frames for parts in reader.timeline.parts.values() for part in parts)

    def wait(self, frames: int) -> None:
        deadline = time.monotonic() + 20
        while self.frames() < frames:
            assert time.monotonic() < deadline, f"{self.frames()} of {frames} pictures"
            time.sleep(0.02)

    def wait_for(self, take: str) -> None:
        """Until the take is on air."""
        deadline = time.monotonic() + 20
        while progress.glance(self.broadcast.folder.journal()).take != take:
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def end(self) -> Packaged:
        self.broadcast.close()
        self.thread.join(30)
        assert not self.thread.is_alive()
        made = Packaged(self.broadcast.folder)
        made.check()
        return made


def halves(data: bytes, at: float = 0.55) -> tuple[bytes, bytes]:
    """Cut in the middle of a packet, as a connection breaks."""
    place = int(len(data) * at)
    return data[:place], data[place:]


def test_parts_come_while_the_sender_sends(broadcast: Broadcast) -> None:
    first, second = halves(recording())
    broadcast.send(first)
    running = Running(broadcast)
    running.wait(RATE)
    assert unpackaged(broadcast.folder) == {"main": True, "late": False}
    broadcast.send(second)
    broadcast.end()
    running.wait(4 * RATE)
    assert running.end().frames == 4 * RATE
    assert unpackaged(broadcast.folder) == NEITHER


@pytest.mark.parametrize(("format", "audio"), [("flv", "aac"), ("webm", "libopus")])
def test_what_comes_after_a_take_left_the_air_is_in_the_late_lane(
    broadcast: Broadcast, format: str, audio: str
) -> None:
    old, new = recording(format, audio=audio), recording(seconds=2, seed=50)
    first, second = halves(old)
    broadcast.send(first, "take-old1", format, pieces=7)
    running = Running(broadcast)
    running.wait(RATE)
    broadcast.send(new, "take-new1", opened=2)
    broadcast.end("take-new1")
    running.wait_for("take-new1")
    assert unpackaged(broadcast.folder)["late"] is False
    broadcast.send(second, "take-old1", format, pieces=7)
    assert unpackaged(broadcast.folder)["late"] is False, "more of it may come"
    broadcast.end("take-old1")
    assert unpackaged(broadcast.folder)["late"] is True
    late = broadcast.package("late")
    late.check()
    assert unpackaged(broadcast.folder)["late"] is False
    main = running.end()
    assert [run.take for run in main.timeline.runs.values()] == ["take-old1", "take-new1"]
    before, after = main.timeline.runs[0], late.timeline.runs[0]
    assert (before.take, before.wall, before.codecs) == (after.take, after.wall, after.codecs)
    inits = [broadcast.folder.init("main", 0).read_bytes(), broadcast.folder.init("late", 0).read_bytes()]
    assert inits[0] == inits[1], "so it can be played right behind"
    played = main.film(0) + b"".join(
        broadcast.folder.segment("late", segment.number).read_bytes() for segment in late.timeline.segments
    )
    assert pictures_in(played) == pictures_in(old)
    assert pictures_in(main.film(1)) == pictures_in(new)
    assert late.parts[0].at >= max(part.at for part in main.parts if part.run == 0)
    broadcast.package("late")
    assert Packaged(broadcast.folder, "late").timeline.is_over
    assert unpackaged(broadcast.folder) == NEITHER


def test_a_take_that_never_was_on_air_is_packaged_late(broadcast: Broadcast) -> None:
    broadcast.open("take-off1", "webm")
    broadcast.send(recording(seconds=2), "take-air1", opened=2)
    running = Running(broadcast)
    running.wait(RATE)
    offline = recording("webm", audio="libopus", seconds=2, seed=9)
    broadcast.send(offline, "take-off1", "webm", pieces=4)
    broadcast.end("take-off1")
    broadcast.end("take-air1")
    running.end()
    late = broadcast.package("late")
    late.check()
    assert pictures_in(late.film(0)) == pictures_in(offline)
    assert late.timeline.is_over


def test_footage_after_the_end_is_added_as_it_comes(broadcast: Broadcast) -> None:
    data = recording("webm", audio="libopus")
    step = len(data) // 4
    broadcast.send(data[:step], format="webm")
    broadcast.send(recording(seconds=1), "take-0002", opened=2)
    broadcast.end("take-0002")
    running = Running(broadcast)
    running.wait(RATE)
    running.end()
    for at in range(step, len(data), step):
        broadcast.send(data[at : at + step], format="webm")
        broadcast.package("late")
    made = Packaged(broadcast.folder, "late")
    made.check()
    begun = sum(part.frames for part in Packaged(broadcast.folder).parts if part.run == 0)
    assert begun + made.frames == 4 * RATE


def test_a_missing_chunk_is_waited_for(broadcast: Broadcast) -> None:
    data = recording("webm", audio="libopus")
    broadcast.send(data, format="webm", pieces=8)
    path = broadcast.folder.take_folder("take-0001")
    (path / chunk_name(4)).rename(path / "away")
    broadcast.end()
    running = Running(broadcast)
    running.wait(RATE)
    (path / "away").rename(path / chunk_name(4))
    running.wait(4 * RATE)
    assert pictures_in(running.end().film()) == pictures_in(data)


def test_an_encoded_take_goes_on_in_the_late_lane(broadcast: Broadcast) -> None:
    old = recording("webm", video="libvpx", audio="libopus")
    first, second = halves(old)
    broadcast.send(first, "take-old1", "webm", pieces=3)
    broadcast.send(recording(seconds=1), "take-new1", opened=2)
    broadcast.end("take-new1")
    running = Running(broadcast)
    running.wait_for("take-new1")
    broadcast.send(second, "take-old1", "webm", pieces=3)
    broadcast.end("take-old1")
    main = running.end()
    late = broadcast.package("late")
    late.check()
    assert main.frames + late.frames == 5 * RATE
    run = main.timeline.runs[0]
    assert (run.width, run.height, run.codecs) == (96, 64, late.timeline.runs[0].codecs)
    assert min(late.times()) > max(main.times())
    assert len(pictures_in(late.film())) == late.frames, "it begins with a key frame of its own"


@pytest.mark.parametrize("format", ["flv", "webm", "mp4"])
def test_garbage_is_given_up_and_the_next_take_comes(broadcast: Broadcast, format: str) -> None:
    broadcast.send(bytes(range(256)) * 4000, "take-bad1", format, pieces=3)
    broadcast.end("take-bad1")
    broadcast.send(recording(seconds=2), "take-good", opened=2)
    broadcast.end("take-good")
    broadcast.close()
    assert unpackaged(broadcast.folder)["main"] is True
    made = broadcast.package()
    made.check()
    assert [run.take for run in made.timeline.runs.values()] == ["take-good"]
    assert (broadcast.folder.take_folder("take-bad1") / "broken").read_text()
    broadcast.package("late")
    assert unpackaged(broadcast.folder) == NEITHER


def test_garbage_in_the_middle_costs_no_more_than_itself(broadcast: Broadcast) -> None:
    data = recording()
    first, second = halves(data)
    broadcast.send(first + bytes(range(256)) * 40 + second)
    broadcast.end()
    broadcast.send(recording(seconds=1), "take-good", opened=2)
    broadcast.end("take-good")
    broadcast.close()
    made = broadcast.package()
    made.check()
    by_take = {run.take for run in made.timeline.runs.values()}
    assert by_take == {"take-0001", "take-good"}
    assert made.frames >= 2 * RATE + RATE


def test_bytes_behind_the_readable_ones_are_given_up(broadcast: Broadcast) -> None:
    data = recording("mp4", audio="libopus", seconds=2)
    broadcast.send(data + b"\0\0\0\1mdat" + b"\xff" * 8 + bytes(100_000), format="mp4", pieces=3)
    broadcast.end()
    broadcast.close()
    made = broadcast.package()
    made.check()
    assert made.frames == 2 * RATE
    assert unpackaged(broadcast.folder) == NEITHER


def test_a_take_that_brings_the_packager_down_is_given_up(broadcast: Broadcast) -> None:
    broadcast.send(recording(seconds=1))
    broadcast.end()
    broadcast.close()
    (broadcast.open() / "tries.json").write_text('{"count": 8, "written": 0}')
    made = broadcast.package()
    assert made.frames == 0
    assert progress.is_broken(broadcast.folder, broadcast.folder.takes()[0])


def test_it_goes_on_after_a_broadcast_is_opened_again(broadcast: Broadcast) -> None:
    broadcast.send(recording(seconds=2))
    broadcast.end()
    broadcast.close()
    assert broadcast.package().timeline.is_over
    broadcast.folder.reopen()
    assert unpackaged(broadcast.folder) == NEITHER
    broadcast.send(recording(seconds=2), "take-0002", opened=9)
    assert unpackaged(broadcast.folder) == {"main": True, "late": False}
    broadcast.end("take-0002")
    broadcast.close()
    made = broadcast.package()
    made.check()
    assert [segment.number for segment in made.timeline.segments] == [0, 1]
    assert [segment.run for segment in made.timeline.segments] == [0, 1]
    assert made.timeline.is_over


def test_nothing_to_do_where_nothing_came(broadcast: Broadcast) -> None:
    assert unpackaged(broadcast.folder) == NEITHER
    broadcast.open()
    assert unpackaged(broadcast.folder) == NEITHER
    broadcast.close()
    broadcast.package()
    broadcast.package("late")
    assert unpackaged(broadcast.folder) == NEITHER
    assert broadcast.folder.journal().read_bytes() == b""


def test_a_stream_without_media_is_no_obstacle(broadcast: Broadcast) -> None:
    broadcast.send(recording(seconds=1)[:13])
    broadcast.end()
    broadcast.send(recording(seconds=1), "take-0002", opened=2)
    broadcast.end("take-0002")
    broadcast.close()
    assert broadcast.package().frames == RATE
    assert unpackaged(broadcast.folder) == NEITHER
