"""The packer packs: labels, the list, packed, handed over; the buyer sees each step."""

import io

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import acts
from tests.browser.conftest import Site, overflow, serious_violations, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def words_of(page: Page, address: str) -> str:
    """The text of a PDF that a link of the desk leads to."""
    answer = page.request.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(answer.body())).pages)


def linked(page: Page, site: Site, selector: str) -> str:
    return site.at(page.locator(selector).first.get_attribute("href") or "")


def test_packer_packs(chromium: Browser, page: Page, viewport: dict[str, int], site: Site) -> None:
    with acts.somebody_else(chromium, viewport, scripts=False) as buyer:
        code = acts.order_without_scripts(buyer, site)
        number = f"{code}-1"
        expect(acts.station(buyer)).to_have_text("Đang đóng gói")

        sign_in(page, site, "packer")
        page.locator("a[href*='/desk/market/']").first.click()
        expect(page.locator(".todo.first")).to_have_attribute("href", f"/desk/market/{acts.SHOP}/packing/")
        expect(page.locator("table.orders .number").first).to_have_text(number)
        acts.picture(page, "packer-1-desk")
        page.locator(".todo.first").click()
        expect(page.locator(".fetch").first).to_be_visible()
        acts.picture(page, "packer-2-packing")
        assert number in words_of(page, linked(page, site, "a[href*='packing.pdf']"))
        assert number in words_of(page, linked(page, site, "a[href$='labels.pdf']"))

        page.locator("[name=code]").fill(code)
        page.locator("[name=code]").press("Enter")
        expect(page.locator("h1.number")).to_have_text(number)
        acts.picture(page, "packer-3-parcel")
        label = words_of(page, linked(page, site, "a[href*='labels.pdf?order=']"))
        assert number in label
        assert acts.NAME in label
        page.locator("form[action$='/pack/'] button").click()
        expect(page.locator("[role=status]")).to_contain_text(number)
        buyer.reload()
        expect(acts.station(buyer)).to_have_text("Đã đóng gói")

        page.goto(site.at(f"/desk/market/{acts.SHOP}/pack/{number}/"))
        acts.picture(page, "packer-4-packed")
        page.locator("a.btn[href$='/hand-over/']").click()
        page.locator("[name=tracking]").fill("EB123456789VN")
        acts.picture(page, "packer-5-hand-over")
        page.locator("form[method=post] button.btn:not(.quiet)").last.click()
        page.goto(site.at(f"/desk/market/{acts.SHOP}/orders/{number}/"))
        acts.picture(page, "packer-6-handed-over")
        assert serious_violations(page) == []
        assert overflow(page) <= 0
        buyer.reload()
        expect(acts.station(buyer)).to_have_text("Đang trên đường")
        expect(buyer.locator("main")).to_contain_text("EB123456789VN")
        acts.picture(buyer, "packer-7-buyer")
