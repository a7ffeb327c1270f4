"""Cloth, clay and what is sold dry, white, golden or black."""
# ruff: noqa: E501 (rows of coordinates stay rows)

import math

from scripts.draw.palette import (
    CREAM,
    DYE,
    EMBER,
    INDIGO,
    LEAF,
    MOSS,
    NIGHT,
    RED,
    SHOOT,
    SKY,
    STRAW,
    TILE,
    TURMERIC,
    dark,
    light,
)
from scripts.draw.products_kitchen import fruits, sprig
from scripts.draw.products_larder import bottle
from scripts.draw.settings import banana_leaf, bowl, label, mouth, rim, scene, slate, tray, woven
from scripts.draw.shapes import Sheet, box, oval, smooth


def cao_kho(s: Sheet) -> None:
    scene(s, "warm", "wood", "Cao khô Vạn Linh")
    tray(s, 600, 640, 530, 230)
    for k, (x, y, a) in enumerate(((470, 520, -10), (740, 560, 8), (590, 690, -4))):
        s.turn(a, x, y, 1.12)
        s.shade(10, 74, 300, 44, 0.6)
        d = smooth(
            [
                (-310, -64),
                (-100, -84),
                (100, -84),
                (310, -66),
                (330, 0),
                (308, 66),
                (90, 62),
                (-90, 62),
                (-308, 68),
                (-330, 0),
            ],
            tension=0.5,
        )
        s.volume(d, s.lin("#fffaf0", "#f1e3c6", "#cdb489"), 36, tone="#7a5a2c", dim=0.5)
        s.open(s.clip(d))
        for _ in range(120):
            y0 = s.rng.uniform(-80, 70)
            s.line(
                f"M-340 {y0 * 1.15:.0f}Q-180 {y0 * 0.94:.0f} 0 {y0 * 0.9 + s.rng.uniform(-5, 5):.0f}T340 {y0 * 1.15 + s.rng.uniform(-9, 9):.0f}",
                s.rng.choice(["#ffffff", "#fff6e2", "#d9c296", "#bfa270"]),
                s.rng.uniform(1.5, 4),
                0.6,
            )
        s.close()
        for side in (-1, 1):
            for _ in range(26):
                yy = s.rng.uniform(-60, 62)
                s.line(
                    f"M{side * 312} {yy:.0f}l{side * s.rng.uniform(12, 46):.0f} {s.rng.uniform(-8, 8):.0f}",
                    s.rng.choice(["#fffaf0", "#e7d5ae", "#c9ad78"]),
                    3.2,
                )
        for xx in (-120, 120):
            s.volume(box(xx - 17, -88, 34, 154, 12), s.lin("#c9503a", "#9c2f24") if k % 2 else s.lin(DYE, INDIGO), 10)
            s.line(f"M{xx - 17} -60h34M{xx - 17} 40h34", STRAW, 3, 0.8)
        s.close()
    label(s, 500, 640, 190, 118, "Cao khô", "Vạn Linh · 500 g", TILE)


