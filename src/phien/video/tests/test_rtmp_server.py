"""The RTMP server with real encoders, and with senders that break its rules."""

import time
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from phien.video import flv
from phien.video.folder import End, Folder, Take
from phien.video.rtmp import amf, chunks
from phien.video.rtmp.door import Limits
from phien.video.tests.encoders import (
    AVC_HEADER,
    KEY_PICTURE,
    PICTURE,
    QUICK,
    Doors,
    Encoder,
    Running,
    admission,
    film,
    running,
    send,
    until,
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("film") / "film.flv")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "village")


@pytest.fixture
def rtmp(tmp_path: Path, folder: Folder) -> Iterator[Running]:
    with running(Doors(good=admission(folder.path), backup=admission(folder.path, "rtmp:2")), tmp_path) as server:
        yield server


def media(path: Path) -> list[bytes]:
    return [tag.body for tag in flv.tags(path.read_bytes()) if tag.kind in (flv.AUDIO, flv.VIDEO)]


def stream_of(folder: Folder, place: int = 0) -> Path:
    return folder.take_folder(folder.takes()[place].code) / "stream.flv"


def times(folder: Folder, place: int = 0) -> list[int]:
    found = flv.tags(stream_of(folder, place).read_bytes())
    return [tag.milliseconds for tag in found if tag.kind == flv.VIDEO and not flv.is_header(tag.kind, tag.body)]


def has_tags(folder: Folder, count: int) -> bool:
    return len(folder.takes()) > 0 and len(list(flv.tags(stream_of(folder).read_bytes()))) >= count


def ends(folder: Folder) -> list[str | None]:
    found = [folder.end(take.code) for take in folder.takes()]
    return [end.reason if end else None for end in found]


def test_every_byte_of_an_encoder_is_kept(rtmp: Running, folder: Folder, source: Path) -> None:
    before = time.time()
    assert send(source, f"{rtmp.url}/good?token=1").wait(30) == 0
    until(lambda: ends(folder) == ["unpublish"])
    take = folder.takes()[0]
    assert (take.via, take.format, take.publisher, take.label) == ("rtmp", "flv", "rtmp:1", "Camera")
    assert before <= take.began == take.opened <= time.time()
    assert media(stream_of(folder)) == media(source)
    with av.open(str(stream_of(folder))) as film:
        assert [stream.type for stream in film.streams] == ["video", "audio"]
        assert sum(1 for _frame in film.decode(video=0)) == 50
    assert rtmp.server.publishers() == []


def test_a_wrong_key_is_refused_before_any_media(rtmp: Running, tmp_path: Path, source: Path) -> None:
    process = send(source, f"{rtmp.url}/guess")
    assert process.wait(30) != 0
    assert b"No such stream key." in process.stderr.read()
    with Encoder(rtmp.server.port) as encoder:
        assert encoder.publish("guess") == ("NetStream.Publish.BadName", "No such stream key.")
    with Encoder(rtmp.server.port) as encoder:
        assert encoder.publish("good", app="other")[0] == "NetStream.Publish.BadName"
    assert list(tmp_path.iterdir()) == []


def test_wrong_keys_are_counted_per_address(tmp_path: Path, folder: Folder) -> None:
    door = Doors(good=admission(folder.path))
    with running(door, tmp_path, Limits(wrong_keys=2, wrong_key_delay=0)) as rtmp:
        for _turn in range(2):
            with Encoder(rtmp.server.port) as encoder:
                assert encoder.publish("guess")[1] == "No such stream key."
        with Encoder(rtmp.server.port) as encoder:
            assert "Too many" in encoder.publish("guess")[1]
    assert len(door.asked) == 2


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        bytes(4000),
        b"\x03" + bytes(3072) + b"\xff" * 5000,
        b"\x03" + bytes(3072) + chunks.write(chunks.Message(20, 0, 0, b"\x11rubbish"), 3, 128),
        b"\x03" + bytes(3072) + chunks.write(chunks.Message(20, 0, 0, bytes(20_000)), 3, 128),
        b"\x03" + bytes(3072) + chunks.write(chunks.Message(9, 0, 0, bytes(10_000)), 3, 128) * 8,
    ],
)
def test_garbage_closes_only_its_own_connection(rtmp: Running, tmp_path: Path, garbage: bytes) -> None:
    with Encoder(rtmp.server.port) as good, Encoder(rtmp.server.port) as bad:
        assert good.publish("good")[0] == "NetStream.Publish.Start"
        try:
            bad.socket.sendall(garbage)
            assert bad.is_closed()
        except ConnectionError:
            pass  # it was closed while we still sent
        assert good.ping() == b"\x00\x07\x00\x00\x00\x4d"


