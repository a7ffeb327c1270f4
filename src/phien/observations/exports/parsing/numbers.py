"""Numbers as platforms write them: plain digits, thousands apart where the fingerprint says so, a point for decimals.

Read strictly. "1.234" where a count stands is no count: it may be a spreadsheet's 1.234 or a German 1,234.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from django.utils.functional import Promise

from phien.observations.exports.parsing import faults
from phien.observations.exports.parsing.faults import Wrong

UNKNOWN = frozenset({"", "undefined", "-", "--", "—", "N/A"})
"""What platforms write where they have no figure. It is no zero."""
MOST = 2**63 - 1
_SHORT = re.compile(r"^-?\d+(?:[.,]\d+)?\s?(?:[KkMmBb]|Tr|tr|N|万|亿)$")
_DECIMAL = re.compile(r"^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$")
_MINOR = {"USD": 2, "EUR": 2, "GBP": 2, "SGD": 2, "MYR": 2, "THB": 2, "PHP": 2, "CNY": 2}
_SIGNS = {
    "₫": "VND",
    "đ": "VND",
    "VND": "VND",
    "Rp": "IDR",
    "IDR": "IDR",
    "$": "USD",
    "USD": "USD",
    "€": "EUR",
    "EUR": "EUR",
    "£": "GBP",
    "GBP": "GBP",
    "฿": "THB",
    "THB": "THB",
    "₱": "PHP",
    "PHP": "PHP",
    "RM": "MYR",
    "MYR": "MYR",
    "SGD": "SGD",
    "CNY": "CNY",
    "¥": "CNY",
}
CURRENCIES = frozenset(_SIGNS)

Read = Callable[[str], int | None]


def _plain(text: str, grouping: str) -> str:
    """The number with its thousands closed up, where they are apart as they should be."""
    if grouping and grouping in text:
        whole, point, rest = text.partition(".")
        head, *groups = whole.lstrip("-").split(grouping)
        if head.isdigit() and 1 <= len(head) <= 3 and all(len(one) == 3 and one.isdigit() for one in groups):
            return f"{'-' if whole.startswith('-') else ''}{head}{''.join(groups)}{point}{rest}"
    return text


def number(text: str, grouping: str, reason: str | Promise) -> Decimal:
    plain = _plain(text, grouping)
    if not plain.isascii() or not _DECIMAL.match(plain):
        raise Wrong("number", faults.ROUNDED if _SHORT.match(text) else reason, text)
    value = Decimal(plain)
    if abs(value) > MOST:
        raise Wrong("number", faults.TOO_BIG, text)
    return value


def bounded(value: int, text: str) -> int:
    """The value, where a column of 64 bits holds it. Raises Wrong."""
    if abs(value) > MOST:
        raise Wrong("number", faults.TOO_BIG, text)
    return value


def count(text: str, grouping: str = "") -> int | None:
    """A whole number; None where the platform has none. 12.0 is 12, 12.5 is refused."""
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    text = text.strip()
    if text in UNKNOWN:
        return None
    value = number(text, grouping, faults.NOT_WHOLE)
    if value != value.to_integral_value():
        raise Wrong("number", faults.NOT_WHOLE, text)
    return int(value)


def whole(text: str, grouping: str = "") -> int | None:
    """A mean, to the nearest whole number."""
    text = text.strip()
    return None if text in UNKNOWN else round(number(text, grouping, faults.NOT_WHOLE))


def amount(text: str, grouping: str = "", currency: str = "VND") -> tuple[int, str] | None:
    """An amount in the currency's smallest unit in use, and the currency: the sign beside it, else the one given."""
    bare = text.strip().replace("\u00a0", " ").replace("\u202f", " ")
    if bare in UNKNOWN:
        return None
    for sign, name in _SIGNS.items():
        if bare.startswith(sign) or bare.endswith(sign):
            bare, currency = bare.removeprefix(sign).removesuffix(sign).strip(), name
            break
        if bare.startswith(f"-{sign}"):
            bare, currency = "-" + bare[1 + len(sign) :].strip(), name
            break
    value = number(bare, grouping, faults.NOT_AMOUNT) * 10 ** minor(currency)
    return bounded(int(value.to_integral_value()), text), currency


def minor(currency: str) -> int:
    """How many decimals of the currency are in use: none of the dong."""
    return _MINOR.get(currency, 0)


def currency_in(heading: str) -> str:
    """The currency that a heading names in its last brackets: "Revenue (Rp)"."""
    sign = heading.rpartition("(")[2].removesuffix(")").strip() if heading.endswith(")") else ""
    return _SIGNS.get(sign, "")


def rate(text: str) -> int | None:
    """A share in hundredths of a percent: "12.5%" and 0.125 are both 1250."""
    text = text.strip()
    if text in UNKNOWN:
        return None
    if text.endswith("%"):
        return _hundredths(text.removesuffix("%").strip(), text)
    value = number(text, "", faults.NOT_RATE)
    if not 0 <= value <= 1:
        raise Wrong("number", faults.NOT_RATE, text)
    return round(value * 10_000)


def percent(text: str) -> int | None:
    """A number of percent under a heading that says so, in hundredths of a percent."""
    text = text.strip()
    return None if text in UNKNOWN else _hundredths(text.removesuffix("%"), text)


def _hundredths(percent: str, text: str) -> int:
    return bounded(round(number(percent, "", faults.NOT_RATE) * 100), text)


def hours(text: str) -> int | None:
    """Decimal hours, in seconds."""
    text = text.strip()
    return None if text in UNKNOWN else bounded(round(number(text, ",", faults.NOT_DURATION) * 3600), text)


def seconds(text: str, grouping: str = "") -> int | None:
    """Seconds with or without decimals, in whole seconds."""
    text = text.strip()
    return None if text in UNKNOWN else round(number(text, grouping, faults.NOT_DURATION))


_SPAN = re.compile(
    r"^(?:(?P<h>\d{1,6})\s*(?:h|hr|hrs|giờ))?\s*(?:(?P<m>\d{1,6})\s*(?:min|mins|m|phút))?\s*(?:(?P<s>\d{1,8})\s*(?:s|sec|secs|giây))?$"
)
_CLOCK = re.compile(r"^(?:(?P<h>\d{1,6}):)?(?P<m>\d{1,2}):(?P<s>[0-5]\d)$")


def duration(text: str) -> int | None:
    """A length of time in seconds: `2h 57min`, `1:02:03`, `3:12`, or a bare number of seconds."""
    text = text.strip()
    if text in UNKNOWN:
        return None
    if text.isascii() and text.isdigit() and len(text) < 12:
        return int(text)
    found = _SPAN.match(text) or _CLOCK.match(text)
    if not found:
        raise Wrong("number", faults.NOT_DURATION, text)
    return int(found["h"] or 0) * 3600 + int(found["m"] or 0) * 60 + int(found["s"] or 0)


def reader(kind: str, grouping: str) -> Read:
    """What reads a figure of this kind; money is read by `amount`, which also gives its currency."""
    return {
        "count": partial(count, grouping=grouping) if grouping else count,
        "rounded": partial(whole, grouping=grouping),
        "rate": rate,
        "percent": percent,
        "hours": hours,
        "seconds": partial(seconds, grouping=grouping),
        "duration": duration,
    }[kind]


UNITS = {
    "rate": "basis_points",
    "percent": "basis_points",
    "hours": "seconds",
    "seconds": "seconds",
    "duration": "seconds",
}
