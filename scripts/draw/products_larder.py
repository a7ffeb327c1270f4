"""Things that keep: honey, fruit, tea, spice, noodle, rice, jelly, sauce."""
# ruff: noqa: E501 (rows of coordinates stay rows)

import math

from scripts.draw.palette import (
    BAMBOO,
    BARK,
    CANE,
    CREAM,
    DYE,
    INK,
    LEAF,
    SHOOT,
    WOOD,
    dark,
    light,
    mix,
)
from scripts.draw.products_kitchen import fruits, sprig
from scripts.draw.settings import bowl, glass, label, mouth, rim, runner, scene, slate, tray, twine
from scripts.draw.settings import table as lay
from scripts.draw.shapes import Sheet, box, oval, smooth


def bottle(s: Sheet, x: float, y: float, w: float, h: float, fill: str, cap: str, neck: float = 0.36) -> str:
    """A bottle whose foot stands at x, y; returns its outline."""
    n, shoulder = w * neck / 2, h * 0.3
    d = (
        f"M{x - n:.0f} {y - h:.0f}h{2 * n:.0f}v{h * 0.14:.0f}C{x + n:.0f} {y - h + shoulder * 0.8:.0f} {x + w / 2:.0f} {y - h + shoulder * 0.7:.0f} "
        f"{x + w / 2:.0f} {y - h + shoulder * 1.3:.0f}V{y - 26:.0f}Q{x + w / 2:.0f} {y:.0f} {x + w / 2 - 28:.0f} {y + 3:.0f}"
        f"Q{x:.0f} {y + 12:.0f} {x - w / 2 + 28:.0f} {y + 3:.0f}Q{x - w / 2:.0f} {y:.0f} {x - w / 2:.0f} {y - 26:.0f}V{y - h + shoulder * 1.3:.0f}"
        f"C{x - w / 2:.0f} {y - h + shoulder * 0.7:.0f} {x - n:.0f} {y - h + shoulder * 0.8:.0f} {x - n:.0f} {y - h * 0.86:.0f}Z"
    )
    s.shade(x + 30, y - 4, w * 0.6, w * 0.15, 0.75)
    s.volume(d, fill, w * 0.22, dim=0.5)
    glass(s, d, x - w / 2, y - h, w, h)
    s.volume(box(x - n * 1.25, y - h - h * 0.11, n * 2.5, h * 0.15, 10), cap, n * 0.5)
    return d


def mat_ong(s: Sheet) -> None:
    scene(s, "garden", "wood")
    tray(s, 720, 690, 440, 170)
    for k in range(2):
        x, y = 760 + k * 56, 610 + k * 62
        d = smooth(
            [
                (x - 190, y + 20),
                (x - 130, y - 92),
                (x + 150, y - 100),
                (x + 220, y - 10),
                (x + 150, y + 86),
                (x - 130, y + 90),
            ],
            tension=0.4,
        )
        s.path(d, "#3a1a06", 0.6, 16, 'transform="translate(14 26)"')
        s.path(d, "#8a4f10", 1, 0, 'transform="translate(4 22)"')
        s.path(d, s.lin("#ffd56a", "#e89a1c", "#a85c0c", angle=50))
        s.open(s.clip(d))
        r = 27.0
        for row in range(-6, 7):
            for col in range(-10, 11):
                cx, cy = x + col * r * 1.75 + (row % 2) * r * 0.87, y + row * r * 0.98
                hexa = (
                    "M"
                    + "L".join(
                        f"{cx + r * 0.92 * math.sin(a * math.pi / 3):.0f} {cy + r * 0.6 * math.cos(a * math.pi / 3):.0f}"
                        for a in range(6)
                    )
                    + "Z"
                )
                full = s.rng.random() < 0.72
                s.path(hexa, s.rad("#ffe38c", "#eba421", "#a3570b") if full else s.rad("#6d3407", "#b4690f", "#e0a02c"))
                s.line(hexa, "#ffe9a8", 3.4, 0.9)
                if full:
                    s.path(oval(cx - 7, cy - 5, 6, 3), "#fffbe0", 0.85)
        s.close()
        s.line(d, "#fff0b8", 4, 0.6)
    s.path("M600 742q-30 60 10 84q190 34 340 -4q50 -24 10 -56q-160 40 -360 -24Z", s.lin("#ffd467", "#d98412"), 0.9)
    s.path("M640 784q120 34 260 12", "none")
    s.line("M640 790q120 30 260 8", "#fff6cf", 7, 0.8, 2)
    amber = s.lin("#8a3f06", "#e08f16", "#ffc94a", "#d07a10", "#7a3604", angle=0)
    bottle(s, 372, 820, 262, 560, amber, s.lin("#6d4a2a", "#d9a868", "#8a5a34", "#4b2d1c", angle=0))
    twine(s, "M322 316q50 22 100 0", 8)
    twine(s, "M322 330q50 22 100 0", 8)
    label(s, 252, 550, 240, 176, "Mật ong rừng", "Bắc Sơn · 500 ml", "#6d3a0a", curve=12)
    s.turn(28, 560, 330)
    s.volume(box(-11, -200, 22, 300, 11), s.lin("#d9a868", WOOD, BARK, angle=0), 8)
    for k in range(6):
        s.volume(oval(0, 110 + k * 20, 40 - abs(k - 2.5) * 5, 13), s.lin("#e0b06a", "#9c6430"), 7)
    s.close()
    s.line("M490 472q-2 70 4 104t40 150", "#f3b02f", 9, 0.95)
    s.line("M488 480q-2 66 4 96", "#fff2c0", 3, 0.9)
    for x, y, a in ((950, 330, -18), (1060, 460, 20), (700, 280, 12)):
        s.turn(a, x, y)
        s.path(oval(-8, -22, 26, 13), "#ffffff", 0.6, 0, 'transform="rotate(24)"')
        s.path(oval(14, -22, 24, 12), "#ffffff", 0.5, 0, 'transform="rotate(-20)"')
        s.volume(oval(0, 0, 30, 17), s.lin("#f3b02f", "#a85c0c"), 8)
        for k in (-10, 3, 15):
            s.line(f"M{k} -14q5 14 0 28", "#2a1608", 6)
        s.path(oval(-30, 0, 12, 11), "#2a1608")
        s.close()


