"""The country: sky, karst, fields, rivers, trees, stilt houses, stalls, lanterns, small figures."""
# ruff: noqa: E501 (rows of coordinates stay rows)

import math

from scripts.draw.palette import (
    BARK,
    CANE,
    CREAM,
    DYE,
    INDIGO,
    LEAF,
    MOSS,
    RED,
    SHOOT,
    STRAW,
    TILE,
    TURMERIC,
    WOOD,
    dark,
    light,
    mix,
)
from scripts.draw.settings import woven
from scripts.draw.shapes import Sheet, box, oval, smooth

SKIES = {
    "dawn": ("#f6d9a8", "#f3b98a", "#a9a6c8", "#6d79b4"),
    "day": ("#fdf0d4", "#d9e6e4", "#9cc3d8", "#6da0c8"),
    "gold": ("#ffe9a8", "#f7c46a", "#e59a6a", "#a87a8a"),
    "mist": ("#f6f4ea", "#dfe8e2", "#c2d4d2", "#a3bcc2"),
    "night": ("#7a4a6a", "#3d3a7c", "#22265e", "#12143a"),
    "pink": ("#fff0e4", "#fbd9d4", "#e8b9cc", "#b9b4dc"),
}


def sky(s: Sheet, kind: str, horizon: float, sun: tuple[float, float] | None = None) -> None:
    a, b, c, d = SKIES[kind]
    s.path(box(0, 0, s.width, s.height), s.lin(d, c, b, a))
    s.path(box(0, horizon * 0.6, s.width, horizon * 0.5), a, 0.6, 50)
    if sun:
        for r, o in ((260, 0.25), (140, 0.35), (62, 0.9)):
            s.path(oval(*sun, r, r), "#fff6d8", o, r * 0.16)


def clouds(s: Sheet, count: int, low: float, high: float, tone: str = "#fffaf0", opacity: float = 0.75) -> None:
    for _ in range(count):
        x, y, w = s.rng.uniform(0, s.width), s.rng.uniform(low, high), s.rng.uniform(120, 330)
        for _ in range(7):
            s.path(
                oval(
                    x + s.rng.uniform(-w, w) * 0.5,
                    y + s.rng.uniform(-14, 8),
                    w * s.rng.uniform(0.14, 0.3),
                    w * s.rng.uniform(0.05, 0.11),
                ),
                tone,
                opacity * 0.5,
                9,
            )


def karst(s: Sheet, base: float, tall: float, tone: str, count: int, far: float = 0.0, haze: str = "#dfe8e2") -> None:
    """Steep rounded limestone, green on the shoulders and bare on the faces; far runs from 0 (near) to 1."""
    w = s.width
    step = w / max(1, count - 0.4)
    order = list(range(count))
    s.rng.shuffle(order)
    for i in order:
        x = (i + 0.3) * step + s.rng.uniform(-0.3, 0.3) * step
        h = tall * s.rng.uniform(0.55, 1.0)
        b = step * s.rng.uniform(0.62, 0.92)
        lean = s.rng.uniform(-0.15, 0.15) * b
        pts = [
            (x - b, base + 40),
            (x - b * 0.86, base - h * 0.2),
            (x - b * 0.62 + lean * 0.4, base - h * s.rng.uniform(0.5, 0.64)),
            (x - b * 0.3 + lean, base - h * s.rng.uniform(0.86, 0.94)),
            (x + lean, base - h),
            (x + b * 0.3 + lean, base - h * s.rng.uniform(0.84, 0.94)),
            (x + b * 0.56 + lean * 0.4, base - h * s.rng.uniform(0.5, 0.66)),
            (x + b * 0.84, base - h * 0.18),
            (x + b, base + 40),
        ]
        d = smooth(pts, tension=0.75)
        body = mix(tone, haze, far)
        s.path(d, s.lin(light(body, 0.2 * (1 - far)), body, mix(body, haze, 0.5)))
        s.open(s.clip(d))
        right = smooth(
            [
                (x + lean + b * 0.06, base - h * 1.05),
                (x + b, base - h),
                (x + b * 1.2, base + 60),
                (x + b * 0.2, base + 60),
                (x + b * 0.28, base - h * 0.4),
            ],
            tension=0.5,
        )
        s.path(right, dark(body, 0.5), 0.34 * (1 - far * 0.7), 8)
        if far < 0.7:
            for _ in range(int(26 * (1 - far))):
                px, py = x + s.rng.uniform(-b, b) * 0.8, base - h * s.rng.uniform(0.05, 0.95)
                s.line(
                    f"M{px:.0f} {py:.0f}l{s.rng.uniform(-8, 8):.0f} {h * s.rng.uniform(0.08, 0.2):.0f}",
                    s.rng.choice(["#e9e2d0", "#c9c4ba", "#d9d2c0"]),
                    s.rng.uniform(3, 9),
                    0.3 * (1 - far),
                    1.5,
                )
            for _ in range(int(60 * (1 - far))):
                px, py = x + s.rng.uniform(-b, b) * 0.95, base - h * s.rng.uniform(0, 1.02)
                r = s.rng.uniform(6, 20) * tall / 380
                s.path(
                    oval(px, py, r, r * 0.7),
                    s.rng.choice([mix(LEAF, haze, far), mix(SHOOT, haze, far + 0.1), mix(MOSS, haze, far)]),
                    0.5,
                )
        s.path(box(x - b * 1.2, base - h * 0.22, b * 2.4, h * 0.4), haze, 0.5, h * 0.08)
        s.close()


