"""FLV: the bytes of its header and tags, as an encoder's stream is kept on disk."""

from collections.abc import Iterator
from dataclasses import dataclass

AUDIO, VIDEO, DATA = 8, 9, 18
AAC, AVC = 10, 7
_HAS_AUDIO, _HAS_VIDEO = 4, 1
_HEADER, _TAG = 9, 11


def header(*, audio: bool = True, video: bool = True) -> bytes:
    """The file's beginning; it says which kinds of tags will come."""
    flags = audio * _HAS_AUDIO | video * _HAS_VIDEO
    return b"FLV\x01" + bytes([flags]) + _HEADER.to_bytes(4, "big") + bytes(4)


def tag(kind: int, milliseconds: int, body: bytes) -> bytes:
    """One tag and its length after it. The time is 32 bits wide: its low 24 first, then the high 8; it wraps."""
    stamp = milliseconds & 0xFFFFFFFF
    return b"".join(
        (
            bytes([kind]),
            len(body).to_bytes(3, "big"),
            (stamp & 0xFFFFFF).to_bytes(3, "big"),
            bytes([stamp >> 24]),
            bytes(3),
            body,
            (_TAG + len(body)).to_bytes(4, "big"),
        )
    )


@dataclass(frozen=True, slots=True)
class Tag:
    kind: int
    milliseconds: int
    body: bytes


def tags(data: bytes, *, offset: int = _HEADER + 4) -> Iterator[Tag]:
    """The whole tags of a file's bytes, up to the first that is not all there. `offset` 0 for bare tags."""
    while offset + _TAG <= len(data):
        size = int.from_bytes(data[offset + 1 : offset + 4], "big")
        end = offset + _TAG + size + 4
        if end > len(data):
            return
        stamp = int.from_bytes(data[offset + 4 : offset + 7], "big") | data[offset + 7] << 24
        yield Tag(data[offset] & 0x1F, stamp, data[offset + _TAG : end - 4])
        offset = end


def is_header(kind: int, body: bytes) -> bool:
    """Whether it sets up the decoder (AVC or AAC sequence header) and holds no picture and no sound."""
    if len(body) < 2:
        return False
    if kind == VIDEO:
        return body[0] & 0x0F == AVC and body[1] == 0
    return kind == AUDIO and body[0] >> 4 == AAC and body[1] == 0


def is_key(body: bytes) -> bool:
    """Whether a video tag's picture needs no other."""
    return len(body) > 1 and body[0] >> 4 == 1 and body[1] == 1