def qua_mac_mat(s: Sheet) -> None:
    scene(s, "warm", "linen", "Mác mật Bình Gia")
    _rx, _ry = bowl(s, 600, 560, 370, 180, "#a8602f", "#5a2a12")
    s.open(s.clip(mouth(600, 570, 350, 138)))
    s.path(oval(600, 560, 330, 120), "#4a2a14")
    spots = []
    for i in range(340):
        q, a = math.sqrt((i + 0.5) / 340), i * 2.39996
        spots.append(
            (570 + 128 * q * math.sin(a) - 100 * (1 - q * q), 600 + 344 * q * math.cos(a) + s.rng.uniform(-6, 6))
        )
    for i, (y, x) in enumerate(sorted(spots)):
        r = s.rng.uniform(19, 27)
        tone = s.rng.choice(["#c58f3c", "#a86f2c", "#8c5a26", "#b98a46", "#7a4a20"])
        s.path(oval(x + 5, y + 8, r, r * 0.9), "#2a1206", 0.45, 0)
        s.path(oval(x, y, r, r * 0.94), s.rad(light(tone, 0.55), tone, dark(tone, 0.55)))
        for _ in range(4):
            s.line(
                f"M{x + s.rng.uniform(-r, r) * 0.6:.0f} {y + s.rng.uniform(-r, r) * 0.6:.0f}q6 5 11 -2",
                dark(tone, 0.6),
                1.8,
                0.6,
            )
        s.path(oval(x - r * 0.32, y - r * 0.36, r * 0.24, r * 0.16), "#fff3d0", 0.7)
        if i % 5 == 0:
            s.line(f"M{x:.0f} {y - r * 0.8:.0f}l{s.rng.uniform(-12, 12):.0f} -14", "#5a3a1c", 3)
    s.close()
    rim(s, 600, 560, 370, "#a8602f")
    sprig(s, 180, 800, -25, 0.9, 3)
    sprig(s, 930, 760, -12, 0.85, 3, SHOOT)
    for x, y in ((300, 830), (860, 850), (760, 846), (1010, 830), (400, 856)):
        fruits(s, x, y, 3, 22, s.rng.choice(["#c58f3c", "#8c5a26", "#a86f2c"]))