def fields(s: Sheet, top: float, foot: float, tones: tuple[str, str] = ("#f0cf5c", "#b9a03c"), rows: int = 10) -> None:
    """Rice parcels getting larger towards us, with banks between."""
    w = s.width
    s.path(box(0, top, w, foot - top), s.lin(light(tones[0], 0.3), tones[0], tones[1]))
    for r in range(rows):
        t0, t1 = (r / rows) ** 1.7, ((r + 1) / rows) ** 1.7
        y0, y1 = top + t0 * (foot - top), top + t1 * (foot - top)
        cells = max(3, int(11 - r * 0.8))
        off = s.rng.uniform(-1, 0)
        for c in range(cells + 2):
            x0, x1 = (c + off) * w / cells, (c + off + 1) * w / cells
            sk = (w / 2 - x0) * 0.16 * (y1 - y0) / 40
            tone = s.rng.choice(
                [tones[0], light(tones[0], 0.25), mix(tones[0], SHOOT, 0.5), tones[1], mix(tones[0], LEAF, 0.3)]
            )
            d = f"M{x0:.0f} {y0:.0f}Q{(x0 + x1) / 2:.0f} {y0 - 5:.0f} {x1:.0f} {y0:.0f}L{x1 - sk:.0f} {y1:.0f}Q{(x0 + x1) / 2 - sk:.0f} {y1 + 7:.0f} {x0 - sk:.0f} {y1:.0f}Z"
            s.path(d, tone, 0.85)
            s.line(d, mix(MOSS, tone, 0.4), 1 + 3.4 * t1, 0.55)
            for _ in range(int(3 + 8 * t1)):
                px, py = s.rng.uniform(x0, x1), s.rng.uniform(y0, y1)
                s.line(f"M{px:.0f} {py:.0f}l{3 + 6 * t1:.0f} {-5 - 12 * t1:.0f}", light(tone, 0.45), 1 + 2 * t1, 0.5)


def river(s: Sheet, points: list[tuple[float, float, float]], tone: str = "#8fb8c4") -> None:
    """Water winding through centre points with half widths."""
    left = [(x - w, y) for x, y, w in points]
    right = [(x + w, y) for x, y, w in reversed(points)]
    d = smooth(left, closed=False) + "L" + smooth(right, closed=False)[1:] + "Z"
    s.line(d, mix(MOSS, "#c9b06a", 0.4), 12, 0.5, 3)
    s.path(d, s.lin(light(tone, 0.6), tone, dark(tone, 0.25)))
    s.open(s.clip(d))
    for x, y, w in points:
        for _ in range(6):
            s.line(
                f"M{x + s.rng.uniform(-w, w * 0.6):.0f} {y + s.rng.uniform(-20, 20):.0f}h{w * s.rng.uniform(0.2, 0.7):.0f}",
                "#ffffff",
                3,
                0.35,
                1,
            )
    s.close()


