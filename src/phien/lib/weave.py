"""Weave a cloth for whatever has no picture yet.

The cloth is a northern brocade: bands of diamonds, eight-point stars, hooks, combs and zigzags laid symmetrically
around a wide middle band, floated over a dyed ground. It is drawn cell by cell, as on a loom, so edges step the way
threads do. The same name always gives the same cloth.
"""

import hashlib
import random
from collections.abc import Callable, Iterator

CELL = 4

type Motif = Callable[[int, int, random.Random], tuple[int, list[list[int]]]]

# Each dye: night, deep, middle, light, thread and spark.
DYES = {
    "indigo": ("#14163a", "#232868", "#4953ac", "#8f98d8", "#f6ecd6", "#e2a12b"),
    "clay": ("#4d1c10", "#8a3a1e", "#cf6f3f", "#eaa77c", "#fbeedd", "#2c3273"),
    "leaf": ("#16301f", "#2a5539", "#5c9362", "#a5c795", "#f7f0db", "#cf6f3f"),
    "turmeric": ("#5c3507", "#b4741a", "#e2a12b", "#f5cc6a", "#fff6e0", "#8a2f2a"),
    "plum": ("#2c0f26", "#642346", "#a8486f", "#dd94ac", "#faece6", "#e2a12b"),
}


