"""A broadcast to come, as an entry for a phone's calendar, which rings before it begins."""

from datetime import timedelta

from django.utils.translation import gettext as _

from phien.lib import clock, ical
from phien.live.models import Broadcast

RINGS_BEFORE = timedelta(minutes=15)


def entry(broadcast: Broadcast, *, host: str, url: str) -> str:
    """The same broadcast keeps its UID, so that fetching it again moves it and doubles nothing. It names no reader."""
    event = broadcast.event
    minutes = int(RINGS_BEFORE.total_seconds() // 60)
    name = ical.text(broadcast.name)
    return ical.write(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Phien//Live//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "BEGIN:VEVENT",
            f"UID:broadcast-{broadcast.slug}@{host}",
            f"DTSTAMP:{ical.time(clock.now())}",
            f"DTSTART:{ical.time(event.expected_start)}",
            f"DTEND:{ical.time(event.expected_end)}",
            f"SUMMARY:{name}",
            f"DESCRIPTION:{ical.text(_('Watch, ask and buy: %(url)s') % {'url': url})}",
            f"LOCATION:{ical.text(event.place.name)}",
            f"STATUS:{'CANCELLED' if event.cancelled_at else 'CONFIRMED'}",
            f"URL:{url}",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:-PT{minutes}M",
            f"DESCRIPTION:{name}",
            "END:VALARM",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    )
