"""Phone numbers as people type them, stored as +84…"""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

COUNTRY = "VN"
# The library takes a hundred microseconds for a number, which is long where thousands claim in one second. Vietnamese
# mobile numbers, which nearly all are, are known by the library's own rule without it.
_PATTERN = phonenumbers.PhoneMetadata.metadata_for_region(COUNTRY).mobile.national_number_pattern  # type: ignore[union-attr]
_MOBILE = re.compile(f"0(?:{_PATTERN})", re.ASCII)


def read(typed: str) -> str:
    """The number in the international form (E.164); numbers without a country are Vietnamese. Else ValidationError."""
    if _MOBILE.fullmatch(typed):
        return f"+84{typed[1:]}"
    try:
        number = phonenumbers.parse(typed, COUNTRY)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValidationError(_("This is not a phone number that can be called. Example: 0912 345 678."), code="phone")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def show(number: str) -> str:
    """As it is written in its own country: 0912 345 678; foreign numbers with their country."""
    try:
        parsed = phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException:
        return number
    style = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(parsed, style.NATIONAL if parsed.country_code == 84 else style.INTERNATIONAL))


def partly(number: str) -> str:
    """Enough to tell two buyers apart on a list that lies about: ••• ••• 678."""
    return f"••• ••• {number[-3:]}" if number else ""