def gao_nep(s: Sheet) -> None:
    scene(s, "garden", "wood", "Gạo nếp Bắc Sơn")
    sack = smooth(
        [
            (150, 790),
            (128, 560),
            (168, 350),
            (230, 292),
            (380, 270),
            (520, 300),
            (574, 370),
            (606, 570),
            (584, 780),
            (370, 812),
        ],
        tension=0.8,
    )
    s.shade(390, 786, 260, 54, 0.75)
    s.volume(sack, s.lin("#e8d4a8", "#cdb07a", "#967a48", angle=20), 80, tone="#4d3515")
    s.open(s.clip(sack))
    for i in range(70):
        s.line(f"M100 {260 + i * 8.4:.0f}q260 22 530 0", "#7a5c30", 1.4, 0.26)
    for i in range(60):
        s.line(f"M{110 + i * 8.6:.0f} 260q-10 270 4 560", "#fff2d0", 1.4, 0.24)
    s.close()
    s.path(oval(378, 318, 186, 74), s.lin("#6d5228", "#a98a52"))
    heap = smooth([(196, 318), (280, 268), (378, 240), (480, 270), (560, 318), (480, 376), (378, 390), (270, 374)])
    s.volume(heap, s.rad("#ffffff", "#f6f1e6", "#d4c8b2"), 26, tone="#8a744c", dim=0.4)
    cuff = smooth(
        [
            (176, 310),
            (200, 360),
            (290, 400),
            (378, 408),
            (470, 400),
            (556, 360),
            (582, 310),
            (598, 346),
            (560, 414),
            (470, 446),
            (378, 454),
            (280, 446),
            (196, 412),
            (160, 350),
        ]
    )
    s.volume(cuff, s.lin("#f4e4bc", "#cdb07a"), 20)
    label(s, 230, 520, 290, 180, "Nếp cái", "Bắc Sơn · 5 kg", LEAF, curve=14)
    bowl(s, 850, 620, 240, 130, "#9c5a34", "#6d3a1c")
    mound = smooth([(624, 620), (700, 540), (850, 486), (1000, 540), (1076, 620), (990, 694), (850, 712), (710, 694)])
    s.open(s.clip(mouth(850, 628, 228, 90)))
    s.volume(mound, s.rad("#ffffff", "#fbf8f0", "#d9cfba"), 44, tone="#8a744c", dim=0.4)
    s.close()

    def grains(cx: float, cy: float, rx: float, ry: float, count: int) -> None:
        for _ in range(count):
            a, q = s.rng.uniform(0, math.tau), math.sqrt(s.rng.random())
            x, y, t = cx + rx * q * math.cos(a), cy + ry * q * math.sin(a), s.rng.randrange(180)
            s.path(
                oval(x, y, 8.5, 4),
                s.rng.choice(["#ffffff", "#fffdf6", "#efe6d2", "#e2d6bc"]),
                0.95,
                0,
                f'transform="rotate({t} {x:.0f} {y:.0f})"',
            )
            s.path(oval(x + 1, y + 2.5, 7, 2), "#a08a5c", 0.3, 0, f'transform="rotate({t} {x:.0f} {y:.0f})"')

    s.open(s.clip(mouth(850, 628, 228, 90)))
    grains(850, 600, 210, 98, 420)
    s.close()
    grains(378, 314, 164, 56, 260)
    rim(s, 850, 620, 240, "#9c5a34")
    grains(900, 830, 150, 22, 60)
    for i in range(9):
        x, a = 1100 - i * 12, -108 + i * 5
        s.turn(a, x, 850, 1)
        s.line("M0 0Q160 -30 300 20", "#c9a83c", 4)
        for k in range(11):
            for side in (-1, 1):
                s.path(
                    oval(150 + k * 15, -16 + k * 3 + side * 9, 11, 5.4),
                    s.rng.choice(["#e8c455", "#d4a52e", "#f3dc8a"]),
                    1,
                    0,
                    f'transform="rotate({side * 24} {150 + k * 15} {-16 + k * 3})"',
                )
        s.close()


