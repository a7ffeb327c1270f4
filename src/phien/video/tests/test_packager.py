"""What goes in comes out: every picture, in parts and segments as players want them."""

import io
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest

from phien.video.fmp4 import SOUND, VIDEO
from phien.video.folder import Folder
from phien.video.packager.watching import Observer
from phien.video.tests.recordings import RATE, Broadcast, Packaged, pictures_in, recording, retimed


@pytest.fixture
def broadcast(tmp_path: Path) -> Broadcast:
    return Broadcast(Folder(tmp_path / "key"))


def packaged(broadcast: Broadcast, data: bytes, format: str, **how: object) -> Packaged:
    broadcast.send(data, format=format, pieces=23)
    broadcast.end()
    broadcast.close()
    made = broadcast.package(**how)
    made.check()
    assert made.timeline.is_over
    return made


@pytest.mark.parametrize(
    ("format", "audio", "b_frames"),
    [
        ("flv", "aac", 0),
        ("flv", "aac", 2),
        ("webm", "libopus", 0),
        ("webm", "libopus", 2),
        ("mp4", "aac", 0),
        ("mp4", "libopus", 0),
    ],
)
def test_h264_is_copied_picture_for_picture(broadcast: Broadcast, format: str, audio: str, b_frames: int) -> None:
    data = recording(format, audio=audio, b_frames=b_frames)
    made = packaged(broadcast, data, format)
    (run,) = made.timeline.runs.values()
    assert (run.video, run.audio) == ("copy", "copy" if audio == "aac" else "encode")
    assert (run.width, run.height, run.codecs.split(",")[1]) == (96, 64, "mp4a.40.2")
    assert pictures_in(made.film()) == pictures_in(data)
    assert made.frames == 4 * RATE


def test_parts_are_half_a_second_and_segments_begin_at_key_frames(broadcast: Broadcast) -> None:
    made = packaged(broadcast, recording(seconds=6), "flv")
    assert [segment.seconds for segment in made.timeline.segments] == [2, 2, 2]
    assert [segment.at for segment in made.timeline.segments] == pytest.approx(
        [0, 2, 4], abs=0.03
    )  # sound begins a little earlier
    assert {part.seconds for part in made.parts} == {0.5}
    assert [part.is_key for part in made.parts] == [True, False, False, False] * 3


def test_a_stream_of_few_key_frames_is_cut_all_the_same(broadcast: Broadcast) -> None:
    made = packaged(broadcast, recording(seconds=15, key_every=1000, audio=None), "flv")
    assert [segment.seconds for segment in made.timeline.segments] == [12, 3]
    assert made.timeline.runs[0].audio == ""
    assert made.timeline.segments[0].sound_size == 0
    assert made.frames == 15 * RATE


@pytest.mark.parametrize("codec", ["libvpx", "libvpx-vp9"])
def test_other_pictures_are_encoded_one_for_one(broadcast: Broadcast, codec: str) -> None:
    data = recording("webm", video=codec, audio="libopus", seconds=5, key_every=1000)
    made = packaged(broadcast, data, "webm")
    (run,) = made.timeline.runs.values()
    assert (run.video, run.audio) == ("encode", "encode")
    assert len(pictures_in(made.film())) == made.frames == 5 * RATE
    assert [segment.seconds for segment in made.timeline.segments] == pytest.approx([2, 2, 1], abs=0.002)


def test_sound_alone_can_be_played(broadcast: Broadcast) -> None:
    made = packaged(broadcast, recording("webm", audio="libopus"), "webm")
    with av.open(io.BytesIO(made.film(sound=True))) as container:
        assert [stream.type for stream in container.streams] == ["audio"]
        heard = sum(frame.samples for frame in container.decode(audio=0))
    assert heard == pytest.approx(4 * 48_000, abs=3 * 1024)
    times = made.times(SOUND)
    assert {after - before for before, after in pairwise(times)} == {1024}


def test_a_take_without_picture_is_sound(broadcast: Broadcast) -> None:
    made = packaged(broadcast, recording("webm", video=None, audio="libopus", seconds=5), "webm")
    (run,) = made.timeline.runs.values()
    assert (run.video, run.width, run.codecs) == ("", 0, "mp4a.40.2")
    assert made.frames == 0
    assert all(part.is_key for part in made.parts)
    assert all(1.5 <= segment.seconds <= 2.1 for segment in made.timeline.segments[:-1])