def tree(s: Sheet, x: float, y: float, size: float, tone: str = LEAF, fruit: str = "", trunk: str = BARK) -> None:
    s.path(oval(x + size * 0.3, y, size * 0.8, size * 0.14), "#16201a", 0.4, size * 0.05)
    s.line(f"M{x:.0f} {y:.0f}q{size * 0.06:.0f} {-size * 0.4:.0f} {-size * 0.03:.0f} {-size:.0f}", trunk, size * 0.13)
    for a in (-0.5, 0.5):
        s.line(
            f"M{x:.0f} {y - size * 0.5:.0f}q{a * size * 0.4:.0f} {-size * 0.2:.0f} {a * size * 0.8:.0f} {-size * 0.55:.0f}",
            trunk,
            size * 0.06,
        )
    for layer, part in enumerate((dark(tone, 0.35), tone, light(tone, 0.22))):
        for _ in range(13):
            a, q = s.rng.uniform(0, math.tau), math.sqrt(s.rng.random())
            px = x + size * (0.72 * q * math.cos(a) - 0.07 * layer)
            py = y - size * (1.15 + 0.42 * q * math.sin(a) + 0.09 * layer)
            s.path(oval(px, py, size * s.rng.uniform(0.15, 0.27), size * s.rng.uniform(0.12, 0.2)), part, 0.9)
    for _ in range(26):
        px, py = x + s.rng.uniform(-0.7, 0.6) * size, y - size * s.rng.uniform(0.85, 1.6)
        s.line(f"M{px:.0f} {py:.0f}l{size * 0.06:.0f} {size * 0.03:.0f}", light(tone, 0.55), size * 0.024, 0.55)
    if fruit:
        for _ in range(17):
            px, py, r = x + s.rng.uniform(-0.75, 0.75) * size, y - size * s.rng.uniform(0.75, 1.55), size * 0.07
            s.path(oval(px, py, r, r), s.rad(light(fruit, 0.5), fruit, dark(fruit)))


def roof(s: Sheet, x: float, y: float, w: float, h: float, over: float = 0.14, tone: str = TILE) -> None:
    """A hipped yin-yang tile roof: rows of round tiles casting small shadows, a heavy ridge."""
    x0, x1 = x - w * over, x + w * (1 + over)
    t0, t1 = x + w * 0.16, x + w * 0.84
    d = f"M{t0:.0f} {y:.0f}L{t1:.0f} {y:.0f}Q{t1 + w * 0.12:.0f} {y + h * 0.62:.0f} {x1:.0f} {y + h:.0f}H{x0:.0f}Q{t0 - w * 0.12:.0f} {y + h * 0.62:.0f} {t0:.0f} {y:.0f}Z"
    s.path(d, "#150a10", 0.5, 6, f'transform="translate({w * 0.02:.0f} {h * 0.12:.0f})"')
    s.path(d, s.lin(light(tone, 0.22), tone, dark(tone, 0.35)))
    s.open(s.clip(d))
    n = max(8, int(w / max(6, h * 0.09)))
    for i in range(n + 1):
        a, b = t0 + (t1 - t0) * i / n, x0 + (x1 - x0) * i / n
        s.line(f"M{a:.1f} {y:.0f}L{b:.1f} {y + h:.0f}", dark(tone, 0.6), max(1, w / n * 0.3), 0.6)
        s.line(
            f"M{a + 1.2:.1f} {y:.0f}L{b + w / n * 0.32:.1f} {y + h:.0f}", light(tone, 0.4), max(0.8, w / n * 0.16), 0.5
        )
    for k in range(1, 7):
        yy = y + h * (k / 7) ** 1.2
        s.line(f"M{x0:.0f} {yy:.0f}H{x1:.0f}", dark(tone, 0.6), max(1, h * 0.014), 0.4)
    for _ in range(int(w / 10)):
        s.path(
            oval(s.rng.uniform(x0, x1), s.rng.uniform(y, y + h), w * 0.02, h * 0.03),
            s.rng.choice(["#6d7a4a", "#d98a5c", "#5a2412"]),
            0.35,
        )
    s.close()
    s.line(
        f"M{t0 - w * 0.03:.0f} {y - h * 0.03:.0f}Q{x + w / 2:.0f} {y + h * 0.06:.0f} {t1 + w * 0.03:.0f} {y - h * 0.03:.0f}",
        dark(tone, 0.35),
        h * 0.09,
    )
    s.line(
        f"M{t0 - w * 0.02:.0f} {y - h * 0.05:.0f}Q{x + w / 2:.0f} {y + h * 0.03:.0f} {t1 + w * 0.02:.0f} {y - h * 0.05:.0f}",
        light(tone, 0.35),
        h * 0.03,
    )
    s.line(f"M{x0:.0f} {y + h:.0f}H{x1:.0f}", dark(tone, 0.5), h * 0.035)


