"""What things stand on and in: light behind, table, cloth, trays, bowls, jars, labels."""
# ruff: noqa: E501 (rows of coordinates stay rows)

import math
import re

from phien.lib.weave import weave
from scripts.draw.palette import (
    BAMBOO,
    BARK,
    BONE,
    BROWN,
    CANE,
    CREAM,
    INDIGO,
    LEAF,
    MOSS,
    NIGHT,
    PAPER,
    SHOOT,
    SLATE,
    STRAW,
    TILE,
    TURMERIC,
    WOOD,
    dark,
    light,
    mix,
)
from scripts.draw.shapes import Sheet, box, oval, smooth

MOODS = {
    "warm": ("#f3d9a4", "#d59a55", "#9c5a2e"),
    "night": ("#39407f", "#20255a", "#14163a"),
    "garden": ("#e3edc0", "#8fb06a", "#3f6b45"),
    "paper": ("#fdf6e6", "#f0dfc0", "#d9bd92"),
    "clay": ("#e8a67c", "#b5623a", "#6d2a16"),
    "mist": ("#eef2ea", "#c5d3cb", "#8ba49c"),
}


def backdrop(s: Sheet, mood: str, horizon: float = 400) -> None:
    """A wall or garden out of focus, brighter towards the window at the upper left."""
    high, middle, low = MOODS[mood]
    w = s.width
    s.path(box(0, 0, w, s.height), s.lin(middle, low))
    s.path(oval(w * 0.22, 40, w * 0.62, horizon * 0.95), high, 0.75, 90)
    if mood in ("garden", "mist"):
        for _ in range(22):
            r = s.rng.uniform(26, 90)
            s.path(
                oval(s.rng.uniform(0, w), s.rng.uniform(0, horizon), r, r),
                s.rng.choice([high, mix(middle, LEAF, 0.3), low, "#fff8d0"]),
                s.rng.uniform(0.12, 0.4),
                12,
            )
    else:
        for i in range(3):
            x = w * (0.02 + i * 0.15)
            d = f"M{x:.0f} -20h{w * 0.1:.0f}l{w * 0.17:.0f} {horizon + 60:.0f}h{-w * 0.13:.0f}Z"
            s.path(d, light(high, 0.5), 0.3, 18)
        for _ in range(3):
            x, y, r = s.rng.uniform(w * 0.55, w), s.rng.uniform(60, horizon - 60), s.rng.uniform(60, 120)
            s.path(oval(x, y, r, r * 0.8), dark(low, 0.3), 0.3, 34)


def table(s: Sheet, kind: str = "wood", y: float = 400) -> None:
    """The table top from y to the bottom edge."""
    w, h = s.width, s.height
    tones = {
        "wood": (mix(WOOD, STRAW, 0.25), WOOD, BARK),
        "dark": ("#5a3a2a", "#3d2419", "#22120d"),
        "linen": (PAPER, CREAM, "#d9c3a0"),
        "slate": ("#565e68", SLATE, "#20252b"),
        "indigo": ("#3b4398", INDIGO, NIGHT),
    }[kind]
    s.path(box(0, y, w, h - y), s.lin(tones[1], tones[0], tones[1], angle=70))
    s.path(box(0, y - 6, w, 26), dark(tones[2], 0.3), 0.5, 10)
    if kind in ("wood", "dark"):
        edges = [-0.5, -0.22, 0.05, 0.33, 0.62, 0.9, 1.2, 1.5]
        for e in edges:
            top, foot = w * (0.5 + (e - 0.5) * 0.75), w * (0.5 + (e - 0.5) * 1.25)
            s.line(f"M{top:.0f} {y}L{foot:.0f} {h}", tones[2], 4, 0.55)
            s.line(f"M{top + 4:.0f} {y}L{foot + 5:.0f} {h}", light(tones[0], 0.2), 2, 0.4)
        for _ in range(70):
            x = s.rng.uniform(-100, w + 100)
            k = (x - w / 2) * 0.5
            y0 = s.rng.uniform(y, h)
            s.line(
                f"M{x:.0f} {y0:.0f}l{k * 0.2 + s.rng.uniform(-8, 8):.0f} {s.rng.uniform(40, 160):.0f}",
                s.rng.choice([tones[2], light(tones[0], 0.3)]),
                s.rng.uniform(1, 4),
                0.18,
            )
    else:
        for _ in range(60):
            x, yy = s.rng.uniform(-60, w), s.rng.uniform(y, h)
            s.line(
                f"M{x:.0f} {yy:.0f}q60 {s.rng.uniform(-6, 6):.0f} {s.rng.uniform(80, 220):.0f} 0",
                s.rng.choice([tones[2], light(tones[0], 0.4)]),
                s.rng.uniform(1, 5),
                0.1,
            )
    s.path(oval(w * 0.3, y + 120, w * 0.4, 190), "#fff3d0", 0.2, 60)


