"""The wall on a phone and on a wide screen: it renews itself, leaves who types alone, and acts without a reload."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.conftest import Site, overflow, serious_violations, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_the_wall_renews_itself_and_acts(page: Page, site: Site) -> None:
    sign_in(page, site, "organiser")
    page.locator("a[href$='/desk/live/']").first.click()
    tile = page.locator("[data-tile='quynh-son']")
    expect(tile).to_be_visible()
    page.evaluate("window.loadedOnce = true")

    late = tile.locator("details", has=page.locator("[name=minutes]"))
    late.locator("summary").click()
    words = late.locator("[name=words]").first
    words.fill("Sương mù trên đèo")
    with page.expect_response(lambda answer: answer.request.headers.get("x-part") == "1"):
        pass
    expect(words).to_have_value("Sương mù trên đèo")  # what was fetched did not wipe it
    acts.picture(page, "wall-1-late")
    late.locator("button[value='15']").click()
    expect(late).not_to_have_attribute("open", "")
    late.locator("summary").click()
    expect(late.locator("[name=minutes]")).to_have_value("15")
    late.locator("button[value='0']").click()
    expect(late).not_to_have_attribute("open", "")

    tile.locator("button[value=back_soon]").click()
    expect(tile.locator("button[value=back_again]")).to_be_visible()
    tile.locator("button[value=back_again]").click()
    expect(tile.locator("button[value=back_soon]")).to_be_visible()
    acts.picture(page, "wall-2")
    assert page.evaluate("window.loadedOnce") is True
    assert serious_violations(page) == []
    assert overflow(page) <= 0
