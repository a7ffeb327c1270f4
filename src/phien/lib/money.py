"""Amounts are whole numbers of the smallest unit of a currency; the đồng has no smaller one."""

from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language

from phien.lib.locales import babel_locale


def show(amount: int, currency: str = "VND") -> str:
    """The amount as a reader of the active language expects it: 385.000 ₫."""
    unit = 10 ** get_currency_precision(currency)
    return format_currency(amount / unit if unit > 1 else amount, currency, locale=babel_locale(get_language()))