def house(s: Sheet, x: float, y: float, w: float, lit: bool = False) -> None:
    """A stilt house; x is its left wall, y the ground."""
    post, wall, top = w * 0.26, w * 0.3, w * 0.42
    s.path(oval(x + w * 0.56, y, w * 0.66, w * 0.06), "#14101c", 0.5, w * 0.02)
    s.path(box(x, y - post - wall * 0.1, w, post), "#1d1218", 0.72)
    for i in range(6):
        s.path(box(x + i * (w - w * 0.03) / 5, y - post, w * 0.03, post), s.lin("#8a5a34", "#4b2d1c", angle=0))
    s.path(box(x - w * 0.03, y - post - wall, w * 1.06, wall), s.lin("#b0793f", "#8a5a34", "#6d4427"))
    for i in range(24):
        s.line(f"M{x + i * w / 23:.0f} {y - post - wall:.0f}v{wall:.0f}", BARK, 1.4, 0.4)
    for i in range(3):
        wx = x + w * (0.12 + i * 0.31)
        s.path(box(wx, y - post - wall * 0.8, w * 0.14, wall * 0.52), "#ffd98a" if lit else "#2b1a18")
        s.line(
            f"M{wx + w * 0.07:.0f} {y - post - wall * 0.8:.0f}v{wall * 0.52:.0f}M{wx:.0f} {y - post - wall * 0.54:.0f}h{w * 0.14:.0f}",
            "#6d4427",
            w * 0.008,
        )
    s.path(box(x - w * 0.05, y - post - wall * 0.2, w * 1.1, wall * 0.05), "#5a361f")
    for i in range(20):
        s.line(
            f"M{x - w * 0.04 + i * w * 1.08 / 19:.0f} {y - post - wall * 0.2:.0f}v{wall * 0.2:.0f}",
            "#5a361f",
            w * 0.008,
        )
    s.path(box(x - w * 0.06, y - post - wall * 0.04, w * 1.12, wall * 0.09), "#7a4e2c")
    s.line(
        f"M{x + w * 0.8:.0f} {y - post:.0f}L{x + w * 0.98:.0f} {y:.0f}M{x + w * 0.88:.0f} {y - post:.0f}L{x + w * 1.06:.0f} {y:.0f}",
        "#6d4427",
        w * 0.018,
    )
    for k in range(5):
        t = (k + 1) / 6
        s.line(f"M{x + w * (0.8 + 0.18 * t):.0f} {y - post * (1 - t):.0f}h{w * 0.08:.0f}", "#8a5a34", w * 0.014)
    s.path(box(x - w * 0.03, y - post - wall, w * 1.06, wall * 0.22), "#1a0d10", 0.45, w * 0.014)
    roof(s, x, y - post - wall - top * 0.92, w, top)


