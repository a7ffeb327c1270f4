"""Seven places, wide."""

from scripts.draw.land import birds, clouds, fields, house, karst, lantern, mist, river, roof, sky, stall, tree, walker
from scripts.draw.palette import CREAM, DYE, EMBER, INDIGO, LEAF, MOSS, NIGHT, RED, SHOOT, TURMERIC, dark, mix
from scripts.draw.shapes import Sheet, box, oval, smooth


def lang_son(s: Sheet) -> None:
    sky(s, "dawn", 520, (1180, 190))
    clouds(s, 6, 60, 220)
    karst(s, 500, 330, "#7d86b8", 8, 0.62, "#f0cdb0")
    karst(s, 530, 360, "#5a7a86", 6, 0.36, "#ecd6bc")
    mist(s, 500, 90, 0.7, "#fbe9d4")
    karst(s, 590, 270, MOSS, 7, 0.1, "#d9c9a8")
    s.path(box(0, 560, s.width, 400), s.lin("#a9b46a", "#6d8a4a", MOSS))
    river(s, [(1120, 560, 30), (900, 610, 60), (760, 680, 110), (880, 770, 180), (760, 920, 330)], "#9fb8d0")
    for x, y, w in ((150, 680, 150), (330, 700, 130), (1240, 690, 160), (1440, 730, 170)):
        house(s, x, y, w)
    for x, y, z in (
        (60, 700, 80),
        (500, 690, 70),
        (1180, 720, 80),
        (1560, 760, 100),
        (120, 860, 130),
        (420, 830, 100),
        (1330, 880, 140),
    ):
        tree(s, x, y, z, s.rng.choice([LEAF, "#5a8a4a", MOSS]))
    d = smooth([(690, 800), (760, 826), (860, 830), (930, 802), (880, 846), (740, 846)], tension=0.7)
    s.path(d, "#1a1020", 0.4, 6, 'transform="translate(6 12)"')
    s.path(d, s.lin("#8a5a34", "#3d2419"))
    walker(s, 830, 828, 84, INDIGO, DYE)
    s.line("M850 770L900 856", "#8a5a34", 5)
    birds(s, 640, 170, 7)


def bac_son(s: Sheet) -> None:
    sky(s, "gold", 420, (330, 150))
    clouds(s, 6, 60, 240, "#fff0d0")
    karst(s, 420, 280, "#8a86a4", 9, 0.6, "#f7cf94")
    karst(s, 450, 320, "#5f7a5e", 6, 0.32, "#f3cd8c")
    mist(s, 430, 70, 0.7, "#fff0cc")
    fields(s, 430, 900, ("#efc63f", "#b58a24"), 12)
    river(
        s, [(1000, 440, 10), (860, 490, 18), (980, 560, 30), (800, 660, 52), (960, 790, 84), (860, 930, 120)], "#a8c4c0"
    )
    for x, y, w in (
        (240, 560, 110),
        (370, 575, 120),
        (500, 565, 105),
        (180, 620, 140),
        (350, 640, 150),
        (1200, 560, 120),
        (1330, 590, 140),
    ):
        house(s, x, y, w)
    for x, y, z in ((140, 600, 60), (560, 620, 64), (1150, 590, 60), (1500, 640, 84), (60, 760, 110), (1480, 850, 130)):
        tree(s, x, y, z, s.rng.choice([LEAF, "#7a8a3a", MOSS]))
    for x, y, h in ((620, 780, 80), (690, 800, 84), (1180, 770, 78)):
        walker(s, x, y, h, s.rng.choice([INDIGO, NIGHT]), s.rng.choice([CREAM, DYE]), s.rng.choice(["pole", "basket"]))
    birds(s, 1080, 160, 9)


def quynh_son(s: Sheet) -> None:
    sky(s, "day", 380, (1300, 120))
    clouds(s, 6, 40, 200)
    karst(s, 400, 290, "#6d8f8a", 7, 0.45, "#dfe8da")
    karst(s, 430, 240, MOSS, 6, 0.16, "#d3dfc4")
    mist(s, 420, 60, 0.6)
    s.path(box(0, 400, s.width, 520), s.lin("#c9c06a", "#8fa04e", "#5a7a3c"))
    for row, (y, w, count) in enumerate(((490, 104, 10), (560, 134, 8), (660, 170, 6), (800, 230, 4))):
        for i in range(count):
            x = -60 + i * (s.width + 120) / count + (row % 2) * 50
            if i % 3 != 2:
                tree(s, x - w * 0.3, y + 4, w * 0.4, s.rng.choice([LEAF, "#6d9a4a"]))
            house(s, x, y, w)
    walker(s, 420, 884, 96, INDIGO, CREAM, "pole")
    walker(s, 1120, 880, 92, NIGHT, DYE, "basket")


