"""Fragmented MP4 with one H.264 and one AAC track, written and read back.

Everything here is a function of its arguments, so a packager that starts again writes the same bytes. Fragments are
moof + mdat with a 64-bit decode time (tfdt) and signed composition offsets (trun version 1), as CMAF wants them.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from phien.video.boxes import box, boxes, full_box

VIDEO, SOUND = 1, 2  # the tracks' numbers in every file
VIDEO_SCALE = 90_000

_SYNC = 0x02000000  # depends on no other
_NOT_SYNC = 0x01010000
_UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


@dataclass(slots=True)
class Sample:
    """A coded picture or sound frame. Times in the track's units; `offset` is presentation minus decoding time.

    A duration of 0 is not known yet: it lasts until the next one.
    """

    dts: int
    data: bytes
    is_key: bool = True
    offset: int = 0
    duration: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """What an H.264 track's init says. `config` is its avcC; `rotation` degrees clockwise; `aspect` of one pixel."""

    width: int
    height: int
    config: bytes
    rotation: int = 0
    aspect: tuple[int, int] = (1, 1)

    @property
    def codec(self) -> str:
        return f"avc1.{self.config[1:4].hex().upper()}"

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height as a viewer sees them."""
        width = round(self.width * self.aspect[0] / self.aspect[1])
        return (self.height, width) if self.rotation in (90, 270) else (width, self.height)


@dataclass(frozen=True, slots=True)
class Sound:
    """What an AAC track's init says. `config` is its AudioSpecificConfig."""

    rate: int
    channels: int
    config: bytes

    @property
    def codec(self) -> str:
        kind = self.config[0] >> 3
        if kind == 31:
            kind = 32 + ((self.config[0] & 7) << 3 | self.config[1] >> 5)
        return f"mp4a.40.{kind}"


def init(picture: Picture | None, sound: Sound | None) -> bytes:
    """ftyp + moov for the tracks that are given."""
    tracks, extends = [], []
    if picture is not None:
        tracks.append(_picture_track(picture))
        extends.append(_extends(VIDEO))
    if sound is not None:
        tracks.append(_sound_track(sound))
        extends.append(_extends(SOUND))
    movie = full_box(
        b"mvhd", 0, 0, struct.pack(">4I", 0, 0, 1000, 0), struct.pack(">IH10x", 0x10000, 0x0100), _UNITY, bytes(24),
        struct.pack(">I", SOUND + 1),
    )  # fmt: skip
    brands = box(b"ftyp", b"iso6", struct.pack(">I", 1), b"iso6cmfcmp41")
    return brands + box(b"moov", movie, *tracks, box(b"mvex", *extends))


def fragment(sequence: int, tracks: Sequence[tuple[int, Sequence[Sample]]]) -> bytes:
    """moof + mdat: of each track, in the order given, its samples, which follow each other without a gap."""
    tracks = [(number, samples) for number, samples in tracks if samples]
    header = full_box(b"mfhd", 0, 0, struct.pack(">I", sequence))
    size = 8 + len(header) + sum(_traf_size(number, samples) for number, samples in tracks)
    content = [sample.data for _, samples in tracks for sample in samples]
    trafs, offset = [], size + 8
    for number, samples in tracks:
        trafs.append(_traf(number, samples, offset))
        offset += sum(len(sample.data) for sample in samples)
    return box(b"moof", header, *trafs) + box(b"mdat", *content)


def samples_of(data: bytes, track: int) -> Iterator[Sample]:
    """A track's samples in fragments that `fragment` wrote, in order."""
    moof = 0
    for kind, start, end in boxes(data):
        if kind == b"moof":
            moof = start - 8
            for inner, at, until in boxes(data, start, end):
                if inner == b"traf":
                    yield from _samples_of_traf(data, moof, at, until, track)


def _samples_of_traf(data: bytes, moof: int, start: int, end: int, track: int) -> Iterator[Sample]:
    dts = 0
    for kind, at, _ in boxes(data, start, end):
        if kind == b"tfhd" and struct.unpack_from(">I", data, at + 4)[0] != track:
            return
        if kind == b"tfdt":
            (dts,) = struct.unpack_from(">Q", data, at + 4)
        elif kind == b"trun":
            count, offset = struct.unpack_from(">Ii", data, at + 4)
            row = ">3Ii" if track == VIDEO else ">2I"
            place = moof + offset
            for number in range(count):
                duration, size, *more = struct.unpack_from(row, data, at + 12 + number * struct.calcsize(row))
                is_key = not more or more[0] == _SYNC
                yield Sample(dts, data[place : place + size], is_key, more[1] if more else 0, duration)
                dts += duration
                place += size


def _traf_size(number: int, samples: Sequence[Sample]) -> int:
    return 8 + 20 + 20 + 20 + len(samples) * (16 if number == VIDEO else 8)


