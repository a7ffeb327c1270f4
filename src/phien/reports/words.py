"""The words of reports: what dimensions, empty keys and reasons are called."""

from datetime import datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from phien.lib import money
from phien.lib.locales import babel_locale

DIMENSIONS: dict[str, str | Promise] = {
    "broadcast": _("Live room"),
    "clip": _("Clip"),
    "creator": _("Creator"),
    "day": _("Day"),
    "hour": _("Hour"),
    "kind": _("Kind of hit"),
    "link": _("Short link"),
    "minute": _("Minute"),
    "origin": _("What led to it"),
    "outlet": _("Sold through"),
    "place": _("Place"),
    "producer": _("Producer"),
    "product": _("Product"),
    "province": _("Province of the parcel"),
}
NOBODY: dict[str, str | Promise] = {
    "creator": _("No creator named"),
    "link": _("Without a short link"),
    "origin": _("Nothing noted"),
    "place": _("No place named"),
    "product": _("Not of one product"),
    "province": _("Not known"),
}
REASONS: dict[str, str | Promise] = {
    "bot": _("a known robot"),
    "empty_agent": _("names no browser"),
    "own_staff": _("our own staff"),
    "too_fast": _("faster than a person"),
    "under_2_seconds": _("under 2 seconds"),
    "filtered": _("left out as invalid"),
    "cancelled": _("cancelled"),
    "refunded": _("paid back"),
}
KINDS: dict[str, str | Promise] = {
    "page": _("Page opened"),
    "clip": _("Clip opened"),
    "live": _("Heartbeat of a live room"),
    "click": _("Product tapped"),
    "link": _("Short link followed"),
    "basket": _("Put into a basket"),
    "order": _("Order placed"),
}


def reason(code: str) -> str:
    return str(REASONS.get(code, code))


def number(value: Decimal | float) -> str:
    """A figure as the reader's language writes it; decimals only where there are some."""
    return str(format_decimal(value, format="#,##0.##", locale=babel_locale(get_language())))


def duration(seconds: Decimal | float) -> str:
    """Hours from one hour on, else minutes, else seconds."""
    whole = round(float(seconds))
    if whole >= 3600:
        return gettext("%(hours)s h") % {"hours": number(round(Decimal(whole) / 3600, 1))}
    if whole >= 60:
        return gettext("%(minutes)s min") % {"minutes": number(round(Decimal(whole) / 60))}
    return gettext("%(seconds)s s") % {"seconds": number(whole)}


def amount(value: Decimal | float, unit: str) -> str:
    if unit == "dong":
        return money.show(int(value))
    if unit == "seconds":
        return duration(value)
    return number(value)


def sampled(low: Decimal, high: Decimal, size: int, *, unit: str) -> str:
    """The 95 % interval and how many were looked at: 98.2 to 99.5% (n = 1,000, by hand)."""
    facts = {"low": number(round(low, 1)), "high": number(round(high, 1)), "n": number(size)}
    if unit == "percent":
        return gettext("%(low)s to %(high)s%% (n = %(n)s, by hand)") % facts
    return gettext("%(low)s to %(high)s (n = %(n)s, by hand)") % facts


def fewer_than(threshold: int) -> str:
    return f"<{number(threshold)}"


def time_label(key: str, dimension: str) -> str:
    """An hour's, a day's or a minute's key for people: 09:00 · 12/5."""
    locale = babel_locale(get_language())
    at = datetime.fromisoformat(key if dimension != "hour" else f"{key}:00")  # a local time by design
    if dimension == "day":
        return str(format_date(at.date(), "EEE d/M", locale=locale))
    return str(format_datetime(at, "HH:mm · d/M", locale=locale))


def moment(value: datetime) -> str:
    return str(format_datetime(value, "HH:mm d/M/yyyy", locale=babel_locale(get_language())))


def most_at(title: str, most: str, when: str) -> str:
    return gettext("%(title)s; the most is %(most)s at %(when)s") % {"title": title, "most": most, "when": when}