def na_say(s: Sheet) -> None:
    scene(s, "paper", "wood", "Na Chi Lăng")
    slate(s, 640, 720, 940, 300)
    x, y, r = 350, 520, 205
    s.shade(x + 20, y + 178, 200, 60, 0.7)
    s.volume(oval(x, y, r, r * 0.95), s.rad("#d9e3a0", "#8fa860", "#4d6a3a", "#2c4426"), 60)
    s.open(s.clip(oval(x, y, r, r * 0.95)))
    for row in range(9):
        yy = y - r + row * 46
        for col in range(-5, 6):
            k = math.cos((yy - y) / r * 1.25)
            xx = x + (col + (row % 2) * 0.5) * 52 * max(0.35, k)
            s.path(oval(xx + 3, yy + 6, 27 * max(0.5, k), 25), "#35502a", 0.55, 2)
            s.path(oval(xx, yy, 25 * max(0.5, k), 23), s.rad("#f0f4c4", "#a3b970", "#6d8a4a"), 0.95)
    s.line(oval(x, y, r, r * 0.95), "#1e3016", 60, 0.45, 26, 'transform="translate(-20 -24)"')
    s.close()
    s.volume(box(x - 12, y - r - 34, 26, 60, 10), s.lin("#9a7a4a", BARK), 8)
    s.leaf(x + 6, y - r - 10, 190, 74, -22, LEAF, 7)
    for k in range(13):
        row, col = divmod(k, 5)
        px, py = 560 + col * 116 + (row % 2) * 50, 640 + row * 68
        a = s.rng.uniform(-25, 25)
        s.turn(a, px, py)
        d = smooth([(-62, 4), (-40, -36), (6, -46), (52, -28), (64, 10), (36, 40), (-20, 42)])
        s.path(d, "#140c12", 0.6, 8, 'transform="translate(10 14)"')
        s.volume(d, s.rad("#fff3d2", "#efcf92", "#cf9a55", "#a46c34"), 22, tone="#6d3c14", texture="#fffaf0", spread=20)
        for j in range(5):
            s.line(
                f"M{-44 + j * 20} {s.rng.uniform(-22, -8):.0f}q8 {s.rng.uniform(14, 30):.0f} {s.rng.uniform(-2, 12):.0f} 40",
                "#b9803f",
                3,
                0.55,
            )
        if k % 3 == 1:
            s.volume(smooth([(-6, -16), (10, -10), (12, 12), (0, 22), (-10, 8)]), s.lin("#5a3a28", INK), 6)
            s.gleam(2, -6, 3, 7, 10, 0.8, 1)
        s.close()
    half = oval(960, 500, 150, 132)
    s.shade(980, 616, 150, 40, 0.7)
    s.volume(half, s.lin("#8fa860", "#4d6a3a"), 20)
    s.volume(oval(956, 494, 132, 114), s.rad("#fffdf4", "#f7ecd6", "#e2cfa8", cx=0.5, cy=0.45), 20)
    for k in range(14):
        a = k * math.tau / 14
        x1, y1 = 956 + 82 * math.cos(a), 494 + 70 * math.sin(a)
        s.line(f"M956 494L{956 + 122 * math.cos(a + 0.2):.0f} {494 + 106 * math.sin(a + 0.2):.0f}", "#dcc79c", 4, 0.7)
        if k % 2:
            s.volume(oval(x1, y1, 12, 20), s.lin("#4d3222", INK), 6)
            s.path(oval(x1 - 3, y1 - 7, 3, 5), "#fff", 0.7)


def hong_treo(s: Sheet) -> None:
    scene(s, "garden", "wood", "", 760)
    s.path(oval(620, 300, 420, 330), "#fff3b8", 0.35, 80)
    for x, y, r in ((90, 200, 40), (300, 420, 30), (1120, 300, 44), (820, 160, 26)):
        s.path(oval(x, y, r, r), "#f08a2c", 0.45, 10)
    s.volume(box(-20, 46, 1240, 36, 18), s.lin(light(BAMBOO, 0.3), CANE, BARK), 16)
    for i in range(6):
        x = 120 + i * 192
        count = 3 if i % 2 else 4
        top = 82
        twine(s, f"M{x} 60V{top + count * 165 - 70}", 6, CREAM)
        for k in range(count):
            y = top + 88 + k * 165 + (20 if i % 2 else 0)
            px = x + (16 if k % 2 else -14)
            tone = s.rng.choice(["#e2701c", "#d65a14", "#ef8a2a", "#c9541a"])
            w, h = s.rng.uniform(68, 76), s.rng.uniform(70, 82)
            d = smooth(
                [
                    (px, y - h * 0.86),
                    (px + w * 0.66, y - h * 0.78),
                    (px + w, y - h * 0.1),
                    (px + w * 0.62, y + h * 0.7),
                    (px, y + h),
                    (px - w * 0.62, y + h * 0.7),
                    (px - w, y - h * 0.1),
                    (px - w * 0.66, y - h * 0.78),
                ]
            )
            s.path(d, "#2c1206", 0.35, 16, 'transform="translate(20 22)"')
            s.volume(
                d,
                s.rad(light(tone, 0.5), tone, dark(tone, 0.25), dark(tone, 0.5)),
                36,
                tone="#5a1a06",
                glow="#ffe0a0",
                dim=0.6,
            )
            s.open(s.clip(d))
            for j in range(7):
                sx = px - w + j * w / 3.2
                s.line(
                    f"M{sx:.0f} {y - h * 0.6:.0f}q{s.rng.uniform(-14, 14):.0f} {h * 0.7:.0f} {s.rng.uniform(-6, 6):.0f} {h * 1.3:.0f}",
                    dark(tone, 0.45),
                    4,
                    0.32,
                    1.5,
                )
            s.path(oval(px - w * 0.2, y + h * 0.2, w * 0.7, h * 0.5), "#fff6ea", 0.14, 12)
            s.close()
            s.gleam(px - w * 0.42, y - h * 0.3, 11, 25, 18, 0.65, 4)
            for a in (-150, -100, -55, -12, 190):
                s.turn(a, px, y - h * 0.82)
                s.volume(smooth([(0, -9), (26, -15), (44, 0), (26, 14), (0, 9)]), s.lin("#a8a45a", "#5f6a34"), 7)
                s.close()
            s.line(f"M{px} {y - h * 0.84:.0f}L{x} {y - h - 16:.0f}", "#6d4a2a", 8)
    for x, y, a in ((40, 70, 40), (1150, 90, 120), (600, 66, 60)):
        s.leaf(x, y, 130, 66, a, "#c9702a", 6)
        s.leaf(x + 30, y, 110, 56, a - 40, SHOOT, 6)