def _diamonds(height: int, step: int, rng: random.Random) -> tuple[int, list[list[int]]]:
    """Diamonds in diamonds, with a small one where four meet."""
    half = height // 2
    ring = rng.choice([2, 3])
    inks = rng.choice([[4, 0, 5, 0, 3], [3, 0, 4, 5, 0], [5, 0, 4, 0, 2], [4, 2, 5, 0, 4]])
    width = max(step, 2 * half + 2)

    def ink(x: int, y: int) -> int:
        d = abs(x - width // 2) + abs(y - half)
        if d <= half:
            return inks[min((half - d) // ring, len(inks) - 1)]
        corner = min(x, width - x) + min(y, height - 1 - y)
        return 3 if corner == 2 or corner == 0 else -1

    return width, [[ink(x, y) for x in range(width)] for y in range(height)]


def _stars(height: int, step: int, rng: random.Random) -> tuple[int, list[list[int]]]:
    """The eight-point star: eight slanting petals, each parted from the next by one thread."""
    half = height // 2
    width = 2 * half + rng.choice([4, 6, 8])
    petals, rim = rng.choice([(4, 5), (5, 4), (4, 3), (3, 4)])

    def ink(x: int, y: int) -> int:
        a, b = abs(x - width // 2), abs(y - half)
        a, b = max(a, b), min(a, b)
        if a == 0:
            return rim
        if 1 <= b <= half // 2 and 1 <= a - b <= half // 2:
            return petals if b < half // 2 and a - b < half // 2 else rim
        if min(x, width - x) + abs(y - half) <= 1:
            return rim
        edge = min(x, width - x) + min(y, height - 1 - y)
        return 2 if edge in (1, 4) else -1

    return width, [[ink(x, y) for x in range(width)] for y in range(height)]


def _hooks(height: int, step: int, rng: random.Random) -> tuple[int, list[list[int]]]:
    """A diamond whose arms curl into hooks, as on Tày blanket faces."""
    half = height // 2
    width = 2 * half + rng.choice([6, 8])
    first, second = rng.choice([(4, 5), (5, 4), (3, 4)])

    def ink(x: int, y: int) -> int:
        a, b = abs(x - width // 2), abs(y - half)
        d = a + b
        if d <= half // 4:
            return second
        if d == half // 2 or d == half // 2 + 1:
            return first
        if d in (half - 1, half) and a > 1 and b > 1:
            return first
        if d > half and b in (half - 1, half) and half // 2 <= a <= half - 1:
            return first
        if d > half and a == half - 1 and half - 5 <= b <= half:
            return first
        if d > half + 3 and b == half - 4 and half - 3 <= a <= half - 1:
            return second
        return 2 if x in (0,) and b % 4 < 2 else -1

    return width, [[ink(x, y) for x in range(width)] for y in range(height)]


def _fishbone(height: int, step: int, rng: random.Random) -> tuple[int, list[list[int]]]:
    """Barbs leaning away from a spine of small diamonds."""
    width, half = 16, height // 2
    first, second = rng.choice([(4, 5), (3, 4), (5, 3)])

    def ink(x: int, y: int) -> int:
        a, b = abs(x - width // 2), abs(y - half)
        if a + b <= 2:
            return second if a + b else first
        if b == half:
            return second if x % 4 < 2 else -1
        return first if (a + b) % 4 == 1 and a + b > 3 else -1

    return width, [[ink(x, y) for x in range(width)] for y in range(height)]


def _zigzag(height: int, step: int, rng: random.Random) -> tuple[int, list[list[int]]]:
    """Mountains: two lines that climb and fall together."""
    width = 2 * (height - 4)
    inks = rng.choice([{0: 4, 1: 4, 3: 5}, {0: 5, 1: 5, 3: 4, 5: 3}, {0: 3, 2: 4, 3: 4}])
    lift = height // 3 - 2
    return width, [[inks.get(y - abs(x - width // 2) + lift, -1) for x in range(width)] for y in range(height)]


def _combs(height: int, step: int, rng: random.Random) -> tuple[int, list[list[int]]]:
    """Comb teeth standing in steps on a bar."""
    width = 14
    first = rng.choice([3, 4, 5])

    def ink(x: int, y: int) -> int:
        a = abs(x - width // 2)
        if y >= height - 2:
            return first
        if a % 2 == 0 and y >= a * (height - 2) // 8:
            return first
        return -1

    return width, [[ink(x, y) for x in range(width)] for y in range(height)]


def _checks(height: int, step: int, rng: random.Random) -> tuple[int, list[list[int]]]:
    """Grains of rice between two lines."""
    first, second = rng.choice([(4, 2), (5, 3), (3, 5)])

    def ink(x: int, y: int) -> int:
        if y in (0, height - 1):
            return second
        return first if 2 <= y < height - 2 and (x + y) % 4 < 2 else -1

    return 4, [[ink(x, y) for x in range(4)] for y in range(height)]


def _runs(rows: list[list[int]], flipped: bool) -> dict[int, str]:
    """Each ink's threads as one path: a stroke per run of equal cells."""
    paths: dict[int, str] = {}
    for y, row in enumerate(reversed(rows) if flipped else rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end] == row[x]:
                end += 1
            if row[x] >= 0:
                paths[row[x]] = paths.get(row[x], "") + f"M{x} {y}h{end - x}"
            x = end
    return paths


def _bands(cells: int, rng: random.Random) -> list[tuple[int, Motif | None]]:
    """Heights and motifs from the middle outwards, then mirrored."""
    tall: list[Motif] = [_diamonds, _stars, _hooks]
    low: list[Motif] = [_zigzag, _combs, _checks, _fishbone]
    rng.shuffle(tall)
    rng.shuffle(low)
    heights: dict[Motif, list[int]] = {_checks: [6, 8], _zigzag: [9, 11], _combs: [8], _fishbone: [11, 13]}
    centre = rng.choice([25, 29])
    half: list[tuple[int, Motif | None]] = []
    filled, turn = centre // 2, 0
    while filled < cells // 2:
        for motif in (None, low[turn % len(low)], None, tall[(turn + 1) % 3]):
            height = 2 if motif is None else rng.choice(heights.get(motif, [17, 21]))
            half.append((height, motif))
            filled += height
        turn += 1
    return [*reversed(half), (centre, tall[0]), *half]


def _cloth(key: str, width: int, height: int, rng: random.Random) -> Iterator[str]:
    inks = DYES[rng.choice(sorted(DYES))]
    across, down = -(-width // CELL), -(-height // CELL)
    bands = _bands(down, rng)
    y = (down - sum(h for h, _ in bands)) // 2
    middle = len(bands) // 2
    woven: dict[Motif, tuple[str, int, int]] = {}
    defs: list[str] = []
    laid: list[str] = []
    for place, (tall, motif) in enumerate(bands):
        if motif is None:
            laid.append(f'<path d="M0 {y + 0.5}h{across}" stroke="{inks[5]}"/>')
            laid.append(f'<path d="M0 {y + 1.5}h{across}" stroke="{inks[0]}"/>')
        elif y + tall > 0 and y < down:
            role = f"{motif.__name__}{tall}{place < middle}{place == middle}"
            seed = random.Random(f"{key}{motif.__name__}{place == middle}")
            step, rows = motif(tall, 12, seed)
            if motif not in woven or woven[motif][0] != role:
                ident = f"w{key}{len(defs)}"
                paths = "".join(
                    f'<path d="{d}" stroke="{inks[i]}"/>' for i, d in _runs(rows, flipped=place > middle).items()
                )
                defs.append(
                    f'<pattern id="{ident}" width="{step}" height="{tall}" patternUnits="userSpaceOnUse">'
                    f'<g transform="translate(0 .5)" stroke-width="1.06">{paths}</g></pattern>'
                )
                woven[motif] = (role, step, len(defs) - 1)
            _, step, number = woven[motif]
            shift = (across - step) / 2 % step - step
            ground = inks[0] if tall >= 17 and place != middle else inks[1]
            laid.append(f'<rect y="{y}" width="{across}" height="{tall}" fill="{ground}"/>')
            laid.append(
                f'<g transform="translate({shift:g} {y})"><rect width="{across + 2 * step}" height="{tall}" '
                f'fill="url(#w{key}{number})"/></g>'
            )
        y += tall
    yield "<defs>" + "".join(defs)
    yield (
        f'<pattern id="t{key}" width="4" height="4" patternUnits="userSpaceOnUse">'
        '<path d="M0 3.6h4" stroke="#000" stroke-opacity=".2" stroke-width=".8"/>'
        '<path d="M3.7 0v4" stroke="#000" stroke-opacity=".1" stroke-width=".6"/>'
        '<path d="M0 .5h3" stroke="#fff" stroke-opacity=".13" stroke-width=".7"/></pattern>'
        f'<linearGradient id="l{key}" x2="1" y2="1"><stop stop-color="#fff" stop-opacity=".14"/>'
        '<stop offset=".45" stop-color="#fff" stop-opacity="0"/>'
        '<stop offset="1" stop-color="#0a0618" stop-opacity=".34"/></linearGradient></defs>'
    )
    yield f'<rect width="{width}" height="{height}" fill="{inks[1]}"/><g transform="scale({CELL})">'
    yield "".join(laid) + "</g>"
    slubs = "".join(
        f"M{rng.randrange(width)} {rng.randrange(0, height, 4) + 1}h{rng.randrange(12, 60)}" for _ in range(26)
    )
    yield f'<path d="{slubs}" stroke="#fff" stroke-opacity=".1" stroke-width="1.6" fill="none"/>'
    yield f'<rect width="{width}" height="{height}" fill="url(#t{key})"/>'
    yield f'<rect width="{width}" height="{height}" fill="url(#l{key})"/>'


def weave(name: str, width: int = 480, height: int = 360) -> str:
    """Return the cloth of this name as SVG text.

    The name only chooses threads and never stands in the result, so any text is safe to pass. Identifiers in it are
    the name's own, so several cloths may share a page.
    """
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    rng = random.Random(digest)
    body = "".join(_cloth(digest.hex()[:6], width, height, rng))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'preserveAspectRatio="xMidYMid slice">{body}</svg>'
    )
