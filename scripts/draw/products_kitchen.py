"""Things to eat that came from a fire or a pot."""

import math

from scripts.draw.palette import (
    BARK,
    INDIGO,
    LEAF,
    MOSS,
    PAPER,
    RED,
    SHOOT,
    STRAW,
    dark,
    light,
    mix,
)
from scripts.draw.settings import banana_leaf, bowl, glass, label, mouth, rim, scene, slate, tray, twine
from scripts.draw.shapes import Sheet, box, oval, smooth

MAHOGANY = "#7d2d12"


def sprig(s: Sheet, x: float, y: float, angle: float, size: float = 1, pairs: int = 4, colour: str = LEAF) -> None:
    """Mắc mật: slim leaflets in pairs on a stalk."""
    a = math.radians(angle)
    length = 60 * pairs * size
    s.line(f"M{x:.0f} {y:.0f}l{length * math.cos(a):.0f} {length * math.sin(a):.0f}", MOSS, 5 * size)
    for i in range(pairs):
        px, py = x + (30 + i * 58) * size * math.cos(a), y + (30 + i * 58) * size * math.sin(a)
        for side in (-1, 1):
            s.leaf(
                px,
                py,
                118 * size,
                44 * size,
                angle + side * (52 - i * 6),
                mix(colour, SHOOT, s.rng.uniform(0, 0.35)),
                5,
            )
    s.leaf(x + length * math.cos(a), y + length * math.sin(a), 120 * size, 46 * size, angle, colour, 5)


def fruits(s: Sheet, x: float, y: float, count: int, size: float = 15, colour: str = "#b58a35") -> None:
    for _ in range(count):
        fx, fy = x + s.rng.uniform(-1, 1) * size * 3, y + s.rng.uniform(-0.7, 0.7) * size * 2
        s.shade(fx + 3, fy + size * 0.7, size, size * 0.5, 0.5)
        s.volume(oval(fx, fy, size, size * 0.96), s.rad(light(colour, 0.5), colour, dark(colour, 0.4)), size * 0.6)


def duck(s: Sheet) -> None:
    """A whole roast duck on its side, around the origin, about 620 wide."""
    body = smooth(
        [
            (-292, 30),
            (-262, -70),
            (-120, -146),
            (60, -142),
            (190, -84),
            (268, 6),
            (300, 40),
            (244, 92),
            (120, 136),
            (-60, 148),
            (-226, 118),
        ]
    )
    skin = s.rad("#e08a3a", "#b65016", MAHOGANY, "#4a1508", cx=0.38, cy=0.22, r=0.85)
    rear = smooth(
        [
            (60, -40),
            (150, -112),
            (236, -104),
            (262, -50),
            (330, -62),
            (392, -70),
            (404, -46),
            (372, -32),
            (290, -6),
            (170, 30),
        ]
    )
    s.volume(rear, s.lin("#c9681f", MAHOGANY, "#52180a"), 34, tone="#2a0904", dim=0.7)
    s.path(oval(396, -58, 17, 14), s.rad(PAPER, "#d9b88a"))
    s.volume(
        smooth([(250, 20), (330, 8), (372, 34), (330, 62), (262, 74)]), s.lin("#b65016", "#5b1c0b"), 22, tone="#2a0904"
    )
    s.volume(body, skin, 92, tone="#2a0904", glow="#ffc26b", dim=0.8, shine=0.5, texture="#ffb65a", spread=46)
    leg = smooth(
        [
            (20, 40),
            (90, -2),
            (170, 24),
            (190, 78),
            (240, 118),
            (318, 136),
            (330, 160),
            (296, 170),
            (214, 156),
            (120, 138),
            (44, 112),
        ]
    )
    s.path(leg, "#230703", 0.6, 14, 'transform="translate(6 14)"')
    s.volume(leg, s.rad("#ee9a42", "#b24a14", "#5e1c0b", cx=0.3, cy=0.2), 46, tone="#2a0904", glow="#ffd08a", dim=0.75)
    s.path(oval(322, 152, 18, 14), s.rad(PAPER, "#d9b88a"))
    wing = smooth(
        [
            (-170, -30),
            (-90, -84),
            (10, -74),
            (54, -30),
            (20, 10),
            (-50, 22),
            (-90, 52),
            (-150, 66),
            (-190, 44),
            (-150, 22),
        ]
    )
    s.path(wing, "#230703", 0.55, 14, 'transform="translate(4 14)"')
    s.volume(wing, s.rad("#f0a24a", "#bd5417", "#611e0b", cx=0.4, cy=0.2), 40, tone="#2a0904", glow="#ffd08a", dim=0.75)
    for i in range(5):
        s.line(f"M{-150 + i * 32} {44 - i * 9}q30 -14 {48 - i * 2} -46", "#4a1508", 4, 0.45, 1.5)
    for x, y, w, h, a in ((-60, -108, 96, 12, -8), (110, -88, 60, 9, 22), (-40, -58, 52, 9, -8), (100, 36, 44, 9, 18)):
        s.gleam(x, y, w, h, a, 0.75, 4, "#fff0c8")
    for _ in range(40):
        s.path(oval(s.rng.uniform(-200, 240), s.rng.uniform(-90, 100), 2.4, 1.8), "#4a1508", 0.35)


