"""What visitors and desks do again and again in the journeys."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.browser.conftest import Site

SHOP, ROOM, PRODUCT = "cho-phien-lang-son", "/live/quynh-son/", "/p/cho-phien-lang-son/vit-quay/"
NAME, PHONE_TYPED, PHONE_SHOWN = "Nguyễn Thị Hoa", "0912 345 678", "0912 345 678"
STREET, PROVINCE, COMMUNE = "12 ngõ Chợ, thôn Đông", "Tỉnh Lạng Sơn", "Xã Đồng Đăng"
CODE = re.compile(r"^[A-Z0-9]{8}$")
CASH = "cod"


@contextmanager
def somebody_else(chromium: Browser, viewport: dict[str, int], *, scripts: bool = True) -> Iterator[Page]:
    """A page of another person: another browser, of the same size."""
    context = chromium.new_context(viewport=viewport, locale="vi-VN", java_script_enabled=scripts)
    limit(context)
    yield context.new_page()
    context.close()


def limit(context: BrowserContext) -> None:
    context.set_default_timeout(20_000)


def fresh(words: str) -> str:
    """Words that nobody said before, however often a test runs on the same site."""
    return f"{words} {secrets.token_hex(3)}"


def say(page: Page, words: str, name: str) -> None:
    """Write in the room as a visitor does: the words first, then the name when it asks."""
    page.locator("#say-text").fill(words)
    page.locator("[data-say] .send").click()
    if page.locator("form.asks").count():
        page.locator("#say-name").fill(name)
        page.locator("[data-say] .send").click()


def said(page: Page, words: str) -> Locator:
    return page.locator("[data-chat] li", has_text=words)


def seconds_played(page: Page) -> float:
    return float(page.evaluate("document.querySelector('[data-player] video').currentTime"))


def wait_until_played(page: Page, seconds: float) -> None:
    page.wait_for_function("least => document.querySelector('[data-player] video').currentTime > least", arg=seconds)


def order_without_scripts(page: Page, site: Site, *, quantity: int = 1) -> str:
    """Product, basket, checkout, look over, order; gives the code."""
    page.goto(site.at(PRODUCT))
    page.locator(".buy-form [name=quantity]").fill(str(quantity))
    page.locator(".buy-form button.btn").click()
    page.goto(site.at("/basket/"))
    page.locator("a[href*='/checkout/']").click()
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=phone]").fill(PHONE_TYPED)
    page.locator("[name=street]").fill(STREET)
    page.locator(f"[name=provider][value={CASH}]").check()
    page.locator("[name=province]").select_option(label=PROVINCE)
    page.locator("button[name=communes]").click()
    page.locator("[name=commune]").select_option(label=COMMUNE)
    page.locator("button.btn[name=review]").click()
    page.locator("form.once button").click()
    page.wait_for_url("**/orders/*/")
    return page.locator("h1.code").inner_text().strip()


def find_order(page: Page, site: Site, code: str, phone: str) -> None:
    page.goto(site.at("/orders/"))
    page.locator("[name=code]").fill(code)
    page.locator("[name=phone]").fill(phone)
    page.locator("main form button.btn").click()


def station(page: Page) -> Locator:
    """Where the parcel is, on the buyer's order page."""
    return page.locator(".stations [aria-current=step]")


def figure(words: str) -> int:
    """The number in words such as "Còn 1.204"."""
    return int("".join(re.findall(r"\d", words)))


def picture(page: Page, name: str) -> None:
    """Keep what is seen, for people to look at, where PHIEN_BROWSER_PICTURES names a folder."""
    folder = os.environ.get("PHIEN_BROWSER_PICTURES")
    if folder and page.viewport_size:
        page.screenshot(path=Path(folder) / f"{name}-{page.viewport_size['width']}.png", animations="disabled")