def test_who_says_nothing_is_not_waited_for(tmp_path: Path, folder: Folder) -> None:
    limits = Limits(handshake=0.2, publish=0.2, idle=0.4, wrong_key_delay=0)
    with running(Doors(good=admission(folder.path)), tmp_path, limits) as rtmp:
        with Encoder(rtmp.server.port) as silent:
            assert silent.is_closed()
        with Encoder(rtmp.server.port) as slow:
            slow.shake()
            assert slow.is_closed()
        with Encoder(rtmp.server.port) as idle:
            idle.publish("good")
            idle.media(flv.VIDEO, 0, AVC_HEADER)
            idle.media(flv.VIDEO, 0, KEY_PICTURE)
            assert idle.is_closed()
        until(lambda: ends(folder) == ["lost"])


def test_one_address_has_so_many_connections_and_no_more(tmp_path: Path, folder: Folder) -> None:
    limits = Limits(per_address=2, wrong_key_delay=0)
    with running(Doors(good=admission(folder.path)), tmp_path, limits) as rtmp:
        with Encoder(rtmp.server.port) as one, Encoder(rtmp.server.port) as two:
            one.shake()
            two.shake()
            with Encoder(rtmp.server.port) as three:
                assert three.is_closed()
        until(lambda: not rtmp.server._running)
        with Encoder(rtmp.server.port) as four:
            assert four.publish("good")[0] == "NetStream.Publish.Start"


def test_a_message_longer_than_the_limit_ends_the_take(tmp_path: Path, folder: Folder) -> None:
    limits = Limits(message=1000, wrong_key_delay=0)
    with running(Doors(good=admission(folder.path)), tmp_path, limits) as rtmp, Encoder(rtmp.server.port) as encoder:
        encoder.publish("good")
        encoder.media(flv.VIDEO, 0, KEY_PICTURE)
        encoder.media(flv.VIDEO, 40, bytes(1001))
        assert encoder.is_closed()
        until(lambda: ends(folder) == ["lost"])
        assert times(folder) == [0]


def test_a_line_that_breaks_ends_the_take_as_lost(rtmp: Running, folder: Folder) -> None:
    with Encoder(rtmp.server.port) as encoder:
        encoder.publish("good")
        encoder.media(flv.VIDEO, 0, AVC_HEADER)
        assert folder.takes() == []  # nothing but a set-up has come
        encoder.media(flv.VIDEO, 0, KEY_PICTURE)
        until(lambda: len(rtmp.server.publishers()) == 1)
    until(lambda: ends(folder) == ["lost"])
    assert media(stream_of(folder)) == [AVC_HEADER, KEY_PICTURE]


def test_a_second_camera_is_refused_while_the_first_sends(rtmp: Running, folder: Folder) -> None:
    with Encoder(rtmp.server.port) as first, Encoder(rtmp.server.port) as second:
        first.publish("good")
        first.media(flv.VIDEO, 0, KEY_PICTURE)
        until(lambda: has_tags(folder, 1))
        code, words = second.publish("backup")
        assert (code, words) == ("NetStream.Publish.BadName", "Another camera is sending already.")
        first.media(flv.VIDEO, 40, PICTURE)
        until(lambda: has_tags(folder, 2))
    until(lambda: ends(folder) == ["lost"])