def walker(s: Sheet, x: float, y: float, h: float, cloth: str = INDIGO, scarf: str = DYE, load: str = "") -> None:
    """A small villager seen at a distance; y is the ground."""
    s.path(oval(x + h * 0.14, y, h * 0.3, h * 0.05), "#14101c", 0.4, h * 0.02)
    s.line(
        f"M{x - h * 0.06:.1f} {y:.0f}v{-h * 0.3:.0f}M{x + h * 0.06:.1f} {y:.0f}v{-h * 0.3:.0f}",
        dark(cloth, 0.5),
        h * 0.09,
    )
    d = smooth(
        [
            (x - h * 0.11, y - h * 0.76),
            (x + h * 0.11, y - h * 0.76),
            (x + h * 0.19, y - h * 0.45),
            (x + h * 0.17, y - h * 0.2),
            (x - h * 0.17, y - h * 0.2),
            (x - h * 0.19, y - h * 0.45),
        ]
    )
    s.path(d, s.lin(light(cloth, 0.25), cloth, dark(cloth, 0.3), angle=20))
    s.path(oval(x, y - h * 0.86, h * 0.085, h * 0.1), "#d99a6e")
    if h >= 100:
        for side in (-1, 1):
            s.path(oval(x + side * h * 0.032, y - h * 0.865, h * 0.009, h * 0.011), "#2a1812")
        s.line(
            f"M{x - h * 0.02:.1f} {y - h * 0.815:.1f}q{h * 0.02:.1f} {h * 0.014:.1f} {h * 0.04:.1f} 0",
            "#8a3a2a",
            h * 0.01,
        )
        s.line(
            f"M{x + h * 0.02:.0f} {y - h * 0.75:.0f}Q{x + h * 0.1:.0f} {y - h * 0.66:.0f} {x + h * 0.11:.0f} {y - h * 0.22:.0f}",
            light(cloth, 0.5),
            h * 0.014,
            0.7,
        )
    s.path(
        smooth(
            [
                (x - h * 0.11, y - h * 0.84),
                (x - h * 0.07, y - h * 0.97),
                (x + h * 0.03, y - h),
                (x + h * 0.11, y - h * 0.92),
                (x + h * 0.09, y - h * 0.84),
                (x, y - h * 0.92),
            ]
        ),
        scarf,
    )
    if load == "pole":
        s.line(
            f"M{x - h * 0.55:.0f} {y - h * 0.68:.0f}Q{x:.0f} {y - h * 0.86:.0f} {x + h * 0.55:.0f} {y - h * 0.68:.0f}",
            WOOD,
            h * 0.03,
        )
        for k in (-1, 1):
            bx = x + k * h * 0.55
            s.line(
                f"M{bx:.0f} {y - h * 0.68:.0f}L{bx - h * 0.13:.0f} {y - h * 0.26:.0f}M{bx:.0f} {y - h * 0.68:.0f}L{bx + h * 0.13:.0f} {y - h * 0.26:.0f}",
                CANE,
                1.6,
            )
            s.path(oval(bx, y - h * 0.26, h * 0.16, h * 0.07), s.rng.choice([SHOOT, "#e57a0e", RED, TURMERIC]))
            s.path(
                f"M{bx - h * 0.16:.0f} {y - h * 0.26:.0f}Q{bx:.0f} {y + h * 0.02:.0f} {bx + h * 0.16:.0f} {y - h * 0.26:.0f}Z",
                s.lin(STRAW, CANE),
            )
    elif load == "basket":
        s.path(box(x + h * 0.09, y - h * 0.72, h * 0.2, h * 0.3, h * 0.05), s.lin(STRAW, CANE))


