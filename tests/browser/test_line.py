"""Two phones and one piece: the first holds it, the second waits, is called when the first lets go, and orders."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import acts
from tests.browser.conftest import Site, overflow, serious_violations, sign_in
from tests.browser.test_buyer import fill_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def leave_one_free(desk: Page, site: Site) -> str:
    """Count a lot again, so that of a product of the room one piece is free on the site; gives the offer's number."""
    desk.goto(site.at(acts.ROOM))
    rows = desk.locator("[data-goods] li[data-offer]").evaluate_all(
        "rows => rows.map(row => [row.dataset.offer, row.querySelector('h3').textContent.trim()])"
    )
    sign_in(desk, site, "organiser")
    desk.goto(site.at(f"/desk/market/{acts.SHOP}/stock/"))
    one_lot = desk.locator("section.sheet").filter(has=desk.locator("tbody tr:only-child"))
    names = one_lot.evaluate_all("found => found.map(sheet => sheet.querySelector('h2').firstChild.textContent.trim())")
    offer, name = next((offer, name) for offer, name in reversed(rows) if name in names)
    one_lot.nth(names.index(name)).locator("a.number").click()
    reserved = acts.figure(desk.locator("table.numbers tbody tr").first.locator("td").nth(2).text_content() or "0")
    box = desk.locator("details", has=desk.locator("[name=on_hand]"))
    box.locator("summary").click()
    box.locator("[name=outlet]").select_option("site")
    box.locator("[name=on_hand]").fill(str(reserved + 1))
    box.locator("[name=reason]").fill("Đếm lại trước giờ lên sóng")
    box.locator("button.btn").click()
    desk.locator("form", has=desk.locator("[name=sure]")).locator("button").click()
    desk.wait_for_url("**/stock/*/")
    return str(offer)


def press(page: Page, site: Site, offer: str) -> Locator:
    """Press the offer's button in the room; gives the sheet."""
    page.goto(site.at(acts.ROOM))
    if not page.locator(f"[data-goods] [data-buy-of='{offer}']").is_visible():
        page.locator(".goods-button").click()
    page.locator(f"[data-goods] [data-buy-of='{offer}'], [data-sheet] [data-buy-of='{offer}']").dblclick()
    return page.locator("[data-sheet]")


def test_who_waits_is_called_and_orders(chromium: Browser, page: Page, viewport: dict[str, int], site: Site) -> None:
    with acts.somebody_else(chromium, viewport) as desk:
        offer = leave_one_free(desk, site)
        first = press(page, site, offer)
        expect(first.locator("[data-state=held]")).to_be_visible()
        acts.picture(page, "line-1-held")
        assert serious_violations(page) == []
        assert overflow(page) <= 0
        page.reload()  # the key stays: the same pieces
        page.locator("[data-claim-mark]").click()
        expect(first.locator("[data-state=held]")).to_be_visible()

        line = desk.locator("table.numbers tbody tr")
        desk.goto(site.at(f"/desk/market/{acts.SHOP}/offers/{offer}/line/"))
        before = line.count()  # who stood in it in another test
        with acts.somebody_else(chromium, viewport) as other:
            second = press(other, site, offer)
            waiting = second.locator("[data-state=waiting]")
            expect(waiting.locator("[data-ahead-shown]")).to_have_text("0")
            expect(waiting.locator("[data-held-shown]")).to_have_text("1")
            acts.picture(other, "line-2-waiting")
            assert serious_violations(other) == []
            assert overflow(other) <= 0
            other.keyboard.press("Escape")
            expect(other.locator("[data-claim-mark]")).to_be_visible()
            acts.picture(other, "line-3-mark")
            desk.goto(site.at(f"/desk/market/{acts.SHOP}/offers/{offer}/line/"))
            expect(line).to_have_count(before + 1)
            acts.picture(desk, "line-4-desk")
            assert overflow(desk) <= 0

            first.locator("form[data-leave] button").click()
            expect(first.locator("[data-state=over]")).to_be_visible()
            acts.picture(page, "line-5-let-go")
            expect(second.locator("[data-state=held][data-called]")).to_be_visible()
            acts.picture(other, "line-6-called")
            fill_in(other, acts.PHONE_TYPED)
            second.locator("form[data-order] [type=submit]").dblclick()
            expect(other.locator("[data-done] .code")).to_have_text(acts.CODE)
        page.locator("[data-press-again]").click()
        expect(first.locator("[data-failed]")).not_to_be_empty()  # now it is sold out
        acts.picture(page, "line-7-sold-out")
        assert overflow(page) <= 0


def test_waiting_without_scripts(chromium: Browser, page: Page, viewport: dict[str, int], site: Site) -> None:
    with acts.somebody_else(chromium, viewport) as desk:
        offer = leave_one_free(desk, site)
    held = press(page, site, offer).locator("[data-state=held]")
    expect(held).to_be_visible()
    with acts.somebody_else(chromium, viewport, scripts=False) as plain:
        plain.goto(site.at(acts.ROOM))
        plain.locator(f"[data-goods] [data-buy-of='{offer}']").click()
        acts.picture(plain, "line-8-plain-press")
        plain.locator("form[data-press] [type=submit]").click()
        expect(plain.locator("[data-state=waiting]")).to_be_visible()
        acts.picture(plain, "line-9-plain-waiting")
        assert overflow(plain) <= 0
        page.locator("form[data-leave] button").click()
        expect(plain.locator("[data-state=held]")).to_be_visible(timeout=30_000)  # it looks again by itself
        plain.locator("form[data-leave] button").click()
        expect(plain.locator("[data-state=over]")).to_be_visible()
