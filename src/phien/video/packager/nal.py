"""NAL units of H.264 (ITU-T H.264, annexes B; ISO/IEC 14496-15): split, joined, and their parameter sets."""

from collections.abc import Iterator, Sequence

SPS, PPS = 7, 8
_HIGH = 100


def of_annex_b(data: bytes) -> Iterator[bytes]:
    """The units between start codes."""
    start = data.find(b"\0\0\1")
    while start >= 0:
        start += 3
        following = data.find(b"\0\0\1", start)
        end = len(data) if following < 0 else following
        unit = data[start:end].rstrip(b"\0")
        if unit:
            yield unit
        start = following


def of_lengths(data: bytes, length: int = 4) -> Iterator[bytes]:
    """The units behind big-endian lengths; ends where a length does not fit."""
    place = 0
    while place + length <= len(data):
        size = int.from_bytes(data[place : place + length])
        place += length
        if size == 0 or place + size > len(data):
            return
        yield data[place : place + size]
        place += size


def with_lengths(units: Sequence[bytes]) -> bytes:
    return b"".join(len(unit).to_bytes(4) + unit for unit in units)


def parameter_sets(units: Iterator[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Sequence and picture parameter sets among the units."""
    sequence, picture = [], []
    for unit in units:
        kind = unit[0] & 0x1F
        if kind == SPS:
            sequence.append(unit)
        elif kind == PPS:
            picture.append(unit)
        elif kind in (1, 5):
            break  # they stand before the picture
    return sequence, picture


def config(sequence: Sequence[bytes], picture: Sequence[bytes]) -> bytes:
    """The avcC record, with lengths of four bytes."""
    first = sequence[0]
    data = bytearray((1, first[1], first[2], first[3], 0xFF, 0xE0 | len(sequence)))
    for unit in sequence:
        data += len(unit).to_bytes(2) + unit
    data.append(len(picture))
    for unit in picture:
        data += len(unit).to_bytes(2) + unit
    if first[1] == _HIGH:
        data += b"\xfd\xf8\xf8\0"  # 4:2:0, 8 bits, no extensions: the profile allows no other
    return bytes(data)


def of_config(data: bytes) -> tuple[list[bytes], list[bytes], int]:
    """An avcC record's sequence and picture parameter sets, and how long its lengths are."""
    place, sets = 5, []
    for mask in (0x1F, 0xFF):
        units = []
        count = data[place] & mask if place < len(data) else 0
        place += 1
        for _ in range(count):
            size = int.from_bytes(data[place : place + 2])
            units.append(data[place + 2 : place + 2 + size])
            place += 2 + size
        sets.append(units)
    return sets[0], sets[1], (data[4] & 3) + 1