def _traf(number: int, samples: Sequence[Sample], offset: int) -> bytes:
    if number == VIDEO:
        flags = 0x000001 | 0x000100 | 0x000200 | 0x000400 | 0x000800
        rows = b"".join(
            struct.pack(">3Ii", sample.duration, len(sample.data), _SYNC if sample.is_key else _NOT_SYNC, sample.offset)
            for sample in samples
        )
    else:
        flags = 0x000001 | 0x000100 | 0x000200
        rows = b"".join(struct.pack(">2I", sample.duration, len(sample.data)) for sample in samples)
    return box(
        b"traf",
        full_box(b"tfhd", 0, 0x020020, struct.pack(">2I", number, _SYNC)),
        full_box(b"tfdt", 1, 0, struct.pack(">Q", samples[0].dts)),
        full_box(b"trun", 1, flags, struct.pack(">Ii", len(samples), offset), rows),
    )


def _extends(number: int) -> bytes:
    return full_box(b"trex", 0, 0, struct.pack(">5I", number, 1, 0, 0, 0))


def _picture_track(picture: Picture) -> bytes:
    entry = box(
        b"avc1",
        struct.pack(">6xH16x2H", 1, picture.width, picture.height),
        struct.pack(">2I4xH32xHh", 0x480000, 0x480000, 1, 24, -1),
        box(b"avcC", picture.config),
        *([box(b"pasp", struct.pack(">2I", *picture.aspect))] if picture.aspect != (1, 1) else []),
    )
    wide = round(picture.width * picture.aspect[0] / picture.aspect[1])
    return _track(
        VIDEO, VIDEO_SCALE, b"vide", full_box(b"vmhd", 0, 1, bytes(8)), entry, wide, picture.height,
        _turned(picture.rotation, wide, picture.height),
    )  # fmt: skip


def _sound_track(sound: Sound) -> bytes:
    config = _descriptor(5, sound.config)
    decoder = _descriptor(4, struct.pack(">BB3x2I", 0x40, 0x15, 0, 0), config)
    stream = _descriptor(3, struct.pack(">HB", SOUND, 0), decoder, _descriptor(6, b"\x02"))
    rate = sound.rate if sound.rate < 1 << 16 else 0
    entry = box(b"mp4a", struct.pack(">6xH8x2H4xI", 1, sound.channels, 16, rate << 16), full_box(b"esds", 0, 0, stream))
    return _track(SOUND, sound.rate, b"soun", full_box(b"smhd", 0, 0, bytes(4)), entry)


def _descriptor(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    return (
        bytes((tag, 0x80 | size >> 21 & 0x7F, 0x80 | size >> 14 & 0x7F, 0x80 | size >> 7 & 0x7F, size & 0x7F)) + content
    )


def _track(
    number: int, scale: int, handler: bytes, media: bytes, entry: bytes, width: int = 0, height: int = 0,
    matrix: bytes = _UNITY,
) -> bytes:  # fmt: skip
    volume = 0 if handler == b"vide" else 0x0100
    header = full_box(
        b"tkhd", 0, 7, struct.pack(">5I8x2h2H", 0, 0, number, 0, 0, 0, 0, volume, 0), matrix,
        struct.pack(">2I", width << 16, height << 16),
    )  # fmt: skip
    tables = box(
        b"stbl",
        full_box(b"stsd", 0, 0, struct.pack(">I", 1), entry),
        full_box(b"stts", 0, 0, bytes(4)),
        full_box(b"stsc", 0, 0, bytes(4)),
        full_box(b"stsz", 0, 0, bytes(8)),
        full_box(b"stco", 0, 0, bytes(4)),
    )
    source = box(b"dinf", full_box(b"dref", 0, 0, struct.pack(">I", 1), full_box(b"url ", 0, 1)))
    return box(
        b"trak",
        header,
        box(
            b"mdia",
            full_box(b"mdhd", 0, 0, struct.pack(">4IHH", 0, 0, scale, 0, 0x55C4, 0)),
            full_box(b"hdlr", 0, 0, bytes(4), handler, bytes(12), b"phien\0"),
            box(b"minf", media, source, tables),
        ),
    )


def _turned(rotation: int, width: int, height: int) -> bytes:
    """The matrix that shows a picture turned clockwise (ISO/IEC 14496-12, 8.3.2)."""
    a, b, c, d, x, y = {
        90: (0, 1, -1, 0, height, 0),
        180: (-1, 0, 0, -1, width, height),
        270: (0, -1, 1, 0, 0, width),
    }.get(rotation, (1, 0, 0, 1, 0, 0))
    one = 0x10000
    return struct.pack(">9i", a * one, b * one, 0, c * one, d * one, 0, x * one, y * one, 0x40000000)
