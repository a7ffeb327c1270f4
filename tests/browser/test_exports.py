"""A platform's export is dropped on the desk, looked at, taken in, and undone; and one is not recognised."""

import base64
import secrets

import pytest
from playwright.sync_api import Browser, Page, expect

from phien.observations.tests.made import TIKTOK_CONTENT
from phien.observations.tests.videos import content
from tests.browser import acts
from tests.browser.conftest import Site, overflow, serious_violations, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

DESK = "/desk/campaign/cho-phien-lang-son/exports/"
DROP = """([selector, name, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name));
  const form = document.querySelector(selector);
  for (const kind of ["dragenter", "dragover", "drop"])
    form.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def test_an_export_is_dropped_looked_at_and_taken_in(page: Page, site: Site) -> None:
    sign_in(page, site, "organiser")
    page.goto(site.at(DESK))
    sound(page, "exports-1-register")
    drop(page, "Content_bep.nha.sim.csv", content(views=secrets.randbelow(9_000) + 1_000))
    page.wait_for_url("**/exports/*/")
    expect(page.locator(".rows td", has_text="Quay vịt 1")).to_be_visible()
    sound(page, "exports-2-preview")
    page.locator("[name=observed_at]").fill("2026-08-18T10:00")
    page.locator("form[action$='/take-in/'] button.btn:not(.quiet)").click()
    expect(page.locator("#rows td.amount").first).to_be_visible(timeout=60_000)
    sound(page, "exports-3-taken-in")
    page.locator("details.sure summary").click()
    page.locator("[name=reason]").fill("Nhầm kênh")
    page.locator("details.sure button.danger").click()
    expect(page.locator("form[action$='/redo/']")).to_be_visible()


def test_unknown_headings_are_explained_without_scripts(
    chromium: Browser, viewport: dict[str, int], site: Site
) -> None:
    with acts.somebody_else(chromium, viewport, scripts=False) as page:
        sign_in(page, site, "organiser")
        page.goto(site.at(DESK))
        heading = f"Video Link {secrets.token_hex(2)}"
        data = content(head=[*TIKTOK_CONTENT[:2], heading, *TIKTOK_CONTENT[3:]])
        page.locator("#id_files").set_input_files({"name": "la.csv", "mimeType": "text/csv", "buffer": data})
        page.locator("form.drop button").click()
        page.locator(".refused a[href$='/headings/']").click()
        sound(page, "exports-4-headings", scripts=False)
        page.locator("[name=name]").fill(f"la-{secrets.token_hex(3)}")
        page.get_by_label(heading).select_option("field:url:text")
        page.locator("form.mapping button.btn").click()
        page.wait_for_url("**/exports/*/")
        expect(page.locator(".rows td", has_text="Quay vịt 1")).to_be_visible()


def drop(page: Page, name: str, data: bytes) -> None:
    page.evaluate(DROP, ["form[data-drop]", name, base64.b64encode(data).decode()])


def sound(page: Page, name: str, *, scripts: bool = True) -> None:
    acts.picture(page, name)
    if scripts:
        assert serious_violations(page) == []
        assert overflow(page) <= 0