def test_sound_of_another_rate_is_copied_too(broadcast: Broadcast) -> None:
    made = packaged(broadcast, recording(rate=44_100), "flv")
    assert made.timeline.runs[0].audio_scale == 44_100
    times = made.times(SOUND)
    assert all(abs(after - before - 1024) <= 2 for before, after in pairwise(times))


def test_a_picture_that_changes_its_size_begins_a_new_run(broadcast: Broadcast) -> None:
    wide, high = recording(seconds=2), recording(seconds=2, size=(64, 96), seed=9)
    broadcast.send(wide + _later(high, 2000), pieces=9)
    broadcast.end()
    broadcast.close()
    made = broadcast.package()
    made.check()
    assert [(run.take, run.wall, run.width, run.height) for run in made.timeline.runs.values()] == [
        ("take-0001", 1001.0, 96, 64),
        ("take-0001", 1001.0, 64, 96),
    ]
    assert pictures_in(made.film(0)) == pictures_in(wide)
    assert pictures_in(made.film(1)) == pictures_in(high)
    assert made.timeline.segments[-1].at == pytest.approx(2, abs=0.06)


def test_an_encoded_picture_of_another_size_stands_whole_in_a_frame(broadcast: Broadcast) -> None:
    made = packaged(broadcast, _two_sizes(), "webm")
    (run,) = made.timeline.runs.values()
    assert (run.width, run.height) == (96, 64)
    assert made.frames == 2 * RATE
    with av.open(io.BytesIO(made.film())) as container:
        last = list(container.decode(video=0))[-1]
    row = bytes(last.planes[0])[32 * last.planes[0].line_size :][:96]
    assert max(row[:10]) < 30
    assert max(row[40:56]) > 60


def test_health_and_a_thumbnail_are_written(broadcast: Broadcast) -> None:
    packaged(broadcast, recording(seconds=4, size=(640, 360)), "flv", observed=True)
    health = broadcast.folder.health()
    assert health is not None
    assert (health.take, health.width, health.height, health.video, health.audio) == (
        "take-0001",
        640,
        360,
        "h264",
        "aac",
    )
    assert (health.frames, health.fps, health.dropped, health.keyframe_seconds) == (80, 20, 0, 2)
    assert health.media == pytest.approx(1001 + 3.95, abs=0.03)
    assert health.bitrate > 1000
    with av.open(str(broadcast.folder.thumb)) as picture:
        stream = picture.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height) == ("mjpeg", 320, 180)


def test_health_grows_old_when_nothing_comes(broadcast: Broadcast) -> None:
    packaged(broadcast, recording(seconds=1), "flv", observed=True)
    observer = Observer(broadcast.folder, 3600)
    (broadcast.folder.path / "health.json").unlink()
    observer.idle()
    observer.end()
    assert broadcast.folder.health() is None


def test_all_of_it_lies_on_one_line_of_time(broadcast: Broadcast) -> None:
    made = packaged(broadcast, recording("webm", audio="libopus"), "webm")
    picture, sound = made.times(VIDEO), made.times(SOUND)
    assert picture[0] / 90_000 == pytest.approx(sound[0] / 48_000, abs=0.03)
    assert picture[-1] / 90_000 == pytest.approx(sound[-1] / 48_000, abs=0.1)


def _later(data: bytes, by: int) -> bytes:
    """The tags of an FLV stream, without its beginning, later."""
    return retimed(data, lambda _, at: at + by)[13:]


def _two_sizes() -> bytes:
    """VP8 that changes its size, as a browser makes it when the phone is turned."""
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as container:
        stream = container.add_stream("libvpx", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        container.start_encoding()
        for turn, size in enumerate(((96, 64), (64, 96))):
            encoder = av.CodecContext.create("libvpx", "w")
            encoder.width, encoder.height, encoder.pix_fmt = *size, "yuv420p"
            encoder.time_base = Fraction(1, RATE)
            encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
            for number in range(RATE):
                frame = av.VideoFrame(*size, "yuv420p")
                frame.planes[0].update(b"\xa0" * frame.planes[0].buffer_size)
                for plane in frame.planes[1:]:
                    plane.update(b"\x80" * plane.buffer_size)
                frame.pts, frame.time_base = turn * RATE + number, Fraction(1, RATE)
                for packet in encoder.encode(frame):
                    packet.stream = stream
                    container.mux(packet)
    return file.getvalue()