def vit_quay(s: Sheet) -> None:
    scene(s, "clay", "dark", "Vịt quay bảy vị")
    tray(s, 600, 610, 560, 250)
    for x, y, a in ((190, 640, 200), (960, 520, -30), (1000, 690, 20), (250, 470, 205)):
        sprig(s, x, y, a, 0.72, 3)
    s.path(box(190, 250, 850, 530, 50), "#150a10", 0.5, 20, 'transform="translate(14 26)"')
    film = smooth(
        [
            (196, 270),
            (420, 246),
            (760, 250),
            (1012, 262),
            (1040, 480),
            (1024, 752),
            (800, 778),
            (420, 772),
            (188, 758),
            (172, 500),
        ],
        tension=0.5,
    )
    s.path(film, s.lin("#fff4df/0.34", "#ffe9c8/0.12", "#ffffff/0.3", angle=35))
    s.turn(-4, 560, 530, 1.06)
    s.shade(20, 130, 300, 60, 0.7)
    duck(s)
    s.close()
    sprig(s, 850, 710, 205, 0.55, 3, SHOOT)
    s.open(s.clip(film))
    s.line(film, "#ffffff", 26, 0.32, 3)
    s.line(film, "#fffdf5", 3, 0.85)
    for i in range(20):
        a = i / 20 * math.tau
        x, y = 600 + 410 * math.cos(a), 512 + 245 * math.sin(a)
        x2, y2 = 600 + 330 * math.cos(a + 0.12), 520 + 190 * math.sin(a + 0.12)
        s.line(
            f"M{x:.0f} {y:.0f}Q{(x + x2) / 2 + 14:.0f} {(y + y2) / 2:.0f} {x2:.0f} {y2:.0f}",
            "#fff9ea",
            s.rng.uniform(2, 6),
            0.5,
            1,
        )
    s.path("M240 300Q330 420 250 720L330 740Q420 480 330 280Z", "#ffffff", 0.13, 3)
    s.path("M900 280Q980 460 900 750L940 750Q1020 480 950 280Z", "#ffffff", 0.15, 3)
    s.close()
    label(s, 760, 262, 236, 132, "Vịt quay", "1,8–2 kg · hút chân không", "#7a2419")


