"""What reports, flags and reasons of exports are called for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phien.observations.exports import definitions

Words = str | Promise

REPORTS: dict[str, Words] = {
    "content": _("publications"),
    "days": _("days of an account"),
    "sessions": _("live sessions"),
    "products": _("products of a live session"),
    "orders": _("orders"),
    "affiliate": _("orders with their creators"),
    "comments": _("comments"),
    "aside": _("known, nothing is taken from it"),
}

FLAGS: dict[str, Words] = {
    "lower_than_before": _("lower than before"),
    "negative": _("negative"),
    "year_guessed": _("year worked out"),
}

CONFIDENCES: dict[str, Words] = {
    "exact": _("as it stands"),
    "derived": _("worked out"),
    "confirmed": _("confirmed by a person"),
}

PERIODS: dict[str, Words] = {
    "total": _("since the beginning"),
    "day": _("of the day"),
    "hour": _("of the hour"),
    "session": _("of the session"),
}

SKIPPED: dict[str, Words] = {
    "total": _("rows of totals"),
    "description": _("rows that explain the headings"),
    "empty": _("empty rows"),
}

FIELDS: dict[str, Words] = {
    "native_id": _("native id"),
    "url": _("address"),
    "title": _("title"),
    "description": _("text"),
    "published": _("day of publication"),
    "observed": _("day of the export"),
    "account": _("account on the platform"),
    "account_id": _("number of the account"),
    "account_name": _("name of the account"),
    "kind": _("kind of publication"),
    "period": _("stretch of time"),
    "day": _("day"),
    "hour": _("hour"),
}

ORDER_STATES: dict[str, Words] = {
    "placed": _("order placed"),
    "confirmed": _("order confirmed"),
    "paid": _("order paid"),
    "delivered": _("order delivered"),
    "cancelled": _("order cancelled"),
    "returned": _("order returned"),
}

UNITS: dict[str, Words] = {"seconds": _("seconds"), "basis_points": _("hundredths of a percent")}

LANGUAGES = {"": "", "vi": "Tiếng Việt", "en": "English", "fr": "Français", "zh": "中文", "id": "Bahasa Indonesia"}


def report(code: str) -> Words:
    return REPORTS.get(code, code)


def flag(code: str) -> Words:
    return FLAGS.get(code, code)


def skipped(code: str) -> Words:
    """Of a row that was left out for this reason; those that are faults have their own words on each row."""
    return SKIPPED.get(code, _("rows that cannot be read"))


def field(code: str) -> Words:
    return FIELDS.get(code, code)


def meaning(definition: str) -> Words:
    """What a figure of this definition is called."""
    return definitions.name_of(definition)