def thach_den(s: Sheet) -> None:
    scene(s, "mist", "slate", "Thạch đen Tràng Định")
    bowl(s, 580, 520, 370, 200, "#f4efe4", "#b9c4bc", band=LEAF)
    s.open(s.clip(mouth(580, 530, 350, 138)))
    s.path(oval(580, 545, 350, 134), s.rad("#e9d9a8", "#c9a860", "#8a6a30"))
    spots = sorted(
        (
            540 + math.sin(i * 2.4) * 92 * math.sqrt(i / 40) - 54 * (1 - i / 40),
            580 + math.cos(i * 2.4) * 290 * math.sqrt(i / 40),
        )
        for i in range(40)
    )
    for y, x in spots:
        a, r = s.rng.uniform(-0.4, 0.4), 60
        c, q = math.cos(a), math.sin(a)
        top = [
            (x - r * c, y - r * 0.1 * (1 - q)),
            (x + r * q, y - r * 0.5),
            (x + r * c, y + r * 0.1 * (1 + q) - 6),
            (x - r * q, y + r * 0.42),
        ]
        left = [top[0], top[3], (top[3][0], top[3][1] + 54), (top[0][0], top[0][1] + 50)]
        right = [top[3], top[2], (top[2][0], top[2][1] + 50), (top[3][0], top[3][1] + 54)]
        poly = ["M" + "L".join(f"{px:.0f} {py:.0f}" for px, py in face) + "Z" for face in (left, right, top)]
        s.path(poly[0], s.lin("#1e2422", "#0a0c0c"))
        s.path(poly[1], s.lin("#2f3a34", "#141a18"))
        s.path(poly[2], s.lin("#5a6a60", "#2a3430", "#161c1a", angle=30))
        s.line(poly[2], "#a8bcae", 2.5, 0.55)
        s.gleam(x - 10, y - 12, 22, 6, -14, 0.85, 2, "#eef8f0")
        s.line(f"M{top[3][0]:.0f} {top[3][1] + 5:.0f}v38", "#8aa294", 3, 0.5, 1)
    for k in range(3):
        s.volume(
            box(470 + k * 90, 452 + (k % 2) * 50, 54, 44, 10),
            s.lin("#ffffff/0.85", "#dff0f2/0.6", "#b4d0d6/0.7", angle=40),
            8,
            tone="#5a7a8a",
        )
    s.close()
    rim(s, 580, 520, 370, "#f4efe4")
    for a, x, y in ((-30, 560, 420), (20, 600, 420), (-80, 570, 425)):
        s.leaf(x, y, 84, 46, a, "#4a9a52", 5)
    slate(s, 960, 780, 420, 140)
    for k, (x, y) in enumerate(((860, 690), (1010, 700), (940, 750))):
        w, h = 150, 86
        s.shade(x + 20, y + h, 96, 20, 0.6)
        s.volume(f"M{x - w / 2} {y}l30 -40h{w}l-30 40Z", s.lin("#6d7a70", "#2a3430", angle=20), 8)
        s.volume(box(x - w / 2, y, w, h, 6), s.lin("#36423c", "#0e1210"), 16, glow="#c0d4c6")
        s.path(f"M{x + w / 2} {y}l30 -40v{h}l-30 40Z", s.lin("#1c2420", "#080a0a"))
        s.gleam(x - 34, y + 30, 8, 24, 8, 0.6 - k * 0.1, 4)
    sprig(s, 160, 800, -20, 0.7, 3, "#4a8a4a")