def khau_nhuc(s: Sheet) -> None:
    scene(s, "warm", "wood", "Khâu nhục cỗ cưới")
    _rx, _ = bowl(s, 600, 560, 400, 190, "#e9dfcb", "#6b2a12", band=INDIGO)
    s.open(s.clip(mouth(600, 572, 380, 150)))
    s.path(oval(600, 590, 380, 145), s.rad("#9a3c12", "#5a1c0a", "#35100a", cx=0.4))
    for row in range(2):
        for i in range(7):
            x, y = 318 + i * 92 + row * 6, 515 + row * 92 - (66 - row * 84) * math.sin((i + 0.5) / 7 * math.pi)
            taro = i % 2 == 1
            lean = -15 + i * 4
            s.turn(lean, x, y, 1.14)
            if taro:
                d = smooth([(-46, -66), (38, -70), (50, 60), (-42, 70)], tension=0.45)
                s.path(d, "#200806", 0.5, 10, 'transform="translate(10 8)"')
                s.volume(d, s.lin("#e4d4dc", "#b69aa8", "#7a5464"), 22, texture="#6c3b52", spread=34)
                for _ in range(12):
                    s.line(f"M{s.rng.uniform(-36, 34):.0f} {s.rng.uniform(-56, 50):.0f}l4 9", "#7a3c5c", 2, 0.7)
            else:
                d = smooth([(-50, -74), (44, -78), (56, 64), (-46, 74)], tension=0.5)
                s.path(d, "#200806", 0.5, 10, 'transform="translate(10 8)"')
                s.volume(d, s.lin("#f0c48c", "#d38f55", "#a4522a"), 22, tone="#431207")
                s.open(s.clip(d))
                s.path(box(-60, -90, 130, 46), s.lin("#e59a3c", "#8a2f0e"))
                for k, (tone, wide) in enumerate(
                    (("#8a3416", 24), ("#f7d9ac", 16), ("#923c1c", 26), ("#f3cd9b", 12), ("#842f14", 20))
                ):
                    s.line(f"M-60 {-34 + k * 24}q60 {s.rng.uniform(-12, 10):.0f} 130 0", tone, wide * 0.72, 0.85, 1.5)
                s.close()
                s.gleam(-6, -66, 38, 9, -4, 0.85, 3, "#fff0cc")
            s.close()
    for _ in range(26):
        s.path(
            oval(s.rng.uniform(280, 920), s.rng.uniform(640, 710), s.rng.uniform(4, 12), s.rng.uniform(2, 5)),
            "#f2a64a",
            0.55,
        )
    s.close()
    for x, y, a in ((570, 470, -40), (670, 480, 10), (480, 492, 160)):
        s.leaf(x, y, 82, 34, a, SHOOT, 4)
    for x, y in ((620, 470), (590, 506), (660, 500)):
        s.volume(smooth([(x - 26, y), (x, y - 12), (x + 28, y + 2), (x, y + 11)]), s.lin("#e2452f", RED), 8)
    rim(s, 600, 560, 400, "#e9dfcb")
    s.line("M1010 800L1190 560", BARK, 15)
    s.line("M1044 816L1216 570", BARK, 15)
    s.line("M1008 797L1188 557", "#b98252", 4, 0.8)
    s.steam(600, 420, 300, 3, 0.3)


def mang_ot(s: Sheet) -> None:
    scene(s, "garden", "wood", "")
    banana_leaf(s, 640, 770, 1000, 220, -3)
    x, y, w, h = 400, 200, 400, 560
    s.shade(620, 752, 230, 62, 0.75)
    d = smooth(
        [
            (x + 40, y + 60),
            (x + 200, y + 50),
            (x + w - 40, y + 60),
            (x + w - 4, y + 130),
            (x + w, y + h * 0.6),
            (x + w - 14, y + h - 30),
            (x + w / 2, y + h + 6),
            (x + 14, y + h - 30),
            (x, y + h * 0.6),
            (x + 4, y + 130),
        ],
        tension=0.75,
    )
    s.path(d, s.lin("#e8b24e", "#d98f2c", "#a85c14", angle=60))
    s.open(s.clip(d))
    for i in range(90):
        px, py = s.rng.uniform(x, x + w), s.rng.uniform(y + 90, y + h)
        if i % 3 == 0:
            s.turn(s.rng.uniform(-80, 80), px, py)
            chilli = smooth([(-52, -5), (-20, -17), (26, -14), (62, 6), (22, 12), (-22, 14)])
            s.volume(chilli, s.lin("#f4623a", s.rng.choice([RED, "#c8201c", "#d8461e"]), "#7d1412"), 14)
            s.gleam(-6, -8, 22, 3, 3, 0.8, 1.5)
            s.path(smooth([(-50, -8), (-66, -12), (-80, 0), (-64, 8), (-48, 8)]), SHOOT)
            s.close()
        elif i % 3 == 1:
            s.turn(s.rng.uniform(-60, 60), px, py)
            s.volume(box(-58, -15, 116, 30, 10), s.lin("#fff0bd", "#ecc670", "#b98734"), 13)
            s.line("M-50 -4H50", "#fff7d8", 2, 0.7)
            s.line("M-50 5H48", "#b98734", 2, 0.5)
            s.close()
        else:
            s.volume(oval(px, py, 19, 18), s.rad("#d9e08a", "#8a9a35", "#4a5a1e"), 12)
    s.path(box(x, y + 60, w, 60), "#fff2c8", 0.24, 12)
    s.close()
    glass(s, d, x, y + 50, w, h - 40)
    lid = box(x + 34, y - 26, w - 68, 92, 20)
    s.volume(lid, s.lin("#c9b07c", "#fff0c4", "#c79b4c", "#7d5620", angle=0), 20)
    for i in range(24):
        s.line(f"M{x + 46 + i * 13.4:.0f} {y + 12}v46", "#6d4a1a", 2, 0.3)
    s.path(oval(x + w / 2, y - 18, w / 2 - 42, 20), s.lin("#fff6d8", "#d7ad5e"))
    label(s, x + 50, y + 260, w - 100, 190, "Măng ớt", "mác mật · 350 g", "#8a2a1c", curve=16)
    for px, py, a in ((300, 790, 8), (840, 800, -14), (930, 760, 24)):
        s.turn(a, px, py)
        s.shade(8, 16, 66, 12, 0.5)
        s.volume(
            smooth([(-78, -4), (-30, -22), (36, -18), (92, 10), (30, 18), (-34, 20)]),
            s.lin("#f0543a", RED, "#7d1412"),
            18,
        )
        s.gleam(0, -8, 34, 4, 3, 0.85)
        s.path(smooth([(-74, -10), (-94, -16), (-118, -2), (-94, 12), (-72, 12)]), s.lin(SHOOT, MOSS))
        s.close()
    for px, py, r in ((220, 700, -10), (1000, 690, 12)):
        s.turn(r, px, py)
        s.shade(0, 40, 90, 24, 0.5)
        s.volume(
            smooth([(-86, 34), (-74, -18), (0, -58), (80, -20), (96, 30), (0, 46)], tension=0.8),
            s.lin("#fff3cb", "#e7c87c", "#a67f36"),
            30,
        )
        for k in range(3):
            s.line(f"M{-70 + k * 10} {20 - k * 16}Q0 {-14 - k * 14} {80 - k * 14} {16 - k * 14}", "#a8803a", 3, 0.6)
        s.close()


