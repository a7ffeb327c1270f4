"""iCalendar as lines of text (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime


def text(value: object) -> str:
    """A value as it stands in a line: commas, semicolons, backslashes and line breaks escaped."""
    escaped = str(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def time(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def write(lines: Iterable[str]) -> str:
    """The lines as a file, each folded to at most 75 octets (what goes on begins with a space). No letter is cut."""
    return "".join(_fold(line) + "\r\n" for line in lines)


def _fold(line: str) -> str:
    parts, part = [], b""
    for letter in line:
        encoded = letter.encode()
        if len(part) + len(encoded) > 74:
            parts.append(part.decode())
            part = b""
        part += encoded
    return "\r\n ".join([*parts, part.decode()])