def test_a_second_camera_takes_over_where_that_was_chosen(tmp_path: Path, folder: Folder) -> None:
    door = Doors(good=admission(folder.path, takes_over=True), backup=admission(folder.path, "rtmp:2", takes_over=True))
    with (
        running(door, tmp_path) as rtmp,
        Encoder(rtmp.server.port) as first,
        Encoder(rtmp.server.port) as second,
        Encoder(rtmp.server.port) as again,
    ):
        first.publish("good")
        first.media(flv.VIDEO, 0, KEY_PICTURE)
        until(lambda: has_tags(folder, 1))
        assert second.publish("backup")[0] == "NetStream.Publish.Start"
        assert first.status() == ("NetStream.Publish.Denied", "Another camera has taken over.")
        assert first.is_closed()
        second.media(flv.VIDEO, 9_000_000, KEY_PICTURE)
        until(lambda: len(folder.takes()) == 2 and times(folder, 1) == [0])
        assert ends(folder) == ["replaced", None]
        # The first one's encoder comes back by itself: the two would send each other away for ever.
        assert again.publish("good") == ("NetStream.Publish.BadName", "Another camera is sending already.")
        assert [one.publisher for one in rtmp.server.publishers()] == ["rtmp:2"]


def test_an_encoder_comes_back_before_its_broken_line_was_noticed(rtmp: Running, folder: Folder) -> None:
    with Encoder(rtmp.server.port) as broken, Encoder(rtmp.server.port) as back:
        broken.publish("good")
        broken.media(flv.VIDEO, 0, KEY_PICTURE)
        until(lambda: has_tags(folder, 1))
        assert back.publish("good")[0] == "NetStream.Publish.Start"
        back.media(flv.VIDEO, 0, KEY_PICTURE)
        until(lambda: ends(folder) == ["replaced", None])


def test_a_phone_that_sends_keeps_its_place(rtmp: Running, folder: Folder) -> None:
    take = Take("phone-0001", "phone", "webm", "user:1", "Cô Thơ", time.time(), time.time())
    folder.make().open_take(take)
    with Encoder(rtmp.server.port) as encoder:
        assert encoder.publish("good")[1] == "Another camera is sending already."
    folder.end_take(take.code, End("unpublish", 0))
    with Encoder(rtmp.server.port) as encoder:
        assert encoder.publish("good")[0] == "NetStream.Publish.Start"


def test_the_organiser_sends_a_sender_away(rtmp: Running, folder: Folder) -> None:
    with Encoder(rtmp.server.port) as encoder:
        encoder.publish("good")
        encoder.media(flv.VIDEO, 0, KEY_PICTURE)
        until(lambda: has_tags(folder, 1))
        assert not rtmp.kick("elsewhere", "cut")
        assert not rtmp.kick("village", "revoked", publisher="rtmp:2")
        assert rtmp.kick("village", "cut")
        assert encoder.status() == ("NetStream.Publish.Denied", "The broadcast was stopped by the organiser.")
        assert encoder.is_closed()
    assert ends(folder) == ["cut"]
    folder.close()
    with Encoder(rtmp.server.port) as encoder:
        assert encoder.publish("good") == ("NetStream.Publish.BadName", "This broadcast has ended.")


def test_times_past_24_bits_and_past_32_bits_go_on(rtmp: Running, folder: Folder) -> None:
    start = 0xFFFFFFFF - 100
    with Encoder(rtmp.server.port) as encoder:
        encoder.publish("good")
        encoder.media(flv.VIDEO, start, KEY_PICTURE)
        for step in range(1, 5):
            encoder.media(flv.VIDEO, (start + step * 40) & 0xFFFFFFFF, PICTURE + bytes(200))
        until(lambda: has_tags(folder, 5))
        assert times(folder) == [0, 40, 80, 120, 160]
    until(lambda: ends(folder) == ["lost"])


def test_a_tag_holds_a_time_of_32_bits() -> None:
    written = flv.header() + flv.tag(flv.VIDEO, 0x01000002, b"a") + flv.tag(flv.VIDEO, (1 << 32) + 5, b"b")
    assert [tag.milliseconds for tag in flv.tags(written)] == [0x01000002, 5]