def banh_chung_den(s: Sheet) -> None:
    scene(s, "warm", "dark", "Bánh chưng đen Bắc Sơn")
    banana_leaf(s, 600, 650, 1080, 380, -5)

    def roll(x: float, y: float, angle: float, length: float = 620, r: float = 104) -> None:
        s.turn(angle, x, y)
        s.shade(0, r * 0.8, length / 2, r * 0.5, 0.7)
        d = smooth(
            [
                (-length / 2, -r * 0.7),
                (-length * 0.3, -r),
                (length * 0.3, -r),
                (length / 2, -r * 0.72),
                (length / 2 + 18, 0),
                (length / 2, r * 0.72),
                (length * 0.3, r),
                (-length * 0.3, r),
                (-length / 2, r * 0.7),
                (-length / 2 - 16, 0),
            ],
            tension=0.7,
        )
        s.volume(d, s.lin("#a7b56c", "#6f8446", "#44572e", "#2a3a20"), 60, tone="#141f0e", glow="#e7efb4", dim=0.7)
        s.open(s.clip(d))
        for i in range(9):
            yy = -r + i * r * 0.25
            s.line(
                f"M{-length / 2} {yy:.0f}Q0 {yy - 18:.0f} {length / 2} {yy + 6:.0f}",
                s.rng.choice(["#cbd898", "#2f4222"]),
                3,
                0.3,
            )
        s.path(f"M{-length / 2} {-r * 0.1}Q-40 {-r * 0.5} {length / 2} {-r * 0.16}V{r}H{-length / 2}Z", "#23331a", 0.24)
        s.close()
        for i in range(7):
            xx = -length * 0.42 + i * length * 0.14
            twine(s, f"M{xx:.0f} {-r * 0.99:.0f}Q{xx + 30:.0f} 0 {xx:.0f} {r * 0.99:.0f}", 7, "#e6cf8c")
        s.gleam(-30, -r * 0.62, length * 0.3, 7, -1, 0.4, 6)
        s.close()

    roll(610, 470, -9)
    roll(720, 610, -4, 560)
    for k in (3, 2, 1, 0):
        x, y = 214 + k * 84, 690 - k * 18 + (18 if k == 0 else 0)
        s.shade(x + 10, y + 96, 96, 28, 0.7)
        s.path(oval(x + 26, y, 104, 124), "#100c0e")
        s.path(oval(x + 18, y, 104, 124), s.lin("#2c2528", "#120d10"))
        face = oval(x, y, 104, 124)
        s.volume(face, s.rad("#4a4044", "#231c20", "#0e0a0d", r=0.7), 30, glow="#c9bcd0", dim=0.7)
        s.open(s.clip(face))
        for _ in range(90):
            gx, gy = s.rng.uniform(x - 96, x + 96), s.rng.uniform(y - 116, y + 116)
            s.path(
                oval(gx, gy, 6.5, 3.6),
                s.rng.choice(["#5d5358", "#352c31", "#756a70"]),
                0.5,
                0,
                f'transform="rotate({s.rng.randrange(180)} {gx:.0f} {gy:.0f})"',
            )
        s.close()
        bean = smooth(
            [(x - 48, y - 8), (x - 22, y - 58), (x + 26, y - 54), (x + 50, y), (x + 24, y + 58), (x - 24, y + 56)]
        )
        s.volume(bean, s.rad("#ffe08a", "#efb53c", "#c07f1c", r=0.7), 16, texture="#fff1b8", spread=22)
        pork = smooth([(x - 22, y - 18), (x + 12, y - 28), (x + 24, y + 10), (x - 4, y + 28), (x - 24, y + 14)])
        s.volume(pork, s.lin("#f4d3b8", "#d99b7e", "#a75d48"), 10)
        s.line(f"M{x - 16} {y + 4}q16 -12 34 -4", "#fbeadb", 5, 0.8)
        s.gleam(x - 40, y - 84, 34, 8, -22, 0.5, 4)
    for x, y, a in ((960, 800, -20), (1020, 770, 10)):
        s.leaf(x, y, 150, 60, a, LEAF)


