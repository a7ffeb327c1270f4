"""Covers of the three campaigns."""

import math

from scripts.draw.land import birds, clouds, fields, house, karst, lantern, mist, sky, stall, tree, walker
from scripts.draw.palette import (
    BARK,
    CREAM,
    DYE,
    EMBER,
    INDIGO,
    LEAF,
    NIGHT,
    RED,
    SHOOT,
    TURMERIC,
    dark,
    light,
)
from scripts.draw.settings import woven
from scripts.draw.shapes import Sheet, box, oval, smooth


def drape(s: Sheet, d: str, name: str, x: float, y: float, w: int, h: int) -> None:
    """Indigo brocade hanging in folds."""
    s.path(d, "#0b0a22", 0.5, 18, 'transform="translate(8 18)"')
    woven(s, name, d, x, y, w, h, 1.0)
    s.open(s.clip(d))
    for k in range(9):
        xx = x + w * (k + 0.4) / 9
        s.line(
            f"M{xx:.0f} {y}q{s.rng.uniform(-30, 30):.0f} {h * 0.5:.0f} {s.rng.uniform(-24, 24):.0f} {h}",
            "#05061a" if k % 2 else "#fff",
            46,
            0.26 if k % 2 else 0.1,
            18,
        )
    s.close()


def cho_phien(s: Sheet) -> None:
    sky(s, "gold", 400, (1130, 170))
    clouds(s, 6, 50, 200, "#fff0d0")
    karst(s, 400, 300, "#8a86a4", 8, 0.55, "#f7cf94")
    karst(s, 430, 230, "#4f7358", 7, 0.22, "#f0d79c")
    mist(s, 420, 60, 0.7, "#fff4d8")
    fields(s, 425, 640, ("#efc63f", "#b58a24"), 6)
    for x, y, w in ((40, 530, 150), (230, 520, 130), (1200, 525, 150), (1400, 540, 170), (900, 505, 100)):
        house(s, x, y, w)
    s.path(
        smooth([(-40, 620), (400, 560), (800, 548), (1200, 560), (1640, 620), (1640, 960), (-40, 960)], tension=0.6),
        s.lin("#e0bd8c", "#c0925c", "#8a5f3c"),
    )
    goods = [
        ["#e57a0e", RED, SHOOT],
        ["#8a3210", TURMERIC, "#f3d48a"],
        [SHOOT, "#2a2428", EMBER],
        ["#e2701c", LEAF, "#c58f3c"],
    ]
    for i, (x, y, w) in enumerate(((330, 650, 180), (560, 630, 160), (900, 630, 160), (1110, 650, 185))):
        stall(s, x, y, w, [LEAF, RED, INDIGO, EMBER][i], goods[i], f"phiên {i}")
    for i, (x, y, w) in enumerate(((90, 800, 310), (1200, 800, 320))):
        stall(s, x, y, w, [INDIGO, RED][i], goods[3 - i], f"phiên lớn {i}")
    for i in range(15):
        y = 660 + i * 12
        walker(
            s,
            800 + s.rng.uniform(-340, 340),
            y,
            84 + i * 5.4,
            s.rng.choice([INDIGO, NIGHT, "#7a2b53", INDIGO, "#35577a"]),
            s.rng.choice([CREAM, DYE, RED, "#241a1c"]),
            s.rng.choice(["pole", "basket", "", "basket"]),
        )
    drape(s, "M-20 900V836Q300 780 800 850Q1300 916 1620 820V920H-20Z", "Tày Lạng Sơn 17", -20, 770, 1640, 160)
    s.line("M-20 40Q800 190 1620 30", "#4b2d1c", 4)
    for i in range(24):
        x = i * 70 - 10
        y = 40 + 110 * math.sin((i + 0.3) / 24 * math.pi) * 0.98
        tone = s.rng.choice([RED, TURMERIC, INDIGO, LEAF, EMBER])
        s.path(f"M{x} {y:.0f}l46 2l-22 54Z", s.lin(light(tone, 0.3), tone))
    birds(s, 700, 260, 8)