def khan_cham(s: Sheet) -> None:
    scene(s, "paper", "wood", "")
    for x, a in ((60, 10), (1120, 60)):
        s.leaf(x, 430, 170, 60, a, LEAF)
    w, x = 860, 170
    for k in range(4):
        y = 640 - k * 92
        ww, xx = w - k * 22, x + k * 12
        d = (
            f"M{xx} {y + 10}Q{xx - 46} {y + 60} {xx + 6} {y + 108}Q{600} {y + 142} {xx + ww} {y + 104}"
            f"Q{xx + ww + 24} {y + 60} {xx + ww - 10} {y + 4}Q600 {y + 34} {xx} {y + 10}Z"
        )
        s.path(d, "#0d0b20", 0.5, 14, 'transform="translate(14 20)"')
        tone = ["#1c2058", "#2a3076", "#232868", "#363d92"][k]
        s.volume(d, s.lin(light(tone, 0.18), tone, dark(tone, 0.5)), 44, tone="#05061a", glow="#b0baf4", dim=0.7)
        s.open(s.clip(d))
        for i in range(26):
            yy = y + i * 5
            s.line(
                f"M{xx - 40} {yy}Q600 {yy + 32} {xx + ww + 30} {yy - 2}", s.rng.choice(["#8d98e0", "#0a0c2a"]), 1.5, 0.3
            )
        if k % 2 == 0:
            s.line(f"M{xx - 40} {y + 62}Q600 {y + 96} {xx + ww + 30} {y + 60}", "#f0e4cc", 7, 0.85)
            s.line(f"M{xx - 40} {y + 76}Q600 {y + 110} {xx + ww + 30} {y + 74}", TURMERIC, 4, 0.85)
        s.close()
    top = "M222 392Q600 424 974 386Q1010 250 940 220Q600 250 268 226Q206 270 222 392Z"
    s.volume(top, s.lin("#5560bc", "#363d92", "#232868"), 50, tone="#05061a", glow="#c9d0ff", dim=0.6)
    s.open(s.clip(top))
    for i in range(36):
        s.line(
            f"M200 {222 + i * 5}Q600 {252 + i * 5} 1000 {216 + i * 5}", s.rng.choice(["#9aa4ec", "#0a0c2a"]), 1.4, 0.26
        )
    for i in range(92):
        s.line(f"M{214 + i * 8.4:.0f} 215v180", s.rng.choice(["#9aa4ec", "#0a0c2a"]), 1.2, 0.18)
    s.close()
    flap = "M640 240Q800 236 940 220Q1010 260 966 362L1010 720Q900 770 700 742Q650 560 640 240Z"
    s.path(flap, "#07081e", 0.55, 18, 'transform="translate(-14 14)"')
    woven(s, "khăn chàm Lạng Sơn 17", flap, 610, 200, 480, 640, 1.0, 4, 2)
    s.open(s.clip(flap))
    s.path(flap, s.lin("#232868/0.15", "#14163a/0.55", angle=0))
    s.line("M760 230q40 260 20 520", "#000", 40, 0.25, 20)
    s.line("M850 230q40 260 30 520", "#fff", 26, 0.12, 14)
    s.close()
    for i in range(34):
        xx = 704 + i * 9
        yy = 742 + 18 * math.sin((i + 4) / 36 * math.pi) - i * 0.6
        s.line(
            f"M{xx} {yy:.0f}q{s.rng.uniform(-6, 6):.0f} 30 {s.rng.uniform(-10, 10):.0f} 62",
            s.rng.choice([CREAM, SKY, DYE, TURMERIC]),
            3.4,
        )
    s.leaf(250, 800, 170, 56, -12, MOSS)
    s.leaf(300, 830, 150, 50, 14, LEAF)


