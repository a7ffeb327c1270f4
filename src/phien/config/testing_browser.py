"""A pytest plugin: one headless Chromium for all of a worker's tests; each opens a context of its own."""

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = next(
    (found for name in ("chromium", "google-chrome", "chrome") if (found := shutil.which(name))), "/usr/bin/chromium"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]


@pytest.fixture(scope="session")
def launch_chromium() -> "Iterator[Callable[..., Browser]]":
    """Starts a browser with further flags; who starts one closes it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only some tests need it

    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])


@pytest.fixture(scope="session")
def chromium(launch_chromium: "Callable[..., Browser]") -> "Iterator[Browser]":
    browser = launch_chromium()
    yield browser
    browser.close()