def stall(s: Sheet, x: float, y: float, w: float, dye: str, goods: list[str], name: str = "") -> None:
    """A market stall under a striped awning with heaps of goods and a brocade skirt."""
    h = w * 0.86
    s.path(oval(x + w * 0.55, y, w * 0.6, w * 0.07), "#14101c", 0.5, w * 0.03)
    for px in (x + w * 0.04, x + w * 0.93):
        s.path(box(px, y - h, w * 0.03, h), s.lin("#a9783c", BARK, angle=0))
    s.path(box(x, y - h * 0.9, w, h * 0.5), "#1a1020", 0.45, w * 0.02)
    front = box(x, y - h * 0.36, w, h * 0.34, 4)
    s.path(front, WOOD)
    woven(s, name or f"{dye}{x:.0f}", front, x, y - h * 0.36, int(w), int(h * 0.5) + 60, 0.75)
    s.path(box(x, y - h * 0.36, w, h * 0.34), s.lin("#000/0", "#0d0818/0.5"))
    s.path(box(x - w * 0.02, y - h * 0.41, w * 1.04, h * 0.07, 4), "#b9854d")
    for i, tone in enumerate(goods):
        gx = x + w * (i + 0.5) / len(goods)
        r = w * 0.42 / len(goods)
        s.path(oval(gx, y - h * 0.41, r * 1.05, r * 0.4), s.lin(STRAW, CANE))
        for _k in range(12):
            a = s.rng.uniform(0, math.pi)
            q = s.rng.random()
            s.path(
                oval(
                    gx + r * 0.8 * q * math.cos(a),
                    y - h * 0.43 - r * 0.7 * (1 - q * 0.8) * s.rng.uniform(0.2, 1),
                    r * 0.22,
                    r * 0.2,
                ),
                s.rad(light(tone, 0.5), tone, dark(tone)),
            )
    n = 8
    for i in range(n):
        a0, a1 = x - w * 0.06 + i * w * 1.12 / n, x - w * 0.06 + (i + 1) * w * 1.12 / n
        b0, b1 = x + w * 0.06 + i * w * 0.88 / n, x + w * 0.06 + (i + 1) * w * 0.88 / n
        tone = dye if i % 2 else CREAM
        s.path(
            f"M{b0:.0f} {y - h * 1.12:.0f}H{b1:.0f}L{a1:.0f} {y - h * 0.84:.0f}a{(a1 - a0) / 2:.1f} {(a1 - a0) * 0.42:.1f} 0 0 1 {a0 - a1:.1f} 0Z",
            s.lin(light(tone, 0.2), tone, dark(tone, 0.3)),
        )


def lantern(s: Sheet, x: float, y: float, r: float, tone: str = RED) -> None:
    s.path(oval(x, y, r * 3, r * 3), light(tone, 0.4), 0.28, r)
    s.line(f"M{x:.0f} {y - r * 2.4:.0f}V{y - r:.0f}", "#2a1a1c", 2)
    s.path(oval(x, y, r, r * 0.92), s.rad("#fff3c0", "#ffb84a", tone, cx=0.5, cy=0.55, r=0.65))
    for k in (-0.5, 0, 0.5):
        s.line(
            f"M{x:.0f} {y - r * 0.9:.0f}Q{x + k * r * 2.4:.0f} {y:.0f} {x:.0f} {y + r * 0.9:.0f}",
            dark(tone),
            r * 0.06,
            0.5,
        )
    s.path(box(x - r * 0.35, y - r * 1.05, r * 0.7, r * 0.2), "#4b2d1c")
    s.path(box(x - r * 0.35, y + r * 0.85, r * 0.7, r * 0.2), "#4b2d1c")
    s.line(f"M{x:.0f} {y + r:.0f}v{r * 0.9:.0f}", TURMERIC, r * 0.16)


def mist(s: Sheet, y: float, h: float, opacity: float = 0.6, tone: str = "#fbf7ef") -> None:
    for _ in range(7):
        s.path(
            oval(
                s.rng.uniform(0, s.width),
                y + s.rng.uniform(-h, h) * 0.5,
                s.width * s.rng.uniform(0.2, 0.45),
                h * s.rng.uniform(0.2, 0.5),
            ),
            tone,
            opacity * 0.5,
            h * 0.3,
        )


def birds(s: Sheet, x: float, y: float, count: int, size: float = 16) -> None:
    for _ in range(count):
        px, py, r = x + s.rng.uniform(-120, 120), y + s.rng.uniform(-50, 50), size * s.rng.uniform(0.6, 1.1)
        s.line(
            f"M{px - r:.0f} {py - r * 0.35:.0f}Q{px - r * 0.3:.0f} {py - r * 0.5:.0f} {px:.0f} {py:.0f}Q{px + r * 0.3:.0f} {py - r * 0.5:.0f} {px + r:.0f} {py - r * 0.35:.0f}",
            "#2a2a44",
            r * 0.14,
            0.75,
        )