def tui_tho_cam(s: Sheet) -> None:
    scene(s, "garden", "wood", "")
    s.shade(620, 796, 380, 70, 0.8)
    strap = "M300 420C320 60 860 40 900 420"
    s.line(strap, "#180a14", 44, 0.4, 10, 'transform="translate(14 16)"')
    s.line(strap, "#642346", 40)
    s.line(strap, "#f0e4cc", 26)
    s.line(strap, "#9c2f5a", 20)
    s.line(strap, TURMERIC, 8, more='stroke-dasharray="10 16"')
    body = smooth(
        [
            (250, 400),
            (420, 384),
            (600, 378),
            (780, 384),
            (952, 400),
            (984, 590),
            (966, 770),
            (800, 808),
            (600, 816),
            (400, 808),
            (236, 770),
            (218, 590),
        ],
        tension=0.6,
    )
    s.volume(body, "#2c0f26", 40)
    woven(s, "Túi thổ cẩm 7", body, 190, 340, 820, 520, 1.0)
    s.open(s.clip(body))
    s.line(body, "#12060f", 90, 0.75, 34, 'transform="translate(-24 -26)"')
    s.line(body, "#fff0d8", 40, 0.4, 22, 'transform="translate(20 22)"')
    for x in (330, 520, 720, 880):
        s.line(f"M{x} 560q{s.rng.uniform(-30, 30):.0f} 120 {s.rng.uniform(-14, 14):.0f} 260", "#000", 26, 0.2, 14)
    s.close()
    flap = smooth(
        [(240, 392), (600, 366), (962, 392), (990, 440), (900, 590), (600, 650), (300, 590), (212, 440)], tension=0.6
    )
    s.path(flap, "#12060f", 0.6, 16, 'transform="translate(4 20)"')
    s.volume(flap, s.lin("#3a4096", INDIGO, NIGHT), 34, glow="#aab4f0")
    s.open(s.clip(flap))
    woven(
        s,
        "Tày Lạng Sơn 3",
        smooth([(290, 420), (600, 400), (910, 420), (860, 550), (600, 600), (340, 550)], tension=0.6),
        260,
        386,
        680,
        240,
        1.0,
    )
    s.line(flap, TURMERIC, 9, 0.9)
    s.line(flap, "#b5302b", 30, 0.5)
    s.line(flap, TURMERIC, 6, 0.9)
    s.close()
    s.volume(oval(600, 622, 34, 34), s.rad("#ffffff", "#c9d0d8", "#6d747c"), 12)
    s.line(oval(600, 622, 20, 20), "#6d747c", 3)
    for x, tone in ((240, RED), (962, RED), (600, TURMERIC)):
        y0 = 690 if x == 600 else 800
        s.line(f"M{x} {y0 - 40}v46", TURMERIC, 6)
        s.volume(oval(x, y0, 18, 20), s.rad("#ffd98a", tone, dark(tone)), 8)
        for i in range(15):
            s.line(
                f"M{x - 12 + i * 1.7:.0f} {y0 + 16}q{(i - 7) * 1.5:.0f} 34 {(i - 7) * 3} 74",
                s.rng.choice([tone, light(tone), EMBER]),
                3,
            )
    s.leaf(70, 840, 160, 60, -30, LEAF)
    s.leaf(1090, 850, 150, 56, 200, SHOOT)


def ngoi(s: Sheet) -> None:
    scene(s, "warm", "indigo", "")
    s.shade(600, 820, 480, 60, 0.8)
    s.volume(box(190, 780, 820, 56, 10), s.lin("#b9854d", "#6d4524"), 18)
    for x in (250, 930):
        s.volume(box(x, 690, 40, 100, 4), s.lin("#9a6a3a", "#4b2d1c", angle=0), 14)
    s.path("M250 690L350 270H850L950 690Z", "#3a1c10")
    cols, rows = 9, 8
    for row in range(rows):
        t = row / rows
        y = 276 + t * 420
        half = 262 + t * 122
        w = 2 * half / cols
        for c in range(cols):
            x = 600 - half + (c + 0.5) * w
            s.path(
                f"M{x - w * 0.5:.0f} {y:.0f}Q{x:.0f} {y + w * 0.5:.0f} {x + w * 0.5:.0f} {y:.0f}v62Q{x:.0f} {y + 62 + w * 0.5:.0f} {x - w * 0.5:.0f} {y + 62:.0f}Z",
                s.lin("#5a2412", "#8a3d20", "#4a1c0e", angle=0),
            )
        for c in range(cols + 1):
            x = 600 - half + c * w
            tone = s.rng.choice(["#b5562e", "#a44a26", "#c4683c", "#8f4022", "#9a5a3c"])
            d = f"M{x - w * 0.36:.0f} {y + 68:.0f}V{y + 8:.0f}Q{x:.0f} {y - w * 0.55:.0f} {x + w * 0.36:.0f} {y + 8:.0f}V{y + 68:.0f}Q{x:.0f} {y + 68 - w * 0.5:.0f} {x - w * 0.36:.0f} {y + 68:.0f}Z"
            s.path(d, "#1c0a06", 0.5, 5, 'transform="translate(7 9)"')
            s.volume(
                d, s.lin(dark(tone, 0.2), light(tone, 0.35), tone, dark(tone, 0.5), angle=0), w * 0.16, tone="#2a0f06"
            )
            if s.rng.random() < 0.16:
                s.path(oval(x, y + 40, w * 0.16, 9), "#7f9a5a", 0.45, 3)
    s.volume(
        smooth(
            [
                (316, 296),
                (330, 236),
                (420, 250),
                (600, 256),
                (780, 250),
                (870, 236),
                (884, 296),
                (740, 292),
                (600, 294),
                (460, 292),
            ],
            tension=0.7,
        ),
        s.lin("#d98a5c", "#9c4424", "#5a2010"),
        20,
    )
    for k, (x, y) in enumerate(((160, 760), (1070, 770), (1000, 830))):
        tone = ["#b5562e", "#a44a26", "#c4683c"][k]
        s.shade(x + 10, y + 40, 96, 22, 0.6)
        d = f"M{x - 90} {y + 30}Q{x} {y - 90} {x + 90} {y + 30}l-22 10Q{x} {y - 44} {x - 66} {y + 44}Z"
        s.volume(d, s.lin(light(tone, 0.4), tone, dark(tone, 0.5), angle=20), 16, tone="#2a0f06")
    s.turn(-8, 180, 640)
    s.close()