def that_khe(s: Sheet) -> None:
    sky(s, "dawn", 420, (400, 200))
    clouds(s, 5, 40, 180)
    karst(s, 420, 240, "#7d86a8", 7, 0.55, "#f3d3b4")
    s.path(box(0, 410, s.width, 500), s.lin("#d9b48a", "#b98a5c", "#8a5f3c"))
    for i in range(6):
        x = -40 + i * 290
        h = s.rng.uniform(150, 190)
        s.path(box(x, 540 - h, 270, h + 20), s.lin(s.rng.choice(["#f0d9a8", "#e9c48a", "#d9c9b0"]), "#b98a5a"))
        for k in range(3):
            s.path(box(x + 26 + k * 80, 550 - h * 0.66, 54, h * 0.5), s.rng.choice(["#3a5a5a", "#5a2a1c", "#2c3273"]))
        roof(s, x, 540 - h - 74, 270, 86, 0.05)
    for i, (x, y, w) in enumerate(((30, 720, 270), (330, 700, 250), (1010, 700, 250), (1290, 722, 280))):
        stall(
            s,
            x,
            y,
            w,
            [RED, INDIGO, LEAF, EMBER][i],
            [
                ["#8a3210", "#a84a1c", "#7a2a10"],
                ["#e57a0e", SHOOT, RED],
                [SHOOT, "#f3d48a", LEAF],
                ["#2a2428", "#8a3210", TURMERIC],
            ][i],
            f"khe {i}",
        )
    for k in range(4):
        x = 70 + k * 60
        s.path(
            smooth([(x - 18, 500), (x + 18, 500), (x + 24, 560), (x, 596), (x - 24, 560)]),
            s.rad("#e08a3a", "#8d3613", "#54190a"),
        )
        s.line(f"M{x} 480v22", "#2a1a1c", 3)
    for i in range(12):
        walker(
            s,
            120 + i * 122 + s.rng.uniform(-30, 30),
            760 + s.rng.uniform(0, 110),
            s.rng.uniform(120, 150),
            s.rng.choice([INDIGO, NIGHT, "#7a2b53", "#4d6a7a"]),
            s.rng.choice([CREAM, DYE, RED, "#2a1e1c"]),
            s.rng.choice(["pole", "basket", "", ""]),
        )


def mau_son(s: Sheet) -> None:
    sky(s, "mist", 500, (1150, 160))
    for k in range(6):
        base, tone = 330 + k * 95, mix("#b4c8cc", "#2f5a48", k / 5.2)
        pts = (
            [(-60, 960)]
            + [(i * 160 - 40, base - s.rng.uniform(20, 150) * (1 - k * 0.08)) for i in range(12)]
            + [(s.width + 60, 960)]
        )
        s.path(smooth(pts, tension=0.85), s.lin(tone, mix(tone, "#f0f4ec", 0.5)))
        mist(s, base + 70, 60, 0.85, "#f8f8f2")
    for row in range(6):
        for i in range(26):
            x, y = i * 66 + (row % 2) * 33, 760 + row * 32 + 22 * ((i / 13 - 1) ** 2)
            s.path(oval(x, y, 36, 20), s.rad("#a9c47a", "#5a8a4a", "#2f5a38"))
    for x, y, z in ((120, 760, 170), (1450, 790, 210), (300, 700, 110), (1250, 710, 120)):
        tree(s, x, y, z, "#4a7a58", trunk="#5a4a3c")
    for x, y in ((700, 820), (860, 850), (560, 860)):
        walker(s, x, y, 110, NIGHT, RED, "basket")
    house(s, 880, 690, 150)
    mist(s, 640, 70, 0.5)