def lap_xuong(s: Sheet) -> None:
    scene(s, "clay", "dark", "", 700)
    s.path(oval(600, 300, 460, 340), "#ffcf87", 0.22, 80)
    s.volume(box(-20, 92, 1240, 40, 18), s.lin(light("#d9b36c", 0.2), "#a97c3c", BARK), 18)
    for x in (150, 420, 700, 980):
        s.line(f"M{x} 92q16 20 0 40", BARK, 5, 0.6)
    for i in range(5):
        x = 190 + i * 205 + s.rng.uniform(-8, 8)
        length = 470 + s.rng.uniform(-26, 40)
        twine(s, f"M{x - 46} 160Q{x} 70 {x + 46} 160", 7)
        for side in (-1, 1):
            cx = x + side * 50
            w = 38
            bend = side * s.rng.uniform(6, 22)
            top, foot = 170, 170 + length - (20 if side > 0 else 0)
            d = smooth(
                [
                    (cx - 10, top - 10),
                    (cx + 12, top - 10),
                    (cx + w + bend * 0.4, top + 60),
                    (cx + w + bend, (top + foot) / 2),
                    (cx + w * 0.9, foot - 50),
                    (cx + 10, foot),
                    (cx - 12, foot),
                    (cx - w * 0.9, foot - 50),
                    (cx - w + bend, (top + foot) / 2),
                    (cx - w + bend * 0.4, top + 60),
                ],
                tension=0.9,
            )
            s.path(d, "#150609", 0.45, 14, 'transform="translate(22 16)"')
            s.volume(d, s.lin("#d9573a", "#a32a1c", "#6c1512", angle=10), 34, tone="#2b0606", glow="#ffb98a", dim=0.75)
            s.open(s.clip(d))
            for _ in range(46):
                px, py = s.rng.uniform(cx - w, cx + w + bend), s.rng.uniform(top, foot)
                s.path(
                    oval(px, py, s.rng.uniform(3, 9), s.rng.uniform(3, 7)),
                    s.rng.choice(["#f3c3a0", "#f7d8bd", "#e99b78"]),
                    0.62,
                    0.8,
                )
            for _ in range(7):
                py = s.rng.uniform(top, foot)
                s.line(f"M{cx - w} {py:.0f}q{w} 14 {2 * w} 0", "#4d0d0b", 3, 0.35, 1)
            s.close()
            s.gleam(cx - w * 0.42 + bend, (top + foot) / 2 - 60, 6, length * 0.28, 1, 0.75, 3, "#ffe7cf")
            twine(s, f"M{cx - 14} {top - 2}h28", 7)
            s.line(f"M{cx} {foot}l-4 16M{cx} {foot}l8 14", STRAW, 4)
    slate(s, 600, 806, 720, 150)
    for k in range(7):
        x, y = 360 + k * 78, 800 + (k % 2) * 16
        d = oval(x, y, 52, 36)
        s.path(oval(x + 8, y + 12, 52, 36), "#180709", 0.6, 5)
        s.path(oval(x + 6, y + 8, 52, 36), "#6c1512")
        s.volume(d, s.rad("#d8604a", "#b03526", "#7d1b16"), 14)
        for _ in range(14):
            a, q = s.rng.uniform(0, math.tau), s.rng.uniform(0, 0.8)
            s.path(oval(x + 46 * q * math.cos(a), y + 31 * q * math.sin(a), 6, 4.4), "#fbe3d0", 0.85)
    sprig(s, 1010, 800, 10, 0.5, 3)


DRAWN = {
    "vit-quay": vit_quay,
    "khau-nhuc": khau_nhuc,
    "mang-ot-mac-mat": mang_ot,
    "banh-chung-den": banh_chung_den,
    "lap-xuong": lap_xuong,
}