def mandarin(s: Sheet, x: float, y: float, r: float, leaf: bool = False) -> None:
    s.shade(x + r * 0.1, y + r * 0.8, r, r * 0.32, 0.6)
    d = smooth(
        [
            (x, y - r * 0.82),
            (x + r * 0.62, y - r * 0.78),
            (x + r, y - r * 0.05),
            (x + r * 0.64, y + r * 0.74),
            (x, y + r * 0.84),
            (x - r * 0.64, y + r * 0.74),
            (x - r, y - r * 0.05),
            (x - r * 0.62, y - r * 0.78),
        ]
    )
    s.volume(
        d, s.rad("#ffd25a", "#f7a51e", "#e57a0e", "#b04e08", cx=0.36, cy=0.28), r * 0.36, tone="#7a2a04", glow="#fff0b0"
    )
    s.open(s.clip(d))
    for _ in range(int(r * 0.9)):
        px, py = x + s.rng.uniform(-r, r), y + s.rng.uniform(-r, r)
        s.path(oval(px, py, 2.4, 1.9), s.rng.choice(["#b55408", "#ffe08a"]), 0.4)
    s.close()
    s.gleam(x - r * 0.38, y - r * 0.4, r * 0.22, r * 0.11, -32, 0.8, r * 0.04)
    s.path(oval(x, y - r * 0.7, r * 0.12, r * 0.06), "#6d7a2c")
    if leaf:
        s.line(f"M{x:.0f} {y - r * 0.7:.0f}q4 -18 16 -30", "#5a6a2a", 6)
        s.leaf(x + 10, y - r * 0.92, r * 1.25, r * 0.5, -20 + s.rng.uniform(-14, 10), LEAF)
        s.leaf(x + 6, y - r * 0.9, r * 1.0, r * 0.42, 198 + s.rng.uniform(-10, 16), SHOOT)


def quyt(s: Sheet) -> None:
    scene(s, "garden", "wood", "Quýt Bắc Sơn")
    tray(s, 600, 680, 500, 200)
    for x, y, lf in (
        (420, 520, True),
        (600, 490, False),
        (780, 520, True),
        (320, 610, False),
        (880, 610, False),
        (510, 600, False),
        (690, 600, True),
        (410, 700, False),
        (790, 700, False),
        (600, 720, False),
    ):
        mandarin(s, x, y, 106, lf)
    mandarin(s, 606, 390, 108, True)
    x, y = 1010, 770
    s.shade(x + 10, y + 50, 110, 30, 0.6)
    s.volume(oval(x, y, 108, 84), s.rad("#ffe9b0", "#f7a51e", "#d06a0a", r=0.6), 18)
    for k in range(10):
        a = k * math.tau / 10
        seg = smooth(
            [
                (x + 8 * math.cos(a), y + 6 * math.sin(a)),
                (x + 88 * math.cos(a - 0.26), y + 68 * math.sin(a - 0.26)),
                (x + 93 * math.cos(a), y + 72 * math.sin(a)),
                (x + 88 * math.cos(a + 0.26), y + 68 * math.sin(a + 0.26)),
            ],
            tension=0.6,
        )
        s.volume(seg, s.rad("#ffc74a", "#f39a16"), 6)
        s.line(
            f"M{x + 30 * math.cos(a):.0f} {y + 22 * math.sin(a):.0f}L{x + 74 * math.cos(a):.0f} {y + 56 * math.sin(a):.0f}",
            "#fff0b8",
            3,
            0.7,
        )
    mandarin(s, 170, 790, 92, True)


