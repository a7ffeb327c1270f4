"""A programme as an iCalendar feed (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime

from phien.campaigns.models import Campaign, Programme, Slot


def _text(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _fold(line: str) -> str:
    """Lines of at most 75 octets; what goes on begins with a space. No letter is cut in two."""
    parts, part = [], b""
    for letter in line:
        encoded = letter.encode()
        if len(part) + len(encoded) > 74:
            parts.append(part.decode())
            part = b""
        part += encoded
    return "\r\n ".join([*parts, part.decode()])


def _time(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def feed(campaign: Campaign, programme: Programme | None, slots: Iterable[Slot], *, host: str, url: str) -> str:
    """The released slots. A slot keeps its UID from version to version, so a calendar moves it and doubles nothing."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Phien//Programme//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(campaign.name)}",
        f"X-WR-CALNAME:{_text(campaign.name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
        "X-PUBLISHED-TTL:PT30M",
    ]
    for slot in slots:
        people = ", ".join(dict.fromkeys(str(part.actor.name) for part in slot.parts.all()))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{slot.key}@{host}",
            f"SEQUENCE:{(programme.number or 0) if programme else 0}",
            f"DTSTAMP:{_time(programme.released_at if programme and programme.released_at else slot.starts_at)}",
            f"DTSTART:{_time(slot.starts_at)}",
            f"DTEND:{_time(slot.ends_at)}",
            f"SUMMARY:{_text(slot.title)}",
            f"DESCRIPTION:{_text(f'{slot.event.name}: {people}' if people else slot.event.name)}",
            f"LOCATION:{_text(slot.event.place)}",
            f"STATUS:{'CANCELLED' if slot.event.cancelled_at else 'CONFIRMED'}",
            f"URL:{url}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "\r\n".join(_fold(line) for line in lines) + "\r\n"
