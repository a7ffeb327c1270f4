"""Every public page: no serious accessibility violation, no sideways scrolling, within its budget of bytes."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Site, overflow, serious_violations

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "campaign": "/c/cho-phien-lang-son/",
    "clip": "/clip/quay-vit/",
    "product": "/p/cho-phien-lang-son/vit-quay/",
    "producer": "/people/lo-vit-ba-khe/",
    "creator": "/people/bep-nha-sim/",
    "place": "/places/quynh-son/",
    "room": "/live/quynh-son/",
    "basket": "/basket/",
    "find order": "/orders/",
    "results": "/c/cho-phien-lang-son/results/",
    "data": "/data/",
    "sign in": "/account/login/",
}
FIRST_VIEW = 300_000
SCRIPTS = 50_000


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_fits(page: Page, site: Site, name: str) -> None:
    answer = page.goto(site.at(PAGES[name]))
    assert answer is not None
    assert answer.status == 200
    assert serious_violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("name", ["home", "campaign", "product", "room", "results"])
@pytest.mark.parametrize("language", ["en", "fr", "zh-hans"])
def test_page_fits_in_every_language(page: Page, site: Site, name: str, language: str) -> None:
    page.goto(site.at(f"/{language}{PAGES[name]}"))
    assert overflow(page) <= 0


@pytest.mark.parametrize("name", PAGES)
def test_first_view_keeps_to_its_budget(context: BrowserContext, site: Site, name: str) -> None:
    """Bytes on the wire of the first view; film, stream and the video library are counted apart."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.responseReceived", lambda e: urls.__setitem__(e["requestId"], e["response"]["url"]))
    session.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], int(e["encodedDataLength"])))
    page.goto(site.at(PAGES[name]), wait_until="load")
    page.wait_for_timeout(700)
    counted = {urls[i]: n for i, n in sizes.items() if i in urls and not is_video(urls[i])}
    scripts = sum(n for url, n in counted.items() if url.endswith(".js"))
    assert sum(counted.values()) <= FIRST_VIEW, sorted(counted.items(), key=lambda item: -item[1])[:8]
    assert scripts <= SCRIPTS, counted


def is_video(url: str) -> bool:
    return any(part in url for part in (".m4s", ".mp4", ".m3u8", "/vendor/hls", "/stream?"))
