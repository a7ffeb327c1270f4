"""Remake everything, or the groups named: python -m scripts.draw [fonts] [products] [clips] ... [-- slug ...]."""

import importlib
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from scripts.draw.shapes import Sheet

# Group: modules, folder, width, height, largest size in bytes.
STILLS: dict[str, tuple[list[str], str, int, int, int]] = {
    "products": (["products_kitchen", "products_larder", "products_craft"], "products", 1200, 900, 90_000),
    "producers": (["producers"], "producers", 1200, 900, 110_000),
    "people": (["people"], "people", 640, 640, 60_000),
    "places": (["places"], "places", 1600, 900, 130_000),
    "campaigns": (["campaigns"], "campaigns", 1600, 900, 140_000),
}
FILMS = ["clips", "loops"]


def still(module: str, slug: str, folder: str, width: int, height: int, most: int) -> str:
    """Draw one picture."""
    begun = time.monotonic()
    draw: Callable[[Sheet], None] = importlib.import_module(f"scripts.draw.{module}").DRAWN[slug]
    sheet = Sheet(width, height, slug)
    draw(sheet)
    path = sheet.save(f"{folder}/{slug}.webp", most=most)
    return f"{path.name} {path.stat().st_size // 1000} kB in {time.monotonic() - begun:.0f} s"


def film(module: str, slug: str) -> str:
    """Make one clip or loop."""
    begun = time.monotonic()
    importlib.import_module(f"scripts.draw.{module}").make(slug)
    return f"{module}/{slug} in {time.monotonic() - begun:.0f} s"


def tasks(group: str, only: list[str]) -> list[tuple[Any, ...]]:
    """What a group asks for, as calls."""
    if group in STILLS:
        modules, folder, width, height, most = STILLS[group]
        return [
            (still, module, slug, folder, width, height, most)
            for module in modules
            for slug in importlib.import_module(f"scripts.draw.{module}").DRAWN
            if not only or slug in only
        ]
    if group in FILMS:
        made = importlib.import_module(f"scripts.draw.{group}").MADE
        return [(film, group, slug) for slug in made if not only or slug in only]
    return []


def main(asked: list[str]) -> None:
    only: list[str] = []
    if "--" in asked:
        cut = asked.index("--")
        asked, only = asked[:cut], asked[cut + 1 :]
    groups = asked or [*STILLS, *FILMS, "fonts"]
    with ProcessPoolExecutor(2) as pool:
        for job in [pool.submit(*task) for group in groups for task in tasks(group, only)]:
            print(job.result(), flush=True)
    if "fonts" in groups:
        importlib.import_module("scripts.draw.fonts").main()


if __name__ == "__main__":
    main(sys.argv[1:])