def woven(
    s: Sheet,
    name: str,
    d: str,
    x: float,
    y: float,
    width: int,
    height: int,
    squash: float = 0.6,
    skew: float = 0,
    angle: float = 0,
) -> None:
    """Fill an outline with our own brocade, laid down flat."""
    inner = re.sub(r"^<svg[^>]*>|</svg>$", "", weave(name, width, height))
    s.open(s.clip(d))
    s.add(f'<g transform="translate({x:g} {y:g}) skewX({skew:g}) rotate({angle:g}) scale(1 {squash:g})">{inner}</g>')
    s.close()


def runner(s: Sheet, name: str, y: float = 560, h: float = 280, tilt: float = 0) -> None:
    """A brocade cloth across the table, with a fold and a fringe at the near edge."""
    w = s.width
    top = [(-40, y + tilt), (w * 0.3, y - 8 + tilt * 0.4), (w * 0.7, y + 6 - tilt * 0.4), (w + 40, y - tilt)]
    foot = [(w + 40, y + h - tilt), (w * 0.68, y + h + 10), (w * 0.3, y + h - 4), (-40, y + h + tilt)]
    d = smooth(top, closed=False) + "L" + smooth(foot, closed=False)[1:] + "Z"
    s.path(d, "#1a0f20", 0.45, 12, 'transform="translate(8 14)"')
    woven(s, name, d, -60, y - 20, w + 120, int(h / 0.62) + 80, 0.62)
    s.open(s.clip(d))
    for i in range(7):
        x = w * (0.05 + i * 0.16) + s.rng.uniform(-30, 30)
        s.line(
            f"M{x:.0f} {y - 20}q{s.rng.uniform(-30, 30):.0f} {h * 0.5:.0f} {s.rng.uniform(-40, 40):.0f} {h + 40:.0f}",
            s.rng.choice(["#000", "#fff"]),
            26,
            0.09,
            14,
        )
    s.close()
    for i in range(int(w / 9)):
        x = i * 9 + s.rng.uniform(-2, 2)
        yy = y + h - 2 + 6 * math.sin(x / w * 6)
        s.line(
            f"M{x:.0f} {yy:.0f}l{s.rng.uniform(-4, 4):.1f} {s.rng.uniform(16, 26):.0f}",
            s.rng.choice([CREAM, TURMERIC, TILE]),
            2.4,
            0.9,
        )


def tray(s: Sheet, cx: float, cy: float, rx: float, ry: float) -> None:
    """A round winnowing tray of split bamboo."""
    s.shade(cx, cy + ry * 0.2, rx, ry, 0.6)
    s.path(oval(cx, cy + ry * 0.09, rx, ry), s.lin(CANE, BARK))
    s.path(oval(cx, cy, rx, ry), s.lin(light(BAMBOO, 0.3), CANE, angle=40))
    inner = oval(cx, cy + ry * 0.02, rx * 0.92, ry * 0.9)
    s.path(inner, s.lin(mix(CANE, BARK, 0.4), BAMBOO, angle=60))
    s.open(s.clip(inner))
    step = rx / 17
    k = ry / rx
    for i in range(-20, 21):
        a = cx + i * step * 1.9
        s.line(
            f"M{a - rx:.0f} {cy - rx * k:.0f}L{a + rx:.0f} {cy + rx * k:.0f}", light(BAMBOO, 0.25), step * 0.62, 0.75
        )
    for i in range(-20, 21):
        a = cx + i * step * 1.9
        s.line(
            f"M{a + rx:.0f} {cy - rx * k:.0f}L{a - rx:.0f} {cy + rx * k:.0f}",
            mix(BAMBOO, CANE, 0.5),
            step * 0.62,
            0.85,
            more=f'stroke-dasharray="{step * 1.5:.1f} {step * 1.15:.1f}"',
        )
    s.line(inner, BARK, rx * 0.07, 0.5, rx * 0.03, f'transform="translate({-rx * 0.01:.0f} {ry * 0.02:.0f})"')
    s.close()
    s.line(oval(cx, cy, rx * 0.96, ry * 0.95), light(BAMBOO, 0.5), 3, 0.8)
    for i in range(26):
        a = i * math.tau / 26
        x, y = cx + rx * 0.96 * math.cos(a), cy + ry * 0.95 * math.sin(a)
        s.line(
            f"M{x - rx * 0.03 * math.cos(a):.0f} {y - ry * 0.05 * math.sin(a):.0f}l{rx * 0.065 * math.cos(a + 0.4):.0f} "
            f"{ry * 0.1 * math.sin(a + 0.4):.0f}",
            BARK,
            3.2,
            0.55,
        )


