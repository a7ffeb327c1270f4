"""Every public page: no serious accessibility violation, no sideways scrolling, within its budget of bytes."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Site, overflow, serious_violations, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

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
SHOP = "cho-phien-lang-son"
DESKS = [
    "/desk/",
    "/desk/links/",
    f"/desk/campaign/{SHOP}/",
    f"/desk/campaign/{SHOP}/phases/",
    f"/desk/campaign/{SHOP}/programme/",
    f"/desk/campaign/{SHOP}/people/",
    f"/desk/campaign/{SHOP}/events/new/",
    f"/desk/campaign/{SHOP}/clips/",
    f"/desk/campaign/{SHOP}/links/",
    "/desk/live/quynh-son/",
    "/desk/live/quynh-son/camera/",
    "/desk/live/quynh-son/guests/",
    "/desk/live/quynh-son/studio/",
    f"/desk/market/{SHOP}/",
    f"/desk/market/{SHOP}/orders/",
    f"/desk/market/{SHOP}/packing/",
    f"/desk/market/{SHOP}/pack/",
    f"/desk/market/{SHOP}/enter/",
    f"/desk/market/{SHOP}/stock/",
    f"/desk/market/{SHOP}/offers/",
    f"/desk/market/{SHOP}/money/",
    f"/desk/numbers/{SHOP}/",
]
LANGUAGES = ["en", "fr", "zh-hans"]
FIRST_VIEW = 300_000
SCRIPTS = 50_000


def faults(page: Page, url: str) -> list[str]:
    """What is wrong with one page: its status, what axe-core finds, by how much it is too wide."""
    answer = page.goto(url)
    found = [] if answer is not None and answer.status == 200 else [f"status {answer and answer.status}"]
    found += serious_violations(page)
    if overflow(page) > 0:
        found.append(f"{overflow(page)} px too wide")
    return found


def test_pages_are_accessible_and_fit(page: Page, site: Site) -> None:
    found = {name: faults(page, site.at(path)) for name, path in PAGES.items()}
    assert {name: what for name, what in found.items() if what} == {}


def test_desks_are_accessible_and_fit(page: Page, site: Site) -> None:
    sign_in(page, site, "organiser")
    found = {path: faults(page, site.at(path)) for path in DESKS}
    assert {path: what for path, what in found.items() if what} == {}


def test_pages_fit_in_every_language(page: Page, site: Site) -> None:
    wide = {}
    for language in LANGUAGES:
        for name in ["home", "campaign", "product", "room", "results"]:
            page.goto(site.at(f"/{language}{PAGES[name]}"), wait_until="domcontentloaded")
            wide[language, name] = overflow(page)
    assert {where: by for where, by in wide.items() if by > 0} == {}


def test_desks_fit_in_french(page: Page, site: Site) -> None:
    """A third longer than English."""
    sign_in(page, site, "organiser")
    wide = {}
    for path in DESKS:
        page.goto(site.at(f"/fr{path}"), wait_until="domcontentloaded")
        wide[path] = overflow(page)
    assert {path: by for path, by in wide.items() if by > 0} == {}


def test_first_views_keep_to_their_budgets(context: BrowserContext, site: Site) -> None:
    """Bytes on the wire of the first view, the cache empty; film, stream and the video library count apart."""
    too_much = {}
    for name, path in PAGES.items():
        sizes = bytes_of(context, site.at(path))
        scripts = sum(n for url, n in sizes.items() if url.endswith(".js"))
        if sum(sizes.values()) > FIRST_VIEW or scripts > SCRIPTS:
            too_much[name] = sum(sizes.values()), scripts, sorted(sizes.items(), key=lambda item: -item[1])[:6]
    assert too_much == {}


def bytes_of(context: BrowserContext, url: str) -> dict[str, int]:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.responseReceived", lambda e: urls.__setitem__(e["requestId"], e["response"]["url"]))
    session.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], int(e["encodedDataLength"])))
    page.goto(url, wait_until="load")
    page.wait_for_timeout(700)
    page.close()
    return {urls[i]: n for i, n in sizes.items() if i in urls and not is_video(urls[i])}


def is_video(url: str) -> bool:
    return any(part in url for part in (".m4s", ".mp4", ".m3u8", "/vendor/hls", "/stream?"))