def nuoc_cham(s: Sheet) -> None:
    scene(s, "clay", "wood", "Nước chấm mác mật")
    banana_leaf(s, 600, 780, 980, 200, 2)
    sauce = s.lin("#3a1206", "#8a3210", "#b8541c", "#7a280c", "#2c0e06", angle=0)
    bottle(s, 400, 820, 230, 610, sauce, s.lin("#8a2a1c", "#d9614a", "#a83426", "#5a140e", angle=0), 0.32)
    label(s, 292, 520, 216, 180, "Nước chấm", "mác mật · 250 ml", "#7a2419", curve=12)
    bowl(s, 820, 660, 200, 96, "#f4efe4", "#4a1a0a", band=TILE)
    pool = oval(820, 670, 176, 64)
    s.path(pool, s.rad("#d9742c", "#8a3210", "#4a1608"))
    s.open(s.clip(pool))
    for _ in range(16):
        x, y = s.rng.uniform(680, 960), s.rng.uniform(630, 720)
        s.volume(oval(x, y, 14, 8), s.rad("#ff7a52", RED), 4)
        s.path(oval(x, y, 5, 3), "#ffe0a0", 0.9)
    for _ in range(14):
        x, y = s.rng.uniform(680, 960), s.rng.uniform(630, 720)
        s.path(oval(x, y, s.rng.uniform(6, 16), s.rng.uniform(3, 7)), "#f2a64a", 0.5)
    for _ in range(12):
        s.path(box(s.rng.uniform(690, 940), s.rng.uniform(635, 715), 18, 7, 3), s.rng.choice([SHOOT, "#fff3cf"]), 0.9)
    s.path(oval(770, 646, 70, 12), "#ffe9c8", 0.5, 5)
    s.close()
    rim(s, 820, 660, 200, "#f4efe4")
    fruits(s, 620, 820, 6, 24, "#a8b04a")
    fruits(s, 690, 830, 4, 24, "#c9b04a")
    sprig(s, 940, 830, -14, 0.7, 3)
    for x, y, r in ((160, 800, 56), (230, 832, 48)):
        s.shade(x + 6, y + r * 0.6, r, r * 0.3, 0.5)
        bulb = smooth(
            [
                (x, y - r * 1.3),
                (x + r * 0.3, y - r * 0.7),
                (x + r, y + r * 0.1),
                (x + r * 0.5, y + r * 0.7),
                (x - r * 0.5, y + r * 0.7),
                (x - r, y + r * 0.1),
                (x - r * 0.3, y - r * 0.7),
            ]
        )
        s.volume(bulb, s.rad("#fffaf0", "#efe0d4", "#c9aab4"), 14)
        for k in (-0.5, 0, 0.5):
            s.line(
                f"M{x:.0f} {y - r:.0f}Q{x + k * r * 1.8:.0f} {y:.0f} {x + k * r * 0.6:.0f} {y + r * 0.66:.0f}",
                "#b08a9a",
                2,
                0.6,
            )


DRAWN = {
    "cao-kho": cao_kho,
    "gao-nep": gao_nep,
    "thach-den": thach_den,
    "khan-cham": khan_cham,
    "tui-tho-cam": tui_tho_cam,
    "ngoi-am-duong": ngoi,
    "quyt-bac-son": quyt,
    "nuoc-cham": nuoc_cham,
}
