"""AMF0 and the chunk stream, as bytes."""

import pytest

from phien.video.rtmp import amf, chunks
from phien.video.rtmp.amf import Malformed
from phien.video.rtmp.chunks import ChunkReader, Message


def test_commands_come_back_as_they_were_written() -> None:
    values = ["connect", 1.0, {"app": "live", "more": {"yes": True, "nothing": None}}, None, False]
    assert amf.decode(amf.encode(*values)) == values


def test_arrays_dates_and_long_strings_are_read() -> None:
    written = b"\x0a\x00\x00\x00\x02\x01\x01\x05" + b"\x0b" + bytes(10) + b"\x0c\x00\x00\x00\x02hi"
    written += b"\x08\x00\x00\x00\x01\x00\x01a\x06\x00\x00\x09"
    assert amf.decode(written) == [[True, None], 0.0, "hi", {"a": None}]


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01",
        b"\x02\x00\x09short",
        b"\x03\x00\x01a",
        b"\x11\x04",
        b"\x0a\xff\xff\xff\xff" + b"\x05" * 2000,
        b"\x03\x00\x01a" * 9 + b"\x05" + b"\x00\x00\x09" * 9,
    ],
)
def test_what_is_not_amf_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        amf.decode(data)


def read(data: bytes, *, largest: int = 100_000, piece: int = 0) -> list[Message]:
    reader = ChunkReader(largest)
    piece = piece or len(data)
    return [one for at in range(0, len(data), piece) for one in reader.feed(data[at : at + piece])]


def head(form: int, number: int, *fields: bytes) -> bytes:
    return bytes([form << 6 | number]) + b"".join(fields)


def three(number: int) -> bytes:
    return number.to_bytes(3, "big")


STREAM_1 = (1).to_bytes(4, "little")


def test_every_form_of_header_is_read_also_byte_by_byte() -> None:
    data = head(0, 4, three(1000), three(3), b"\x09", STREAM_1, b"one")
    data += head(1, 4, three(40), three(2), b"\x08", b"to")
    data += head(2, 4, three(20), b"fr")
    data += head(3, 4, b"fv")
    data += b"\x00\x05" + three(7) + three(1) + b"\x09" + STREAM_1 + b"a"
    data += b"\x01\x05\x01" + three(8) + three(1) + b"\x09" + STREAM_1 + b"b"
    expected = [
        Message(9, 1000, 1, b"one"),
        Message(8, 1040, 1, b"to"),
        Message(8, 1060, 1, b"fr"),
        Message(8, 1080, 1, b"fv"),
        Message(9, 7, 1, b"a"),
        Message(9, 8, 1, b"b"),
    ]
    assert read(data) == expected
    assert read(data, piece=1) == expected


def test_messages_of_two_streams_are_put_together_from_turns() -> None:
    picture, sound = bytes(range(200)), bytes(150)
    data = head(0, 6, three(5), three(200), b"\x09", STREAM_1, picture[:128])
    data += head(0, 4, three(6), three(150), b"\x08", STREAM_1, sound[:128])
    data += head(3, 6, picture[128:]) + head(3, 4, sound[128:])
    assert read(data, piece=7) == [Message(9, 5, 1, picture), Message(8, 6, 1, sound)]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_long_time_is_read_whether_or_not_it_is_repeated(repeated: bool) -> None:
    body, long = bytes(range(1, 201)), (0x01000010).to_bytes(4, "big")
    data = head(0, 4, three(0xFFFFFF), three(200), b"\x09", STREAM_1, long, body[:128])
    data += head(3, 4, long if repeated else b"", body[128:])
    data += head(1, 4, three(40), three(1), b"\x09", b"x")
    assert read(data, piece=11) == [Message(9, 0x01000010, 1, body), Message(9, 0x01000038, 1, b"x")]


def test_times_count_past_32_bits() -> None:
    data = head(0, 4, three(0xFFFFFF), three(1), b"\x09", STREAM_1, b"\xff\xff\xff\xf0", b"a")
    data += head(2, 4, three(32), b"b")
    assert [one.milliseconds for one in read(data)] == [0xFFFFFFF0, 16]


@pytest.mark.parametrize(("first", "second"), [(0, 0), (23, 46), (3_600_000, 3_600_000)])
def test_a_bare_header_after_a_whole_one(first: int, second: int) -> None:
    data = head(0, 4, three(first), three(1), b"\x08", STREAM_1, b"a") + head(3, 4, b"b")
    assert [one.milliseconds for one in read(data)] == [first, second]


def test_what_we_write_can_be_read() -> None:
    for stamp in (0, 5, 0xFFFFFE, 0xFFFFFF, 0xFFFFFFFF):
        message = Message(9, stamp, 1, bytes(range(256)) * 3)
        assert read(chunks.write(message, 6, 128), piece=50) == [message]
    assert read(chunks.write(Message(20, 0, 0, b""), 3, 128)) == [Message(20, 0, 0, b"")]


def test_the_sender_sets_its_chunk_size_and_takes_messages_back() -> None:
    data = chunks.write(Message(chunks.SET_CHUNK_SIZE, 0, 0, (4096).to_bytes(4, "big")), 2, 128)
    data += chunks.write(Message(9, 0, 1, bytes(1000)), 4, 4096)
    data += head(0, 6, three(0), three(5000), b"\x09", STREAM_1, bytes(4096))
    data += chunks.write(Message(chunks.ABORT, 0, 0, (6).to_bytes(4, "big")), 2, 128)
    data += chunks.write(Message(9, 3, 1, b"new"), 6, 4096)
    assert [len(one.body) for one in read(data)] == [1000, 3]


@pytest.mark.parametrize(
    "data",
    [
        head(2, 4, three(1)),
        head(3, 9),
        head(0, 4, three(0), three(100_001), b"\x09", STREAM_1),
        head(0, 4, three(0), three(200), b"\x09", STREAM_1, bytes(128))
        + head(0, 4, three(0), three(1), b"\x09", STREAM_1),
        chunks.write(Message(chunks.SET_CHUNK_SIZE, 0, 0, bytes(4)), 2, 128),
        b"".join(chunks.write(Message(9, 0, 1, b"x"), number, 128) for number in range(3, 40)),
    ],
)
def test_what_no_encoder_sends_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        read(data)


def test_messages_that_never_end_do_not_pile_up() -> None:
    reader = ChunkReader(1000)
    reader.chunk_size = 900
    begun = [head(0, number, three(0), three(1000), b"\x09", STREAM_1, bytes(900)) for number in range(3, 6)]
    for data in begun[:2]:
        assert list(reader.feed(data)) == []
    with pytest.raises(Malformed):
        list(reader.feed(begun[2]))