def mouth(cx: float, cy: float, rx: float, ry: float, rise: float = 400) -> str:
    """Where a bowl's contents may be seen: inside the front rim, and free above."""
    return f"M{cx - rx:.0f} {cy - rise:.0f}V{cy:.0f}A{rx:.0f} {ry:.0f} 0 0 0 {cx + rx:.0f} {cy:.0f}V{cy - rise:.0f}Z"


def bowl(
    s: Sheet,
    cx: float,
    cy: float,
    rx: float,
    depth: float,
    glaze: str = BONE,
    inside: str = "",
    flat: float = 0.4,
    band: str = "",
) -> tuple[float, float]:
    """An empty bowl whose rim lies at cy. Returns the inner rim's radii."""
    ry = rx * flat
    foot = rx * 0.46
    s.shade(cx + 10, cy + depth + ry * 0.16, rx * 0.92, ry * 0.66, 0.7)
    d = (
        f"M{cx - rx:.0f} {cy:.0f}C{cx - rx * 0.98:.0f} {cy + depth * 0.75:.0f} {cx - foot * 1.35:.0f} {cy + depth + ry * 0.1:.0f} "
        f"{cx - foot:.0f} {cy + depth + ry * 0.28:.0f}Q{cx:.0f} {cy + depth + ry * 0.56:.0f} {cx + foot:.0f} {cy + depth + ry * 0.28:.0f}"
        f"C{cx + foot * 1.35:.0f} {cy + depth + ry * 0.1:.0f} {cx + rx * 0.98:.0f} {cy + depth * 0.75:.0f} {cx + rx:.0f} {cy:.0f}Z"
    )
    s.volume(d, s.lin(light(glaze, 0.4), glaze, dark(glaze, 0.5), angle=20), rx * 0.22, tone=dark(glaze, 0.7), dim=0.5)
    if band:
        s.open(s.clip(d))
        for k, wide in ((0.34, 0.1), (0.52, 0.03)):
            y = cy + depth * k
            s.line(
                f"M{cx - rx:.0f} {y - ry * 0.1:.0f}Q{cx:.0f} {y + ry * 1.5:.0f} {cx + rx:.0f} {y - ry * 0.1:.0f}",
                band,
                depth * wide,
                0.8,
            )
        s.close()
    s.gleam(cx - rx * 0.58, cy + depth * 0.52, rx * 0.05, depth * 0.3, 24, 0.75, 5)
    s.path(oval(cx, cy, rx, ry), s.lin(light(glaze, 0.75), glaze, angle=50))
    inner = oval(cx, cy + ry * 0.03, rx * 0.95, ry * 0.93)
    s.path(inner, s.lin(dark(inside or glaze, 0.55), inside or glaze, angle=60))
    return rx * 0.95, ry * 0.93


def rim(s: Sheet, cx: float, cy: float, rx: float, glaze: str = BONE, flat: float = 0.4) -> None:
    """The near rim, over whatever fills the bowl."""
    ry = rx * flat
    s.line(
        f"M{cx - rx * 0.975:.0f} {cy:.0f}A{rx * 0.975:.0f} {ry * 0.965:.0f} 0 0 0 {cx + rx * 0.975:.0f} {cy:.0f}",
        light(glaze, 0.5),
        rx * 0.04,
    )
    s.line(
        f"M{cx - rx * 0.7:.0f} {cy + ry * 0.69:.0f}A{rx * 0.975:.0f} {ry * 0.965:.0f} 0 0 0 {cx - rx * 0.1:.0f} {cy + ry * 0.96:.0f}",
        "#fffdf6",
        rx * 0.02,
        0.9,
        1.5,
    )


def slate(s: Sheet, cx: float, cy: float, w: float, h: float) -> None:
    d = smooth(
        [
            (cx - w * 0.5, cy - h * 0.32),
            (cx - w * 0.1, cy - h * 0.5),
            (cx + w * 0.46, cy - h * 0.42),
            (cx + w * 0.52, cy + h * 0.2),
            (cx + w * 0.2, cy + h * 0.5),
            (cx - w * 0.46, cy + h * 0.4),
        ],
        tension=0.35,
    )
    s.path(d, "#150d18", 0.6, 16, 'transform="translate(12 24)"')
    s.path(d, dark(SLATE, 0.6), 1, 0, 'transform="translate(0 12)"')
    s.volume(d, s.lin("#59626d", SLATE, "#272c33", angle=40), 22, texture="#c7ced6", spread=40)