def mua_hong(s: Sheet) -> None:
    sky(s, "gold", 470, (420, 200))
    clouds(s, 5, 60, 200, "#fff0d0")
    karst(s, 470, 300, "#a08a9a", 7, 0.5, "#f9cf90")
    karst(s, 490, 170, "#8a7a4a", 6, 0.2, "#f3cd8c")
    s.path(box(0, 480, s.width, 430), s.lin("#d9a85a", "#b9783a", "#7a4a28"))
    for x, y, w in ((150, 620, 210), (1180, 610, 220)):
        house(s, x, y, w)
    for x, y, z in (
        (60, 700, 140),
        (470, 640, 110),
        (820, 600, 90),
        (1080, 650, 110),
        (1500, 720, 170),
        (640, 720, 150),
    ):
        tree(s, x, y, z, s.rng.choice(["#c9702a", "#d9862a", "#b9582a"]), "#ef7a1c")
    for x, h in ((900, 150), (1010, 160), (360, 150)):
        walker(s, x, 800, h, INDIGO, CREAM, "pole" if x != 1010 else "basket")
    s.line("M-20 -10Q400 150 900 40T1640 70", BARK, 20)
    for x, y, r in ((70, 130, 74), (250, 190, 84), (430, 150, 66), (1210, 150, 76), (1390, 200, 88), (1550, 140, 70)):
        s.line(f"M{x} {y - r - 60}V{y - r}", BARK, 7)
        d = smooth(
            [
                (x, y - r * 0.86),
                (x + r * 0.7, y - r * 0.8),
                (x + r, y),
                (x + r * 0.6, y + r * 0.74),
                (x, y + r * 0.92),
                (x - r * 0.6, y + r * 0.74),
                (x - r, y),
                (x - r * 0.7, y - r * 0.8),
            ]
        )
        s.path(d, "#2c1206", 0.35, 16, 'transform="translate(14 18)"')
        s.volume(d, s.rad("#ffd08a", "#f08a2a", "#d65a14", "#8a2f08"), 34, tone="#5a1a06", glow="#ffe9b0")
        s.gleam(x - r * 0.4, y - r * 0.35, r * 0.13, r * 0.3, 20, 0.7, 5)
        for a in (-160, -110, -60, -15):
            s.leaf(x, y - r * 0.8, r * 0.66, r * 0.36, a, "#8a8a44", 3, False)
    for x, y, a in ((160, 70, 60), (520, 90, 40), (1120, 60, 120), (1300, 80, 60), (660, 60, 110)):
        s.leaf(x, y, 130, 64, a, s.rng.choice(["#c9502a", "#d9862a", SHOOT]), 6)
    drape(s, "M-20 920V860Q400 810 800 860Q1240 910 1620 846V920Z", "Mùa hồng Văn Lãng", -20, 800, 1640, 130)


def hoa_dao(s: Sheet) -> None:
    sky(s, "pink", 480, (1000, 180))
    karst(s, 470, 300, "#a9a4c4", 7, 0.55, "#fbe0da")
    karst(s, 500, 190, "#6d8a7a", 6, 0.3, "#f7dcd4")
    mist(s, 480, 70, 0.8, "#fff4ee")
    s.path(box(0, 490, s.width, 420), s.lin("#c9d0a0", "#9ab07a", "#5a7a52"))
    for x, y, w in ((260, 630, 200), (540, 600, 150), (1180, 630, 220)):
        house(s, x, y, w)
    for x, y, z in ((120, 700, 150), (470, 680, 110), (760, 650, 90), (1040, 690, 130), (1500, 740, 180)):
        tree(s, x, y, z, s.rng.choice(["#e58fa6", "#f0aebc", "#d9708e"]), "#fbd9e0", "#4b2d2a")
    for x, h, c in ((640, 130, "#b5302b"), (720, 138, INDIGO), (880, 140, "#7a2b53"), (960, 128, NIGHT)):
        walker(s, x, 790, h, c, CREAM if c != NIGHT else RED, "basket" if c == INDIGO else "")
    for d, wide in (
        ("M-20 420Q160 330 300 200T640 60", 30),
        ("M180 300Q300 300 420 330", 14),
        ("M330 176Q420 90 440 10", 14),
        ("M1640 260Q1440 220 1330 130T1100 40", 26),
        ("M1440 200Q1380 270 1300 290", 12),
    ):
        s.line(d, "#2f1a1c", wide + 4, 0.5, 4, 'transform="translate(4 6)"')
        s.line(d, "#5a3a34", wide)
        s.line(d, "#9a7464", wide * 0.25, 0.7, 1)
    spots = [(40 + k * 26, 390 - k * 15 + s.rng.uniform(-70, 60)) for k in range(24)] + [
        (1620 - k * 26, 250 - k * 10 + s.rng.uniform(-60, 70)) for k in range(21)
    ]
    for x, y in spots:
        r, turn = s.rng.uniform(24, 42), s.rng.uniform(0, 72)
        tone = s.rng.choice(["#f7b4c4", "#f096ae", "#fbd0d8"])
        for k in range(5):
            a = math.radians(turn + k * 72)
            s.path(
                oval(x + r * 0.52 * math.cos(a), y + r * 0.52 * math.sin(a), r * 0.48, r * 0.48),
                s.rad("#fff0f2", tone, dark(tone, 0.12), cx=0.4, cy=0.4, r=0.7),
            )
        s.path(oval(x, y, r * 0.22, r * 0.22), "#c9406a")
        for k in range(7):
            a = math.radians(turn + k * 51)
            s.line(f"M{x:.0f} {y:.0f}l{r * 0.4 * math.cos(a):.1f} {r * 0.4 * math.sin(a):.1f}", "#fff3c0", 1.8)
    for _ in range(40):
        x, y = s.rng.uniform(0, 1600), s.rng.uniform(100, 860)
        s.path(oval(x, y, 9, 5), "#f7b4c4", 0.8, 0, f'transform="rotate({s.rng.randrange(180)} {x:.0f} {y:.0f})"')
    for x, y in ((800, 130), (880, 170), (720, 160)):
        s.line(f"M{x} -10V{y - 40}", "#5a3a34", 2)
        lantern(s, x, y, 26, RED)
    drape(s, "M-20 920V868Q400 830 800 866Q1240 904 1620 850V920Z", "Hội hoa đào 1", -20, 810, 1640, 130)


DRAWN = {"cho-phien-lang-son": cho_phien, "mua-hong": mua_hong, "hoi-hoa-dao": hoa_dao}