def che_tuyet(s: Sheet) -> None:
    scene(s, "mist", "dark", "Chè tuyết Mẫu Sơn")
    for k in range(3):
        points = (
            [(-40, 400)] + [(i * 170, 250 + k * 50 - s.rng.uniform(0, 130 - k * 30)) for i in range(9)] + [(1240, 400)]
        )
        s.path(smooth(points, tension=0.7), mix("#8ba49c", "#5a7a78", k / 3), 0.55, 7 - k * 2)
    table(s)
    tin = box(190, 240, 290, 480, 22)
    s.shade(360, 716, 200, 50, 0.75)
    s.volume(tin, s.lin("#1b3a30", "#3f7a5e", "#2a5a46", "#10261f", angle=0), 40)
    s.path(oval(335, 246, 145, 34), s.lin("#c9d6c6", "#5a7a68"))
    s.volume(box(182, 190, 306, 92, 22), s.lin("#8a9a8c", "#eef2e4", "#a8b8a8", "#4d6a5c", angle=0), 20)
    s.path(oval(335, 198, 150, 26), s.lin("#f4f6ec", "#b4c4b4"))
    label(s, 190, 380, 290, 200, "Chè tuyết", "Mẫu Sơn · 1.000 m", "#1f4a3a", curve=16)
    s.turn(0, 0, 0)
    bowl(s, 800, 560, 200, 150, "#dfe8e2", "#b9c47a", band=DYE)
    tea = oval(800, 568, 178, 66)
    s.path(tea, s.rad("#f3e79a", "#d9c24e", "#a38a2a", cx=0.45, cy=0.4))
    s.open(s.clip(tea))
    s.path(oval(740, 545, 90, 20), "#fffbe0", 0.7, 7)
    for _ in range(6):
        s.leaf(s.rng.uniform(700, 900), s.rng.uniform(575, 610), 46, 16, s.rng.uniform(-40, 40), "#7a8a3a", 3, False)
    s.close()
    rim(s, 800, 560, 200, "#dfe8e2")
    s.close()
    s.steam(800, 500, 340, 2, 0.5)
    for _i in range(120):
        x, y = 560 + s.rng.gauss(0, 105), 800 + s.rng.gauss(0, 22)
        a = s.rng.uniform(0, 180)
        tone = s.rng.choice(["#4a5a3a", "#6d7a4d", "#35452c", "#e4e6d4", "#cfd6bc"])
        s.turn(a, x, y)
        s.line("M-22 0q10 -12 22 -2t20 2", dark(tone, 0.5), 9, 0.5, 2, 'transform="translate(3 5)"')
        s.line("M-22 0q10 -12 22 -2t20 2", tone, 7)
        s.line("M-16 -4q8 -7 16 -1", "#f4f6ea", 2, 0.7)
        s.close()
    for a in (-60, -20, 20):
        s.leaf(1000, 800, 150, 52, a, SHOOT, 7)


def table(s: Sheet) -> None:
    """The table again, over the hills of the tea picture."""
    lay(s, "dark", 420)
    runner(s, "Chè tuyết Mẫu Sơn", 560, 230)


