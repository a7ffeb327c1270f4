"""A programme as an iCalendar feed (RFC 5545)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phien.campaigns.models import Campaign, Slot
from phien.campaigns.queries import CalendarEntry
from phien.lib import ical


def _description(slot: Slot, *, is_gone: bool) -> str:
    """The event and its people; what became of it since."""
    people = ", ".join(dict.fromkeys(str(part.actor.name) for part in slot.parts.all()))
    event = slot.event
    lines = [f"{event.name}: {people}" if people else str(event.name)]
    if is_gone:
        lines.append(_("No longer in the programme."))
    elif event.cancelled_at is not None:
        lines.append(f"{_('Cancelled')}: {event.cancel_note}" if event.cancel_note else _("Cancelled"))
    elif event.delay_minutes:
        late = ngettext("%(n)s minute later than planned", "%(n)s minutes later than planned", event.delay_minutes)
        words = late % {"n": event.delay_minutes}
        lines.append(f"{words}: {event.delay_note}" if event.delay_note else words)
    return "\n".join(lines)


def feed(campaign: Campaign, entries: Iterable[CalendarEntry], *, host: str, url: str) -> str:
    """The programme for calendars. A slot keeps its UID from version to version, so a calendar moves it and doubles
    nothing; what was taken out or cancelled stays as CANCELLED, so that it goes from the calendar too.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Phien//Programme//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{ical.text(campaign.name)}",
        f"X-WR-CALNAME:{ical.text(campaign.name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
        "X-PUBLISHED-TTL:PT30M",
    ]
    for entry in entries:
        slot = entry.slot
        lines += [
            "BEGIN:VEVENT",
            f"UID:{slot.key}@{host}",
            f"SEQUENCE:{entry.sequence}",
            f"DTSTAMP:{ical.time(entry.changed_at)}",
            f"LAST-MODIFIED:{ical.time(entry.changed_at)}",
            f"DTSTART:{ical.time(slot.starts_at if entry.is_gone else slot.expected_start)}",
            f"DTEND:{ical.time(slot.ends_at if entry.is_gone else slot.expected_end)}",
            f"SUMMARY:{ical.text(slot.title)}",
            f"DESCRIPTION:{ical.text(_description(slot, is_gone=entry.is_gone))}",
            f"LOCATION:{ical.text(slot.event.place)}",
            f"STATUS:{'CANCELLED' if entry.is_gone or slot.event.cancelled_at else 'CONFIRMED'}",
            f"URL:{url}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return ical.write(lines)