def ky_lua(s: Sheet) -> None:
    sky(s, "night", 420)
    for _ in range(60):
        s.path(oval(s.rng.uniform(0, s.width), s.rng.uniform(0, 260), 1.8, 1.8), "#fff6d8", 0.8)
    karst(s, 420, 260, "#3a3d78", 6, 0.2, "#54447c")
    s.path(box(0, 420, s.width, 480), s.lin("#4a2f4a", "#5a3440", "#2a1a2c"))
    for side in (0, 1):
        for i in range(4):
            w, y = 210 + i * 90, 510 + i * 56
            x = 560 - i * 210 - w * 0.3 if not side else 890 + i * 190
            h = w * 0.72
            s.path(box(x, y - h, w, h), s.lin("#c98a4a", "#7a4430", "#3a2230"))
            for k in range(3):
                s.path(box(x + w * (0.1 + k * 0.3), y - h * 0.8, w * 0.2, h * 0.34), "#ffd27a", 0.9)
            roof(s, x, y - h - w * 0.26, w, w * 0.3, 0.06, "#7a3a28")
    s.path(oval(800, 560, 420, 180), "#ffb85a", 0.4, 80)
    for i, (x, y, w) in enumerate(
        ((430, 640, 170), (1000, 640, 170), (180, 740, 250), (1180, 740, 250), (-60, 880, 320), (1350, 880, 330))
    ):
        stall(
            s,
            x,
            y,
            w,
            [RED, INDIGO, EMBER, LEAF, DYE, RED][i],
            [["#e57a0e", RED, SHOOT], ["#8a3210", TURMERIC, "#f3d48a"]][i % 2],
            f"lua {i}",
        )
        s.path(oval(x + w / 2, y - w * 0.5, w * 0.5, w * 0.24), "#ffc46a", 0.35, w * 0.12)
    for i in range(16):
        walker(
            s,
            600 + s.rng.uniform(-130, 420),
            660 + i * 14,
            96 + i * 5,
            s.rng.choice([INDIGO, "#7a2b53", "#35577a", "#2a2a4c"]),
            s.rng.choice([CREAM, DYE, "#1a1416", RED]),
            s.rng.choice(["", "basket", ""]),
        )
    for row, (y, n, r) in enumerate(((150, 9, 22), (250, 8, 28), (90, 6, 36))):
        s.line(f"M-20 {y - r * 2.4 - 6}Q800 {y + 20} {s.width + 20} {y - r * 2.4 - 6}", "#1a1020", 3)
        for i in range(n):
            x = (i + 0.5) * s.width / n + row * 40
            lantern(s, x, y + 26 - abs(x - 800) / 24, r, s.rng.choice([RED, EMBER, TURMERIC, "#c9406a"]))


def chi_lang(s: Sheet) -> None:
    sky(s, "day", 560, (820, 260))
    clouds(s, 5, 60, 240)
    karst(s, 600, 300, "#7a9a94", 5, 0.55, "#e9e6cc")
    mist(s, 590, 70, 0.7, "#fff8e4")
    s.path(box(0, 590, s.width, 320), s.lin("#c9c47a", "#7f9a52", MOSS))
    for side in (-1, 1):
        for k in range(3):
            x = 800 + side * (900 - k * 60)
            h = 560 - k * 120
            tone = ["#55705c", "#3f5f4a", "#2f4f3c"][k]
            edge = 800 + side * (330 - k * 40 + k * 130)
            pts = [
                (x, 900),
                (x, 620 - h),
                (edge + side * 210, 560 - h),
                (edge + side * 90, 640 - h * 0.8),
                (edge + side * 50, 640 - h * 0.4),
                (edge, 640),
                (edge - side * 30, 720 + k * 50),
                (edge + side * 60, 900),
            ]
            d = smooth(pts, tension=0.6)
            s.path(d, s.lin("#a9b4a0", tone, dark(tone, 0.3)))
            s.open(s.clip(d))
            for _ in range(70):
                px, py = edge + side * s.rng.uniform(-10, 620), s.rng.uniform(60, 760)
                s.line(
                    f"M{px:.0f} {py:.0f}l{s.rng.uniform(-12, 12):.0f} {s.rng.uniform(30, 110):.0f}",
                    s.rng.choice(["#e4dcc8", "#8a8f86", "#cfc8b6"]),
                    s.rng.uniform(4, 12),
                    0.28,
                    1.5,
                )
            for _ in range(110):
                px, py, r = edge + side * s.rng.uniform(-20, 640), s.rng.uniform(40, 800), s.rng.uniform(10, 28)
                s.path(oval(px, py, r, r * 0.7), s.rng.choice([LEAF, SHOOT, MOSS]), 0.45)
            s.close()
    road = smooth(
        [(790, 600), (812, 600), (850, 680), (800, 760), (1000, 920), (520, 920), (660, 760), (770, 680)], tension=0.8
    )
    s.path(road, s.lin("#f0e0b4", "#d9bd8a", "#b9925a"))
    for x, y, z in ((430, 830, 130), (1180, 840, 140), (620, 700, 60), (980, 700, 66)):
        tree(s, x, y, z, s.rng.choice([LEAF, "#7a9a4a"]), "#c9d48a")
    walker(s, 760, 800, 90, INDIGO, CREAM, "pole")
    walker(s, 830, 720, 56, NIGHT, DYE, "basket")
    birds(s, 820, 200, 8)


DRAWN = {
    "lang-son": lang_son,
    "bac-son": bac_son,
    "quynh-son": quynh_son,
    "that-khe": that_khe,
    "mau-son": mau_son,
    "cho-ky-lua": ky_lua,
    "ai-chi-lang": chi_lang,
}