def test_a_clock_that_jumps_and_a_new_set_up_begin_a_take(rtmp: Running, folder: Folder) -> None:
    with Encoder(rtmp.server.port) as encoder:
        encoder.publish("good")
        encoder.media(flv.VIDEO, 0, AVC_HEADER)
        encoder.media(flv.VIDEO, 50_000, KEY_PICTURE)
        encoder.media(flv.VIDEO, 50_040, AVC_HEADER)
        encoder.media(flv.VIDEO, 50_040, PICTURE)
        encoder.media(flv.VIDEO, 3_000, KEY_PICTURE)
        encoder.media(flv.VIDEO, 3_040, PICTURE)
        encoder.media(flv.VIDEO, 3_080, AVC_HEADER + b"turned")
        encoder.media(flv.VIDEO, 3_080, KEY_PICTURE)
        until(lambda: len(folder.takes()) == 3)
    until(lambda: ends(folder) == ["restarted", "restarted", "lost"])
    assert [times(folder, place) for place in range(3)] == [[0, 40], [0, 40], [0]]
    assert media(stream_of(folder, 2)) == [AVC_HEADER + b"turned", KEY_PICTURE]


@pytest.mark.parametrize(
    ("kind", "body", "named"),
    [
        (flv.VIDEO, b"\x90hvc1\x00\x00", "hvc1"),
        (flv.VIDEO, b"\x90av01\x00\x00", "av01"),
        (flv.VIDEO, b"\x12\x00\x00", "H.264"),
        (flv.AUDIO, b"\x91Opus\x00", "AAC"),
    ],
)
def test_formats_that_no_browser_would_play_are_refused_in_words(
    rtmp: Running, tmp_path: Path, kind: int, body: bytes, named: str
) -> None:
    with Encoder(rtmp.server.port) as encoder:
        encoder.publish("good")
        encoder.media(kind, 0, body)
        code, words = encoder.status()
        assert code == "NetStream.Publish.Denied"
        assert named in words
    assert list(tmp_path.iterdir()) == []


def test_commands_in_the_wrapper_of_amf3_and_aggregates_are_understood(rtmp: Running, folder: Folder) -> None:
    with Encoder(rtmp.server.port) as encoder:
        assert encoder.publish("good", kind=chunks.COMMAND_3)[0] == "NetStream.Publish.Start"
        described = b"\x00" + amf.encode("@setDataFrame", "onMetaData", {"videocodecid": 7.0})
        encoder.media(chunks.DATA_3, 0, described)
        together = flv.tag(flv.VIDEO, 700, KEY_PICTURE) + flv.tag(flv.VIDEO, 740, PICTURE)
        encoder.media(chunks.AGGREGATE, 5000, together)
        encoder.say("FCUnpublish", 6, None, "good", kind=chunks.COMMAND_3)
        until(lambda: ends(folder) == ["unpublish"])
    data = stream_of(folder).read_bytes()
    assert data[4] == 1  # it promises a picture only
    found = [(tag.kind, tag.milliseconds) for tag in flv.tags(data)]
    assert found == [(flv.DATA, 0), (flv.VIDEO, 0), (flv.VIDEO, 40)]
    assert next(flv.tags(data)).body == amf.encode("onMetaData", {"videocodecid": 7.0})


def test_nothing_can_be_watched_here(rtmp: Running) -> None:
    with Encoder(rtmp.server.port) as viewer:
        viewer.shake()
        viewer.say("connect", 1, {"app": "live"})
        viewer.say("createStream", 2, None)
        viewer.say("play", 3, None, "good", stream=1)
        assert "watch on the site" in viewer.status()[1]


def test_takes_left_open_by_a_server_that_died_are_lost(tmp_path: Path, folder: Folder) -> None:
    open_take = Take("rtmp-0123456789ab", "rtmp", "flv", "rtmp:1", "", time.time(), time.time())
    folder.make().open_take(open_take)
    with running(Doors(good=admission(folder.path)), tmp_path) as rtmp, Encoder(rtmp.server.port) as encoder:
        assert ends(folder) == ["lost"]
        assert encoder.publish("good")[0] == "NetStream.Publish.Start"


def test_a_server_that_stops_ends_takes_as_lost(tmp_path: Path, folder: Folder) -> None:
    with running(Doors(good=admission(folder.path)), tmp_path, QUICK) as rtmp:
        encoder = Encoder(rtmp.server.port)
        encoder.publish("good")
        encoder.media(flv.VIDEO, 0, KEY_PICTURE)
        until(lambda: has_tags(folder, 1))
    assert ends(folder) == ["lost"]
    encoder.socket.close()
