"""The mark on a page: short, whatever it is about, and nobody else can make one."""

import string
from datetime import timedelta

import pytest
from pytest_django import Settings

from phien.evidence import tokens
from phien.evidence.errors import ExpiredToken, WrongToken
from phien.evidence.hits import KINDS
from phien.lib import clock

PAGE = {"subject": "campaign:cho-phien-lang-son", "campaign": "cho-phien-lang-son", "creator": "lan"}


def test_a_token_is_short_and_fits_into_an_address() -> None:
    token = tokens.sign(kind="page", **PAGE)  # type: ignore[arg-type]
    assert len(token) == 82
    assert set(token) <= set(string.ascii_letters + string.digits + "-_.~:/%")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_staff", [False, True])
def test_what_is_signed_is_read(kind: str, is_staff: bool) -> None:
    mark = tokens.read(tokens.sign(kind=kind, is_staff=is_staff, link="AB2C", **PAGE))  # type: ignore[arg-type]
    assert mark[:7] == (kind, PAGE["subject"], PAGE["campaign"], "lan", "", "AB2C", is_staff)
    assert len(mark.nonce) == 8


@pytest.mark.parametrize("odd", ["product:vịt quay", "~", "a~b%7Ec", "100%", "a b&c=d", '"\\', "x" * 160, ""])
def test_odd_subjects_come_back_as_they_were(odd: str) -> None:
    assert tokens.read(tokens.sign(kind="click", subject=odd, place="~")).subject == odd
    assert tokens.read(tokens.sign(kind="click", subject=odd, place="~")).place == "~"


def test_what_no_hit_can_hold_is_not_signed() -> None:
    for wrong in ({"kind": "view"}, {"kind": "page", "subject": "x" * 161}, {"kind": "page", "link": "x" * 13}):
        with pytest.raises(ValueError, match="hit"):
            tokens.sign(**wrong)  # type: ignore[arg-type]


def test_no_letter_can_be_changed(settings: Settings) -> None:
    token = tokens.sign(kind="page", **PAGE)  # type: ignore[arg-type]
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(WrongToken):
            tokens.read(changed)
    for wrong in ("", token[:-1], token + "~", "é" * 40, token[:16], "\ud800" * 30):
        with pytest.raises(WrongToken):
            tokens.read(wrong)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    with pytest.raises(WrongToken):
        tokens.read(token)


def test_a_page_that_was_open_when_the_secret_changed_still_counts(settings: Settings) -> None:
    token = tokens.sign(kind="page")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert tokens.read(token).kind == "page"


def test_it_is_good_for_twelve_hours() -> None:
    now = clock.now()
    token = tokens.sign(kind="page")
    assert tokens.Reader(now + timedelta(hours=11, minutes=59)).read(token).kind == "page"
    with pytest.raises(ExpiredToken):
        tokens.Reader(now + timedelta(hours=12, minutes=2)).read(token)
