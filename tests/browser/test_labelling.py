"""A moderator labels comments one after another, by the keys and by thumb, and takes one back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, overflow, serious_violations, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

DESK = "/desk/numbers/cho-phien-lang-son/sentiment/"


def done(page: Page) -> int:
    return int(page.locator(".where [role=status]").inner_text().split("/")[0])


def sound(page: Page) -> None:
    assert overflow(page) <= 0
    assert serious_violations(page) == []


def test_comments_are_labelled_by_keys_and_by_thumb(page: Page, site: Site) -> None:
    sign_in(page, site, "moderator")
    page.goto(site.at(DESK))
    sound(page)
    page.goto(site.at(f"{DESK}samples/2/"))
    sound(page)
    sit = page.locator("form[action$='/sit/'] button")
    (sit if sit.count() else page.locator("a[href$='/label/']")).click()
    page.wait_for_url("**/label/")
    sound(page)
    before, first = done(page), page.locator("blockquote").inner_text()
    page.keyboard.press("1")
    expect(page.locator(".where [role=status]")).to_contain_text(f"{before + 1} /")
    page.keyboard.press("z")
    expect(page.locator(".where [role=status]")).to_contain_text(f"{before} /")
    expect(page.locator("blockquote")).to_have_text(first)
    page.locator("button.answer.negative").click()
    expect(page.locator(".where [role=status]")).to_contain_text(f"{before + 1} /")
