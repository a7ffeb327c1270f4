"""The organiser runs the room, and the viewer sees it at once."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import acts
from tests.browser.conftest import Site, overflow, serious_violations, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_organiser_runs_the_room(chromium: Browser, page: Page, viewport: dict[str, int], site: Site) -> None:
    sign_in(page, site, "organiser")
    page.locator("a[href*='/desk/live/quynh-son/']").first.click()
    expect(page.locator("[data-desk]")).to_be_visible()
    with acts.somebody_else(chromium, viewport) as viewer:
        viewer.goto(site.at(acts.ROOM))
        pins_another(page, viewer)
        hides_a_message(page, viewer)
        mutes_a_writer(page, viewer)
        looks_at_messages_first(page, viewer)
        rests_a_sale(page, viewer)
    assert serious_violations(page) == []
    assert overflow(page) <= 0


def pins_another(desk: Page, viewer: Page) -> None:
    row = desk.locator(".pinlist li:not(.shown)", has=desk.locator("form[action*='/pin/']")).first
    name = (row.locator("h3").text_content() or "").strip()
    row.locator("form[action*='/pin/'] button").click()
    expect(desk.locator(".pinlist li.shown h3")).to_have_text(name)
    expect(viewer.locator("[data-pin] h3")).to_have_text(name)
    expect(viewer.locator("[data-pin] [data-buy]")).to_be_visible()
    acts.picture(desk, "organiser-1-pinned")
    acts.picture(viewer, "organiser-2-viewer-pinned")


def hides_a_message(desk: Page, viewer: Page) -> None:
    words = acts.fresh("Hàng giả đấy, đừng mua")
    acts.say(viewer, words, "Người lạ")
    expect(acts.said(viewer, words)).to_be_visible()
    row = desk.locator("[data-stream-of] li", has_text=words)
    expect(row).to_be_visible()
    acts.picture(desk, "organiser-3-chat")
    row.locator("form[data-hide] button").click()
    expect(acts.said(viewer, words)).to_have_count(0)
    row.locator("form[data-show] button").click()  # it was only a question
    expect(acts.said(viewer, words)).to_be_visible()
    row.locator("form[data-hide] button").click()
    expect(acts.said(viewer, words)).to_have_count(0)
    expect(row).to_contain_class("gone")


def mutes_a_writer(desk: Page, viewer: Page) -> None:
    words, more = acts.fresh("Vẫn là hàng giả"), acts.fresh("Tôi nói nữa")
    acts.say(viewer, words, "Người lạ")
    desk.locator("[data-stream-of] li", has_text=words).locator("[data-writer]").click()
    box = desk.locator("[data-out-box]")
    expect(box.locator("[data-out-name]")).to_have_text("Người lạ")
    box.locator("[name=reason]").fill("Nói xấu nhà làm hàng")
    acts.picture(desk, "organiser-4-mute")
    box.locator("button.danger").click()
    expect(desk.locator(".mutes li", has_text="Người lạ").first).to_be_attached()
    viewer.locator("#say-text").fill(more)
    viewer.locator("[data-say] .send").click()
    expect(viewer.locator("[data-say-error]")).to_contain_text("Bạn vẫn xem và mua được")
    expect(viewer.locator("#say-text")).to_have_value(more)
    acts.picture(viewer, "organiser-5-muted")
    expect(acts.said(viewer, more)).to_have_count(0)
    desk.locator(".mutes li", has_text="Người lạ").first.locator("button").click()
    expect(desk.locator(".mutes li", has_text="Người lạ")).to_have_count(0)
    viewer.locator("[data-say] .send").click()
    expect(acts.said(viewer, more)).to_be_visible()


def looks_at_messages_first(desk: Page, viewer: Page) -> None:
    desk.locator("form[action*='/hold/'] button").click()
    expect(desk.locator("#waiting .hint")).to_be_visible()
    words = acts.fresh("Xem giúp em với")
    viewer.locator("#say-text").fill(words)
    viewer.locator("[data-say] .send").click()
    expect(viewer.locator("[data-say-error].held")).to_be_visible()
    waiting = desk.locator("#waiting li", has_text=words)
    expect(waiting).to_be_visible(timeout=15_000)  # the desk asks every six seconds
    acts.picture(desk, "organiser-8-waiting")
    waiting.locator("form:has([value=let_in]) button").click()
    expect(acts.said(viewer, words)).to_be_visible()
    expect(waiting).to_have_count(0)
    desk.locator("form[action*='/hold/'] button").click()
    expect(desk.locator("#waiting .hint")).to_have_count(0)


def rests_a_sale(desk: Page, viewer: Page) -> None:
    offer = viewer.locator("[data-pin] [data-buy]").get_attribute("data-buy-of")
    sale = desk.locator(f".pinlist form[action$='/sale/{offer}/']")
    buy = viewer.locator(f"[data-pin] [data-buy-of='{offer}']")
    sale.locator("button").click()
    expect(sale.locator("[name=to]")).to_have_value("resume")
    expect(buy).to_be_hidden()
    acts.picture(desk, "organiser-6-paused")
    acts.picture(viewer, "organiser-7-viewer-paused")
    sale.locator("button").click()
    expect(sale.locator("[name=to]")).to_have_value("pause")
    expect(buy).to_be_visible()
