"""What an MP4 says about itself: its boxes are read, nothing is decoded."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from phien.media.errors import BrokenFilm, EmptyFile, FileTooLarge, NotAFilm

MAX_MEGABYTES = 200
_MAX_MOOV = 16_000_000


@dataclass(frozen=True, slots=True)
class Film:
    """Pixels as shown (turned films count turned), length in seconds, size in bytes."""

    width: int
    height: int
    seconds: float
    size: int


def read(file: IO[bytes]) -> Film:
    """Check that this is a whole MP4. Raises EmptyFile, FileTooLarge, NotAFilm or BrokenFilm."""
    size = file.seek(0, 2)
    if not size:
        raise EmptyFile
    if size > MAX_MEGABYTES * 1_000_000:
        raise FileTooLarge(limit=MAX_MEGABYTES)
    file.seek(0)
    if file.read(12)[4:8] != b"ftyp":
        raise NotAFilm
    try:
        moov, has_media = _moov(file, size)
        if moov is None or not has_media:
            raise BrokenFilm
        seconds = _seconds(dict(_boxes(moov))[b"mvhd"])
        width, height = max((_shown(trak) for name, trak in _boxes(moov) if name == b"trak"), default=(0, 0))
    except (struct.error, KeyError, ValueError, IndexError) as error:
        raise BrokenFilm from error
    if not width or not height or seconds <= 0:
        raise BrokenFilm
    return Film(width, height, seconds, size)


def _moov(file: IO[bytes], size: int) -> tuple[bytes | None, bool]:
    """The film's index, and whether its pictures are there whole."""
    at, moov, has_media = 0, None, False
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length, name = struct.unpack(">I4s", head[:8])
        start = 8
        if length == 1:
            length, start = struct.unpack(">Q", head[8:16])[0], 16
        elif length == 0:
            length = size - at
        if length < start or at + length > size:
            raise BrokenFilm
        if name == b"moov":
            if length > _MAX_MOOV:
                raise BrokenFilm
            file.seek(at + start)
            moov = file.read(length - start)
        has_media = has_media or (name == b"mdat" and length > start)
        at += length
    return moov, has_media


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        if length < 8:
            return
        yield name, data[at + 8 : at + length]
        at += length


def _seconds(mvhd: bytes) -> float:
    scale, length = struct.unpack(">IQ", mvhd[20:32]) if mvhd[0] == 1 else struct.unpack(">II", mvhd[12:20])
    return length / scale if scale else 0.0


def _shown(trak: bytes) -> tuple[int, int]:
    tkhd = dict(_boxes(trak))[b"tkhd"]
    at = 88 if tkhd[0] == 1 else 76
    width, height = (value >> 16 for value in struct.unpack(">II", tkhd[at : at + 8]))
    is_turned = struct.unpack(">i", tkhd[at - 36 : at - 32])[0] == 0
    return (height, width) if is_turned else (width, height)