def banana_leaf(s: Sheet, cx: float, cy: float, w: float, h: float, angle: float = -8) -> None:
    s.turn(angle, cx, cy)
    edge = [
        (-w / 2, 0),
        (-w * 0.3, -h * 0.46),
        (w * 0.1, -h * 0.52),
        (w * 0.42, -h * 0.3),
        (w / 2, h * 0.04),
        (w * 0.36, h * 0.4),
        (w * 0.02, h * 0.5),
        (-w * 0.34, h * 0.42),
    ]
    d = smooth(edge)
    s.path(d, "#150d18", 0.5, 14, 'transform="translate(10 20)"')
    s.path(d, s.lin(SHOOT, LEAF, MOSS, angle=60))
    s.open(s.clip(d))
    for i in range(-16, 17):
        x = i * w / 30
        s.line(f"M{x:.0f} 0q{w * 0.04:.0f} {-h * 0.3:.0f} {w * 0.09:.0f} {-h * 0.56:.0f}", light(SHOOT, 0.4), 2, 0.35)
        s.line(f"M{x:.0f} 0q{w * 0.04:.0f} {h * 0.3:.0f} {w * 0.09:.0f} {h * 0.56:.0f}", dark(LEAF, 0.5), 3, 0.3)
    s.path(box(-w / 2, 4, w, h / 2), dark(MOSS, 0.4), 0.3, 10)
    s.line(f"M{-w / 2:.0f} 0H{w / 2:.0f}", light(SHOOT, 0.55), 9, 0.9)
    s.line(f"M{-w / 2:.0f} 5H{w / 2:.0f}", MOSS, 3, 0.6)
    s.close()
    s.close()


def label(
    s: Sheet,
    x: float,
    y: float,
    w: float,
    h: float,
    title: str,
    note: str,
    dye: str = INDIGO,
    paper: str = PAPER,
    curve: float = 0,
) -> None:
    """A printed label: a dyed band with tile scallops over paper."""
    d = (
        f"M{x:.0f} {y:.0f}Q{x + w / 2:.0f} {y + curve:.0f} {x + w:.0f} {y:.0f}V{y + h:.0f}"
        f"Q{x + w / 2:.0f} {y + h + curve:.0f} {x:.0f} {y + h:.0f}Z"
    )
    s.path(d, s.lin(mix(paper, CANE, 0.3), light(paper, 0.6), paper, mix(paper, CANE, 0.4), angle=0))
    s.open(s.clip(d))
    s.open(f'transform="translate(0 {curve * 0.45:.0f})"')
    s.path(box(x, y - curve, w, h * 0.3 + curve), dye)
    n = max(6, int(w / 18))
    r = w / n / 2
    for i in range(n):
        s.path(oval(x + r * (2 * i + 1), y + h * 0.3, r, r * 0.8), dye)
        s.path(oval(x + r * (2 * i + 1), y + h * 0.3, r * 0.45, r * 0.36), TURMERIC)
    s.text(x + w / 2, y + h * 0.2, "XỨ LẠNG", h * 0.12, STRAW, more=f'letter-spacing="{h * 0.02:.1f}"')
    size = min(h * 0.21, w * 1.5 / max(6, len(title)))
    s.text(x + w / 2, y + h * 0.65, title, size, dye)
    s.text(x + w / 2, y + h * 0.87, note, size * 0.62, BROWN, bold=False)
    s.close()
    s.path(box(x + w * 0.78, y - 20, w * 0.24, h + 60), "#1a0f20", 0.28, w * 0.06)
    s.path(box(x - w * 0.02, y - 20, w * 0.08, h + 60), "#1a0f20", 0.2, w * 0.04)
    s.close()


def glass(s: Sheet, d: str, x: float, y: float, w: float, h: float, tint: str = "#eaf2ee") -> None:
    """Glass over what is in it: rim light, long gleams, a darker far edge."""
    s.path(d, tint, 0.1)
    s.open(s.clip(d))
    s.line(d, "#fdfdf6", w * 0.05, 0.55, w * 0.012)
    s.path(box(x + w * 0.86, y, w * 0.12, h), "#1a1020", 0.3, w * 0.04)
    s.path(box(x + w * 0.09, y + h * 0.1, w * 0.07, h * 0.76, w * 0.03), "#ffffff", 0.62, w * 0.012)
    s.path(box(x + w * 0.2, y + h * 0.14, w * 0.02, h * 0.5, w * 0.01), "#ffffff", 0.5, w * 0.008)
    s.path(box(x + w * 0.8, y + h * 0.2, w * 0.03, h * 0.55, w * 0.01), "#ffffff", 0.35, w * 0.01)
    s.close()


def twine(s: Sheet, d: str, width: float = 7, colour: str = STRAW) -> None:
    s.line(d, dark(colour, 0.6), width + 2, 0.6, 1.5, 'transform="translate(2 3)"')
    s.line(d, colour, width)
    s.line(d, dark(colour, 0.5), width * 0.6, 0.5, more=f'stroke-dasharray="2 {width * 0.7:.1f}"')


def scene(s: Sheet, mood: str, top: str, cloth: str = "", y: float = 380) -> None:
    backdrop(s, mood, y)
    table(s, top, y)
    if cloth:
        runner(s, cloth, y + 150, s.height - y - 230)