def star(s: Sheet, x: float, y: float, r: float, angle: float = 0, squash: float = 0.72) -> None:
    """One star anise with eight pods and shining seeds."""
    s.shade(x + r * 0.1, y + r * 0.28, r * 0.95, r * 0.6, 0.6)
    s.open(f'transform="translate({x:.0f} {y:.0f}) scale(1 {squash}) rotate({angle:.0f})"')
    for k in range(8):
        s.turn(k * 45 + s.rng.uniform(-6, 6), 0, 0)
        q = s.rng.uniform(0.86, 1.08) * r
        pod = smooth(
            [
                (q * 0.08, -q * 0.05),
                (q * 0.38, -q * 0.24),
                (q * 0.72, -q * 0.2),
                (q * 1.02, -q * 0.02),
                (q * 0.74, q * 0.17),
                (q * 0.38, q * 0.22),
                (q * 0.08, q * 0.06),
            ]
        )
        s.path(pod, "#1c0a04", 0.5, 0, 'transform="translate(3 5)"')
        s.volume(pod, s.lin("#c9803f", "#8d4a1e", "#552510"), q * 0.1, tone="#260d04")
        s.path(
            smooth([(q * 0.3, -q * 0.01), (q * 0.5, -q * 0.11), (q * 0.86, -q * 0.02), (q * 0.5, q * 0.1)]), "#3d1808"
        )
        s.path(oval(q * 0.5, 0, q * 0.12, q * 0.075), s.rad("#e9a862", "#9a4a1a", "#4a1a08"))
        s.path(oval(q * 0.47, -q * 0.025, q * 0.03, q * 0.018), "#fff3dc", 0.9)
        s.close()
    s.path(oval(0, 0, r * 0.13, r * 0.12), s.rad("#b06a30", "#552510"))
    s.close()


def hoa_hoi(s: Sheet) -> None:
    scene(s, "clay", "slate", "Hoa hồi")
    tray(s, 600, 620, 500, 220)
    for i in range(44):
        a, q = i * 2.4, math.sqrt((i + 0.5) / 44)
        star(
            s,
            600 + 400 * q * math.cos(a),
            610 + 150 * q * math.sin(a) - 60 * (1 - q),
            s.rng.uniform(56, 76),
            s.rng.uniform(0, 45),
        )
    star(s, 600, 520, 150, 12, 0.8)
    star(s, 400, 590, 112, 30)
    star(s, 800, 600, 118, 5)
    star(s, 1080, 800, 82, 20)
    star(s, 130, 790, 76, 8)
    for a, x, y in ((200, 1090, 520), (-20, 110, 480)):
        s.leaf(x, y, 170, 62, a, LEAF)


def tinh_dau(s: Sheet) -> None:
    scene(s, "warm", "slate", "Tinh dầu hồi")
    slate(s, 600, 760, 900, 190)
    amber = s.lin("#3d1604", "#a8500c", "#e8962a", "#94430a", "#321204", angle=0)
    bottle(s, 580, 780, 270, 470, amber, s.lin("#1a1416", "#5a4c50", "#241c20", angle=0), 0.5)
    s.volume(
        smooth([(538, 264), (544, 190), (560, 150), (580, 142), (600, 150), (616, 190), (622, 264)]),
        s.lin("#2a2226", "#6a5a60", "#1a1416", angle=0),
        18,
    )
    for k in range(13):
        s.line(f"M{524 + k * 9.4:.0f} 272v44", "#000", 3, 0.4)
    s.path(box(572, 330, 16, 300, 7), "#ffffff", 0.2)
    label(s, 446, 540, 268, 176, "Tinh dầu hồi", "nguyên chất · 10 ml", "#5a2410", curve=14)
    star(s, 300, 770, 120, 10)
    star(s, 870, 770, 128, 28)
    star(s, 980, 690, 84, 3)
    star(s, 190, 690, 72, 36)
    star(s, 720, 812, 58, 14)
    s.path(
        "M904 520C904 560 876 580 876 612a28 28 0 0 0 56 0C932 580 904 560 904 520Z",
        s.rad("#ffe08a", "#e0901c", "#94430a"),
    )
    s.gleam(893, 606, 6, 14, 10, 0.9, 1.5)
    for a in (150, 200, 240):
        s.leaf(260, 700, 150, 54, a, LEAF)


DRAWN = {
    "mat-ong-rung": mat_ong,
    "qua-mac-mat-kho": qua_mac_mat,
    "na-say-deo": na_say,
    "hong-treo-gio": hong_treo,
    "che-tuyet": che_tuyet,
    "hoa-hoi": hoa_hoi,
    "tinh-dau-hoi": tinh_dau,
}
