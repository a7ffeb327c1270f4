"""The words of reports: what dimensions, empty keys and reasons are called."""

from datetime import datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_compact_decimal, format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from phien.evidence.rules import SETS
from phien.lib import money
from phien.lib.locales import babel_locale

DIMENSIONS: dict[str, str | Promise] = {
    "after": _("Hours after the beginning"),
    "definition": _("What the platform counts"),
    "hashtag": _("Hashtag"),
    "hashtag_after": _("Hashtag and hours after its beginning"),
    "platform": _("Platform"),
    "whose": _("Who published it"),
    "basis": _("By what it was credited"),
    "publication": _("Publication"),
    "broadcast": _("Live room"),
    "clip": _("Clip"),
    "creator": _("Creator"),
    "day": _("Day"),
    "hour": _("Hour"),
    "kind": _("Kind of hit"),
    "language": _("Language of the comment"),
    "link": _("Short link"),
    "minute": _("Minute"),
    "origin": _("What led to it"),
    "outlet": _("Sold through"),
    "place": _("Place"),
    "producer": _("Producer"),
    "product": _("Product"),
    "province": _("Province of the parcel"),
    "rules": _("Set of rules"),
}
NOBODY: dict[str, str | Promise] = {
    "definition": _("No definition known"),
    "hashtag": _("Under no hashtag"),
    "platform": _("Platform not known"),
    "whose": _("Not in the register"),
    "publication": _("Of no publication"),
    "creator": _("No creator named"),
    "link": _("Without a short link"),
    "origin": _("Nothing noted"),
    "place": _("No place named"),
    "product": _("Not of one product"),
    "province": _("Not known"),
}
REASONS: dict[str, str | Promise] = {
    "removed": _("removed from the register"),
    "not_registered": _("not in the register"),
    "published_before": _("published before the window"),
    "published_after": _("published after the window"),
    "no_earlier_snapshot": _("no snapshot from before the window"),
    "too_frequent": _("writes more than 50 comments in a day"),
    "copied": _("the same text under several publications"),
    "bot": _("a known robot"),
    "empty_agent": _("names no browser"),
    "own_staff": _("our own staff"),
    "too_fast": _("faster than a person"),
    "under_2_seconds": _("under 2 seconds"),
    "filtered": _("left out as invalid"),
    "cancelled": _("cancelled"),
    "refunded": _("paid back"),
    "datacentre": _("from a data centre"),
    **{rule.id: rule.name for rules in SETS for rule in rules.rules},
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

UNITS: dict[str, str | Promise] = {
    "count": _("a count"),
    "viewers": _("viewers"),
    "seconds": _("seconds"),
    "dong": _("đồng"),
    "percent": _("percent"),
}
BASES: dict[str, str | Promise] = {
    "affiliate": _("Affiliate row of the platform"),
    "code": _("Code of the creator"),
    "link": _("Signed short link"),
    "none": _("Credited to nobody"),
}

BLOCKS: dict[str, str | Promise] = {
    "counted": _("Counted by this site"),
    "claimed": _("Claimed by platforms"),
    "sampled": _("Sampled by hand"),
}
BLOCK_LEADS: dict[str, str | Promise] = {
    "counted": _("Every figure here can be counted again from this site's own sealed records."),
    "claimed": _(
        "Platforms showed these figures, and their exports are kept. They can be added up again, but nobody outside "
        "the platform can check them. Each platform means something else by a view. They are not added to what this "
        "site counted."
    ),
    "sampled": _(
        "People read a random part and the rest is inferred: so there are two numbers, between which the truth lies in "
        "95 of 100 such samples, and how many were read."
    ),
}
LANGUAGES_WRITTEN: dict[str, str | Promise] = {
    "vi": _("Vietnamese"),
    "en": _("English"),
    "other": _("Another language"),
    "none": _("No words"),
}


def reason(code: str) -> str:
    return str(REASONS.get(code, code))


def number(value: Decimal | float) -> str:
    """A figure as the reader's language writes it; decimals only where there are some."""
    return str(format_decimal(value, format="#,##0.##", locale=babel_locale(get_language())))


def short(value: Decimal | float) -> str:
    """A large number in few letters, as the reader's language shortens it: 1.2M, 1,2 Tr."""
    return str(format_compact_decimal(value, fraction_digits=1, locale=babel_locale(get_language())))


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


def estimated(low: Decimal, high: Decimal, size: int, *, unit: str) -> str:
    """The same of a model's answer that was corrected by its errors on a sample of `size`."""
    facts = {"low": number(round(low, 1)), "high": number(round(high, 1)), "n": number(size)}
    if unit == "percent":
        return gettext("estimated: %(low)s to %(high)s%% (tested on n = %(n)s)") % facts
    return gettext("estimated: %(low)s to %(high)s (tested on n = %(n)s)") % facts


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
