"""Phone numbers: the short way for Vietnamese mobiles says what the library says."""

import random

import phonenumbers
import pytest
from django.core.exceptions import ValidationError

from phien.market import phones


def by_the_library(typed):
    try:
        number = phonenumbers.parse(typed, "VN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def ours(typed):
    try:
        return phones.read(typed)
    except ValidationError:
        return None


def test_every_prefix_is_read_as_the_library_reads_it():
    draw = random.Random(7)
    typed = [f"0{prefix}{draw.randrange(10**length):0{length}d}" for prefix in range(10, 100) for length in (6, 7, 8)]
    assert [ours(text) for text in typed] == [by_the_library(text) for text in typed]
    assert sum(ours(text) is not None for text in typed) > 20


@pytest.mark.parametrize("typed", ["0912 345 678", "+84912345678", "84 912345678", "0912345678", "(091) 234-5678"])
def test_one_number_however_it_is_written(typed):
    assert phones.read(typed) == "+84912345678"


@pytest.mark.parametrize("typed", ["", "0", "0912345678\n1", "09123456789", "hello", "0" * 300])
def test_what_cannot_be_called_is_refused(typed):
    assert ours(typed) is None
