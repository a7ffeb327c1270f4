"""AMF0, in which RTMP's commands are written. Source: Adobe, "Action Message Format -- AMF 0"."""

import struct
from typing import Final

type Value = bool | float | str | list[Value] | dict[str, Value] | None

DEEPEST: Final = 8
MOST_VALUES: Final = 500


class Malformed(ValueError):
    """The bytes are not what they claim to be, or more than we accept."""


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.count = 0

    def take(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self.data):
            raise Malformed("a value is cut off")
        found, self.at = self.data[self.at : end], end
        return found

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def words(self, width: int) -> str:
        return self.take(self.number(width)).decode("utf-8", "replace")

    def fields(self, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while True:
            name = self.words(2)
            if not name and self.data[self.at : self.at + 1] == b"\x09":
                self.at += 1
                return found
            found[name] = self.value(depth + 1)

    def value(self, depth: int = 0) -> Value:  # noqa: C901  # one case per kind
        self.count += 1
        if depth > DEEPEST or self.count > MOST_VALUES:
            raise Malformed("too many values, or too deep in each other")
        match self.number(1):
            case 0:
                return float(struct.unpack(">d", self.take(8))[0])
            case 1:
                return self.number(1) != 0
            case 2:
                return self.words(2)
            case 3:
                return self.fields(depth)
            case 5 | 6:
                return None
            case 8:  # an array with names; its length is a hint only
                self.take(4)
                return self.fields(depth)
            case 10:
                return [self.value(depth + 1) for _place in range(min(self.number(4), MOST_VALUES + 1))]
            case 11:  # a date: milliseconds since 1970, and a zone that is not used
                moment = float(struct.unpack(">d", self.take(8))[0])
                self.take(2)
                return moment
            case 12 | 15:
                return self.words(4)
            case kind:
                raise Malformed(f"values of kind {kind} are not known here")


def decode(data: bytes) -> list[Value]:
    """All values that stand one after the other. Raises Malformed."""
    reader = _Reader(data)
    found = []
    while reader.at < len(data):
        found.append(reader.value())
    return found


def _words(text: str) -> bytes:
    written = text.encode()
    return len(written).to_bytes(2, "big") + written


def encode(*values: Value) -> bytes:
    """The values one after the other. Strings of at most 65,535 bytes, no lists: the answers need none."""
    written = b""
    for value in values:
        match value:
            case None:
                written += b"\x05"
            case bool():
                written += b"\x01" + bytes([value])
            case int() | float():
                written += b"\x00" + struct.pack(">d", value)
            case str():
                written += b"\x02" + _words(value)
            case dict():
                fields = b"".join(_words(name) + encode(field) for name, field in value.items())
                written += b"\x03" + fields + b"\x00\x00\x09"
            case _:
                raise TypeError(f"{type(value).__name__} is not written")
    return written
