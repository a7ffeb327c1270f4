"""The viewer buys while watching; and without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import acts
from tests.browser.cameras import camera_in
from tests.browser.conftest import Site, overflow, serious_violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def _a_picture(site: Site) -> Iterator[None]:
    with camera_in(site, acts.ROOM.strip("/").rpartition("/")[2]):
        yield


def open_order(page: Page) -> tuple[str, int]:
    """Tap Buy on the product shown now, else on the first of the shelf; gives the offer's number, and how many pieces
    there were."""
    button = page.locator("[data-pin] [data-buy]:visible").or_(page.locator("[data-goods] [data-buy]:visible")).first
    if not button.count():
        page.locator(".goods-button").click()
    offer = button.get_attribute("data-buy-of") or ""
    left = pieces_left(page, offer)
    button.click()
    expect(page.locator("form[data-order]")).to_be_visible()
    return offer, left


def fill_in(page: Page, phone: str) -> None:
    form = page.locator("form[data-order]")
    form.locator("[name=name]").fill(acts.NAME)
    form.locator("[name=phone]").fill(phone)
    form.locator("[name=province]").select_option(label=acts.PROVINCE)
    form.locator("[name=commune]").select_option(label=acts.COMMUNE)
    form.locator("[name=street]").fill(acts.STREET)
    form.locator(f"[name=provider][value={acts.CASH}]").check()


def pieces_left(page: Page, offer: str) -> int:
    return acts.figure(page.locator(f"[data-left='{offer}']").first.text_content() or "0")


@pytest.mark.usefixtures("_a_picture")
def test_viewer_buys_while_watching(
    chromium: Browser, context: BrowserContext, page: Page, viewport: dict[str, int], site: Site
) -> None:
    page.goto(site.at(acts.ROOM))
    acts.wait_until_played(page, 1)
    with acts.somebody_else(chromium, viewport) as other:
        other.goto(site.at(acts.ROOM))
        words = acts.fresh("Vịt quay có lá mắc mật không ạ?")
        acts.say(other, words, "Chị Hoa")
        expect(acts.said(page, words)).to_be_visible()
    acts.picture(page, "buyer-1-room")

    address, watched = page.url, acts.seconds_played(page)
    offer, left = open_order(page)
    acts.picture(page, "buyer-2-form")
    fill_in(page, "12345")
    form = page.locator("form[data-order]")
    form.locator("[type=submit]").click()
    expect(form.locator(".errorlist")).to_have_text("Số này không gọi được. Ví dụ: 0912 345 678.")
    expect(form.locator("[name=phone]")).to_have_attribute("aria-invalid", "true")
    kept = {"name": acts.NAME, "phone": "12345", "street": acts.STREET}
    for name, value in kept.items():
        expect(form.locator(f"[name={name}]")).to_have_value(value)
    for name, words in {"province": acts.PROVINCE, "commune": acts.COMMUNE}.items():
        expect(form.locator(f"[name={name}] option:checked")).to_have_text(words)
    acts.picture(page, "buyer-3-wrong-phone")
    assert serious_violations(page) == []
    assert overflow(page) <= 0

    form.locator("[name=phone]").fill(acts.PHONE_TYPED)
    form.locator("[type=submit]").dblclick()
    done = page.locator("[data-done] .code")
    expect(done).to_have_text(acts.CODE)
    code = (done.text_content() or "").strip()
    acts.picture(page, "buyer-4-ordered")
    assert page.url == address
    acts.wait_until_played(page, watched)
    page.wait_for_function(
        "([offer, left]) => document.querySelector(`[data-left-bar='${offer}']`).value === left", arg=[offer, left - 1]
    )
    expect(page.locator("[data-chat] li.sold").last).to_contain_text(acts.PROVINCE.removeprefix("Tỉnh "))

    with context.expect_page() as opened:
        page.locator("[data-done]").get_by_role("link").click()
    expect(opened.value.locator("h1.code")).to_have_text(code)
    acts.picture(opened.value, "buyer-5-order")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    acts.picture(page, "buyer-6-room-after")
    with acts.somebody_else(chromium, viewport) as other:
        acts.find_order(other, site, code, "0987 654 321")
        expect(other.locator("[role=alert]")).to_be_visible()
        expect(other.locator("[name=code]")).to_have_value(code)
        acts.find_order(other, site, code, "+84 912 345 678")
        expect(other.locator("h1.code")).to_have_text(code)
        expect(other.locator("address")).to_contain_text(acts.PHONE_SHOWN)


def test_the_form_as_a_page_gives_one_order_however_often_it_is_sent(page: Page, site: Site) -> None:
    page.goto(site.at(acts.ROOM))
    offer = page.locator("[data-goods] [data-buy]").first.get_attribute("data-buy-of")
    page.goto(site.at(f"{acts.ROOM}buy/{offer}/"))
    page.locator("form[data-press] [type=submit]").click()
    form = page.locator("form[data-order]")
    form.locator("[name=name]").fill(acts.NAME)
    form.locator("[name=phone]").fill(acts.PHONE_TYPED)
    form.locator("[name=street]").fill(acts.STREET)
    form.locator("[name=province]").select_option(label=acts.PROVINCE)
    expect(form.locator("[name=commune]")).to_be_visible()  # asked for meanwhile, without loading the page again
    expect(form.locator("[name=name]")).to_have_value(acts.NAME)
    form.locator("[name=commune]").select_option(label=acts.COMMUNE)
    acts.picture(page, "buyer-7-form-as-page")
    sent = form.evaluate("form => ({ to: form.action, data: Object.fromEntries(new FormData(form)) })")
    form.locator("[type=submit]").click()
    done = page.locator("[data-done] .code")
    expect(done).to_have_text(acts.CODE)
    code = (done.text_content() or "").strip()
    again = page.request.post(sent["to"], form=sent["data"], headers={"Origin": site.url})
    assert again.ok
    assert code in again.text()


def test_viewer_buys_without_scripts(chromium: Browser, viewport: dict[str, int], site: Site) -> None:
    with acts.somebody_else(chromium, viewport, scripts=False) as page:
        code = acts.order_without_scripts(page, site)
        assert acts.CODE.match(code)
        acts.picture(page, "plain-1-order")
        expect(acts.station(page)).to_have_text("Đang đóng gói")
        page.go_back()
        page.locator("form.once button").click()
        page.wait_for_url("**/orders/*/")
        expect(page.locator("h1.code")).to_have_text(code)


def test_room_without_scripts(chromium: Browser, viewport: dict[str, int], site: Site) -> None:
    with acts.somebody_else(chromium, viewport, scripts=False) as page:
        page.goto(site.at(acts.ROOM))
        expect(page.locator(".screen .poster")).to_be_visible()
        words = acts.fresh("Máy cũ không chạy được hình")
        page.locator("#say-text").fill(words)
        page.locator("#say-name").fill("Bác Tư")
        page.locator("[data-say] .send").click()
        expect(acts.said(page, words)).to_be_visible()
        acts.picture(page, "plain-2-room")
        assert overflow(page) <= 0
        page.locator("[data-goods] [data-buy]").first.click()
        expect(page.locator("form[data-press]")).to_be_visible()
