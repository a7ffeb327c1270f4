"""Take the pictures of the README from a fresh demo: make screenshots. Needs Chromium."""

import io
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PHONE, DESKTOP = {"width": 360, "height": 780}, {"width": 1280, "height": 800}
PORT = 8123
SHOTS = [
    ("room-360", "/live/quynh-son/", PHONE, None),
    ("product-360", "/p/cho-phien-lang-son/vit-quay/", PHONE, None),
    ("campaign-1280", "/c/cho-phien-lang-son/", DESKTOP, None),
    ("room-1280", "/live/that-khe/", DESKTOP, None),
    ("results-1280", "/c/cho-phien-lang-son/results/", DESKTOP, None),
    ("live-control-1280", "/desk/live/quynh-son/", DESKTOP, "organiser"),
    ("market-desk-360", "/desk/market/cho-phien-lang-son/", PHONE, "packer"),
]


def main() -> int:
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "demo"
        words = [sys.executable, "-m", "phien", "--home", str(home), "demo", "--port", str(PORT)]
        demo = subprocess.Popen(words)
        try:
            wait(home)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
                for name, path, viewport, who in SHOTS:
                    take(browser, home, name, path, viewport, who)
                browser.close()
        finally:
            demo.terminate()
            demo.wait(30)
    return 0


def wait(home: Path) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=5):
                time.sleep(25)  # let the rooms fill a little
                return
        except OSError:
            time.sleep(1)
    raise SystemExit(f"the demo in {home} did not start")


def take(browser: Browser, home: Path, name: str, path: str, viewport: dict, who: str | None) -> None:
    context = browser.new_context(viewport=viewport, locale="vi-VN")
    page = context.new_page()
    if who:
        links = dict(line.split(" ", 1) for line in (home / "desk-links.txt").read_text().splitlines())
        page.goto(links[who])
        page.locator("main form button").click()
        page.wait_for_url("**/desk/**")
    page.goto(f"http://localhost:{PORT}{path}")
    page.wait_for_timeout(4000)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture.quantize(256).save(PICTURES / f"{name}.png", optimize=True)
    print(name)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
