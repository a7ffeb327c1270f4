"""Where the ten producers work, one wide look at each."""
# ruff: noqa: E501 (rows of coordinates stay rows)

import math

from scripts.draw.figures import bust
from scripts.draw.land import clouds, fields, house, karst, mist, sky, tree, walker
from scripts.draw.loops import flame, kitchen
from scripts.draw.palette import (
    BAMBOO,
    BARK,
    CANE,
    CREAM,
    DYE,
    EMBER,
    INDIGO,
    LEAF,
    MOSS,
    NIGHT,
    RED,
    SHOOT,
    TILE,
    TURMERIC,
    dark,
    light,
    mix,
)
from scripts.draw.people import PEOPLE
from scripts.draw.products_kitchen import duck, fruits, sprig
from scripts.draw.products_larder import star
from scripts.draw.settings import backdrop, table, tray, woven
from scripts.draw.shapes import Sheet, box, oval, smooth


def ngoi_do(s: Sheet) -> None:
    sky(s, "gold", 400, (930, 150))
    clouds(s, 5, 50, 200, "#fff0d0")
    karst(s, 400, 280, "#7d8a94", 6, 0.5, "#f7dca8")
    karst(s, 430, 190, MOSS, 6, 0.2, "#ecd9a0")
    mist(s, 420, 50, 0.6, "#fff4d8")
    fields(s, 420, 900, ("#e9c84a", "#b59a34"), 9)
    for x, y, w in ((80, 530, 150), (330, 540, 160), (860, 545, 170), (620, 520, 140)):
        house(s, x, y, w)
    for x, y, z in ((290, 560, 70), (800, 560, 80), (1090, 580, 90)):
        tree(s, x, y, z)
    house(s, 120, 850, 480)
    house(s, 730, 800, 340)
    tree(s, 1140, 870, 160, "#5a8a4a")
    walker(s, 660, 862, 110, INDIGO, CREAM, "basket")


def lo_vit(s: Sheet) -> None:
    s.open('transform="scale(2.23) translate(0 -30)"')
    kitchen(s)
    s.close()
    s.path(box(0, 0, s.width, s.height), s.lin("#180c10/0.5", "#180c10/0", "#180c10/0.6"))
    for x in (60, 460, 860):
        s.path(f"M{x} 760V520Q{x + 140} 380 {x + 280} 520V760Z", "#120606")
        s.line(f"M{x} 760V520Q{x + 140} 380 {x + 280} 520V760", "#b9683f", 30)
        s.path(oval(x + 140, 690, 150, 120), "#ff8a2c", 0.6, 40)
        for k in (70, 205, 140):
            s.turn(0, x + k - 100, 560)
            flame(s)
            s.close()
    s.volume(box(-20, 92, s.width + 40, 28, 10), s.lin("#6d5a50", "#241a1a"), 10)
    for k in range(7):
        x = 110 + k * 164
        s.line(f"M{x} 110v60", "#1a1012", 6)
        s.turn(82, x, 268, 0.44)
        duck(s)
        s.close()
    s.path(box(0, 760, s.width, 150), s.lin("#a9703c", "#4b2d1c"))
    for _i in range(30):
        s.line(
            f"M{s.rng.uniform(-50, 1150):.0f} {s.rng.uniform(770, 890):.0f}h{s.rng.uniform(80, 260):.0f}",
            s.rng.choice(["#c9935a", "#3d2216"]),
            3,
            0.3,
        )
    tray(s, 330, 836, 240, 60)
    s.turn(-4, 330, 800, 0.5)
    duck(s)
    s.close()
    for x, a in ((700, -10), (900, 12), (1050, -24)):
        sprig(s, x, 846, a, 0.6, 3)


def orchard(s: Sheet, kind: str, tone: str, fruit: str, high: float = 330) -> None:
    sky(s, kind, 420, (240, 140))
    clouds(s, 5, 40, 190)
    karst(s, 430, high, "#8a9a94", 6, 0.4, "#e6ead6")
    karst(s, 520, high * 0.8, "#5f7a5e", 4, 0.06, "#cfd9b4")
    s.path(box(0, 510, s.width, 400), s.lin("#b9c47a", "#7f9a52", MOSS))
    for row, (y, z, n) in enumerate(((570, 84, 10), (650, 120, 8), (760, 170, 6))):
        for i in range(n):
            tree(
                s,
                (i + 0.5 + 0.3 * (row % 2)) * s.width / n,
                y + s.rng.uniform(-12, 12),
                z * s.rng.uniform(0.85, 1.1),
                s.rng.choice([tone, mix(tone, SHOOT, 0.3)]),
                fruit,
            )


def mac_mat(s: Sheet) -> None:
    orchard(s, "day", "#4a8a4e", "#c9a83c", 350)
    for x, y, a in ((-10, 150, 20), (1210, 220, 160), (1190, 60, 150)):
        sprig(s, x, y, a, 1.1, 4)
    fruits(s, 250, 210, 7, 22, "#b9b04a")
    walker(s, 560, 860, 130, INDIGO, CREAM, "basket")
    walker(s, 660, 872, 124, NIGHT, DYE, "pole")


def bees(s: Sheet) -> None:
    backdrop(s, "garden", 700)
    for k in range(13):
        x = k * 100 + s.rng.uniform(-30, 30)
        s.path(
            f"M{x:.0f} -20h{30 + k % 3 * 18}l10 740h-{54 + k % 3 * 18}Z",
            s.rng.choice(["#4a6a4a", "#5a7a52", "#35553d"]),
            0.75,
            3,
        )
    s.path(box(0, 640, s.width, 270), s.lin("#8fa860", "#4a6a3c", MOSS))
    for _ in range(50):
        s.leaf(
            s.rng.uniform(0, 1200),
            s.rng.uniform(620, 780),
            s.rng.uniform(40, 90),
            26,
            s.rng.uniform(200, 340),
            s.rng.choice([LEAF, SHOOT, MOSS]),
            3,
            False,
        )
    for x, y, z in (
        (130, 700, 0.8),
        (400, 690, 0.8),
        (720, 700, 0.85),
        (980, 690, 0.85),
        (250, 850, 1.15),
        (620, 860, 1.2),
        (940, 850, 1.15),
    ):
        s.turn(0, x, y, z)
        s.shade(10, 6, 120, 22, 0.7)
        for k in (-60, 60):
            s.path(box(k - 8, -36, 16, 44), BARK)
        body = box(-100, -150, 200, 120, 10)
        s.volume(body, s.lin("#d9a868", "#a9703c", "#6d4427", angle=20), 22)
        for k in range(4):
            s.line(f"M-100 {-126 + k * 28}h200", "#6d4427", 2, 0.5)
        s.path(box(-40, -54, 80, 12, 6), "#1a0e0a")
        s.volume(
            smooth([(-124, -150), (-96, -190), (96, -190), (124, -150), (0, -140)], tension=0.4),
            s.lin(EMBER, TILE, "#5a2412"),
            16,
        )
        s.close()
    for _ in range(34):
        x, y, r = s.rng.uniform(60, 1140), s.rng.uniform(380, 800), s.rng.uniform(6, 12)
        s.path(oval(x - 2, y - r * 0.8, r * 0.8, r * 0.4), "#ffffff", 0.7)
        s.path(oval(x, y, r, r * 0.6), "#f0b030")
        s.line(f"M{x} {y - r * 0.5:.0f}v{r:.0f}M{x + r * 0.5:.0f} {y - r * 0.4:.0f}v{r * 0.8:.0f}", "#2a1608", r * 0.25)
    s.path("M180 -20L420 -20L760 900L420 900Z", "#fff8d0", 0.14, 30)


def na_nui_da(s: Sheet) -> None:
    orchard(s, "day", "#6d9a4a", "#c9d48a", 400)
    for x, y, r in ((170, 770, 100), (330, 810, 90), (70, 850, 90)):
        s.shade(x + 10, y + r * 0.8, r, r * 0.3, 0.6)
        s.volume(oval(x, y, r, r * 0.95), s.rad("#d9e3a0", "#8fa860", "#4d6a3a"), 34)
        s.open(s.clip(oval(x, y, r, r * 0.95)))
        for row in range(8):
            for col in range(-4, 5):
                xx, yy = x + (col + row % 2 * 0.5) * r * 0.27, y - r + row * r * 0.27
                s.path(oval(xx + 2, yy + 3, r * 0.13, r * 0.12), "#35502a", 0.5)
                s.path(oval(xx, yy, r * 0.12, r * 0.11), s.rad("#f0f4c4", "#a3b970", "#6d8a4a"))
        s.close()
    walker(s, 860, 860, 140, INDIGO, CREAM, "pole")


def hong_van_lang(s: Sheet) -> None:
    sky(s, "gold", 460, (300, 170))
    karst(s, 470, 260, "#8a86a4", 6, 0.5, "#f7cf94")
    s.path(box(0, 470, s.width, 440), s.lin("#d9b06a", "#b9803f", "#8a5a34"))
    house(s, 700, 700, 380)
    tree(s, 1120, 760, 190, "#c9702a", EMBER)
    tree(s, 620, 640, 120, "#d9862a", EMBER)
    for row, (y, n, r, x1) in enumerate(((330, 11, 19, 700), (420, 9, 30, 820), (150, 7, 44, 1240))):
        s.volume(box(-30, y, x1 + 30, 12 + row * 6, 6), s.lin(light(BAMBOO, 0.2), CANE, BARK), 6)
        for i in range(n):
            x = 30 + i * x1 / n
            s.line(f"M{x:.0f} {y + 6}V{y + r * 8:.0f}", CREAM, max(2, r * 0.08), 0.9)
            for k in range(4):
                py = y + r * 1.7 + k * r * 2.15
                px = x + (4 if k % 2 else -4)
                tone = s.rng.choice(["#e2701c", "#d65a14", "#ef8a2a"])
                s.path(oval(px + r * 0.2, py + r * 0.3, r, r), "#2c1206", 0.28, r * 0.16)
                s.volume(
                    oval(px, py, r * 0.94, r), s.rad(light(tone, 0.55), tone, dark(tone, 0.4)), r * 0.4, tone="#5a1a06"
                )
                s.path(
                    smooth(
                        [
                            (px - r * 0.6, py - r * 0.7),
                            (px, py - r * 1.04),
                            (px + r * 0.6, py - r * 0.7),
                            (px, py - r * 0.74),
                        ]
                    ),
                    "#7a7a3c",
                )
    walker(s, 470, 850, 170, INDIGO, CREAM, "basket")


def che_co(s: Sheet) -> None:
    sky(s, "mist", 600, (860, 150))
    for k in range(4):
        pts = (
            [(-60, 960)]
            + [(i * 150 - 40, 360 + k * 90 - s.rng.uniform(20, 130)) for i in range(10)]
            + [(s.width + 60, 960)]
        )
        s.path(smooth(pts, tension=0.85), mix("#b9ccd0", "#4a6a60", k / 3.4))
        mist(s, 430 + k * 90, 60, 0.9, "#f8f8f2")
    for x, y, z in ((200, 820, 330), (960, 850, 380), (560, 720, 190)):
        for k in range(4):
            s.line(
                f"M{x} {y}q{(k - 1.5) * z * 0.16:.0f} {-z * 0.4:.0f} {(k - 1.5) * z * 0.4:.0f} {-z * (0.9 - abs(k - 1.5) * 0.1):.0f}",
                "#6d6458",
                z * 0.075,
            )
            s.line(
                f"M{x - 5} {y}q{(k - 1.5) * z * 0.16:.0f} {-z * 0.4:.0f} {(k - 1.5) * z * 0.4:.0f} {-z * (0.9 - abs(k - 1.5) * 0.1):.0f}",
                "#c9c8b4",
                z * 0.016,
                0.8,
            )
        for _ in range(70):
            px, py = x + s.rng.gauss(0, 0.34) * z, y - z * s.rng.uniform(0.62, 1.3)
            s.path(oval(px, py, z * 0.09, z * 0.06), s.rng.choice(["#2f5a42", "#4a7a58", "#6d9a70", "#8fb488"]), 0.85)
        for _ in range(60):
            px, py = x + s.rng.gauss(0, 0.34) * z, y - z * s.rng.uniform(0.65, 1.32)
            s.line(f"M{px:.0f} {py:.0f}q5 -9 12 -11", "#c9dca8", 3, 0.8)
    s.path(box(0, 790, s.width, 120), s.lin("#6d8a5a/0.6", "#2f4a3a"), 1, 12)
    walker(s, 700, 850, 150, NIGHT, RED, "basket")
    walker(s, 420, 862, 140, NIGHT, CREAM, "basket")
    mist(s, 640, 90, 0.6)


def hoi(s: Sheet) -> None:
    backdrop(s, "garden", 620)
    s.path(box(0, 600, s.width, 310), s.lin("#8a9a5a", "#5a6a3c", "#35452c"))
    for _row, (y, n, w) in enumerate(((600, 12, 26), (690, 8, 44), (830, 5, 76))):
        for i in range(n):
            x = (i + 0.5 + s.rng.uniform(-0.2, 0.2)) * s.width / n
            s.path(oval(x + w, y, w * 2.4, w * 0.4), "#16201a", 0.4, 8)
            s.volume(
                f"M{x - w * 0.4:.0f} -20L{x - w * 0.6:.0f} {y}H{x + w * 0.6:.0f}L{x + w * 0.4:.0f} -20Z",
                s.lin("#b0a48a", "#7a6a54", "#4a3c30", angle=0),
                w * 0.4,
            )
            for _ in range(9):
                s.leaf(
                    x + s.rng.uniform(-w, w),
                    s.rng.uniform(-10, y * 0.55),
                    w * 2.6,
                    w * 0.9,
                    s.rng.uniform(-40, 220),
                    s.rng.choice([LEAF, MOSS, "#4a8a56"]),
                    4,
                    False,
                )
        mist(s, y - 90, 80, 0.35, "#f4f6dc")
    s.path("M120 -20L420 -20L860 900L380 900Z", "#fff8d0", 0.18, 30)
    tray(s, 860, 800, 300, 92)
    for i in range(20):
        a, q = i * 2.4, math.sqrt((i + 0.5) / 20)
        star(
            s,
            860 + 230 * q * math.cos(a),
            792 + 58 * q * math.sin(a) - 24 * (1 - q),
            s.rng.uniform(42, 56),
            s.rng.uniform(0, 45),
        )
    for x, y in ((180, 830), (300, 860), (90, 870)):
        star(s, x, y, 44, s.rng.uniform(0, 45))
    walker(s, 480, 830, 190, INDIGO, CREAM, "basket")


def cao_kho(s: Sheet) -> None:
    sky(s, "day", 420, (200, 130))
    clouds(s, 5, 40, 180)
    karst(s, 430, 270, "#7a9a94", 6, 0.45, "#e6ead6")
    s.path(box(0, 420, s.width, 490), s.lin("#c9c47a", "#9aa45a", "#6d7a42"))
    house(s, 60, 600, 260)
    tree(s, 1120, 620, 130)
    for row, (y, n) in enumerate(((560, 8), (660, 6), (800, 4))):
        z = s.width / n
        h = z * 0.62
        for i in range(n):
            x = i * z + z * 0.06 + (row % 2) * 20 + (330 if row == 0 else 0)
            s.path(oval(x + z * 0.5, y + h * 0.5, z * 0.46, h * 0.1), "#1a2014", 0.4, 8)
            for px in (x + z * 0.06, x + z * 0.82):
                s.line(f"M{px:.0f} {y + h * 0.5:.0f}V{y - h * 0.42:.0f}", CANE, z * 0.025)
            d = f"M{x:.0f} {y + h * 0.3:.0f}L{x + z * 0.06:.0f} {y - h * 0.45:.0f}H{x + z * 0.84:.0f}L{x + z * 0.9:.0f} {y + h * 0.3:.0f}Z"
            s.path(d, s.lin(light(BAMBOO, 0.3), CANE))
            s.open(s.clip(d))
            for k in range(13):
                s.line(f"M{x:.0f} {y - h * 0.45 + k * h * 0.06:.0f}h{z}", "#8a6430", 2, 0.45)
            for a in range(3):
                sx = x + z * (0.05 + a * 0.28)
                sheet = smooth(
                    [
                        (sx, y - h * 0.4),
                        (sx + z * 0.25, y - h * 0.41),
                        (sx + z * 0.26, y + h * 0.2),
                        (sx + z * 0.12, y + h * 0.25),
                        (sx - z * 0.01, y + h * 0.2),
                    ],
                    tension=0.4,
                )
                s.volume(sheet, s.lin("#ffffff", "#f7efd9", "#dccba0"), z * 0.04, tone="#7a5a2c", dim=0.4)
                for k in range(9):
                    s.line(
                        f"M{sx + k * z * 0.028:.0f} {y - h * 0.4:.0f}q2 {h * 0.3:.0f} 0 {h * 0.64:.0f}",
                        "#cbb685",
                        1.5,
                        0.5,
                    )
            s.close()
    walker(s, 600, 760, 170, INDIGO, CREAM)
    walker(s, 960, 870, 190, "#7a2b53", CREAM, "basket")


def to_det(s: Sheet) -> None:
    backdrop(s, "warm", 620)
    for i in range(14):
        s.path(box(i * 90, 0, 84, 560), s.lin("#b9854d", "#8a5a34", angle=0), 0.35)
    table(s, "wood", 600)
    s.volume(box(120, 120, 40, 600, 6), s.lin("#b9854d", "#4b2d1c", angle=0), 12)
    s.volume(box(760, 120, 40, 600, 6), s.lin("#b9854d", "#4b2d1c", angle=0), 12)
    s.volume(box(90, 110, 740, 44, 10), s.lin("#c9935a", "#6d4427"), 14)
    for i in range(90):
        s.line(
            f"M{176 + i * 6.5:.1f} 150L{200 + i * 5.9:.1f} 470",
            s.rng.choice([CREAM, "#fff", DYE, TURMERIC, INDIGO]),
            2.2,
            0.85,
        )
    s.volume(box(150, 290, 620, 26, 8), s.lin("#8a5a34", "#4b2d1c"), 8)
    s.volume(box(140, 440, 640, 36, 10), s.lin("#c9935a", "#6d4427"), 10)
    cloth = "M196 470H736L780 720H150Z"
    s.path(cloth, "#140d1c", 0.5, 14, 'transform="translate(6 16)"')
    woven(s, "Tày Lạng Sơn 17", cloth, 140, 460, 660, 420, 0.75)
    s.path(cloth, s.lin("#000/0", "#0d0818/0.35"))
    s.volume(box(110, 700, 700, 44, 16), s.lin("#c9935a", "#6d4427"), 14)
    s.turn(-8, 430, 486)
    s.volume(smooth([(-90, 0), (-50, -20), (50, -20), (90, 0), (50, 20), (-50, 20)]), s.lin("#d9a868", "#6d4427"), 10)
    s.path(box(-44, -9, 88, 18, 8), RED)
    s.close()
    s.path(smooth([(820, 300), (1000, 240), (1200, 280), (1240, 900), (820, 900)]), "#fff", 0.001)
    bust(s, PEOPLE["nong-thi-tuyet"][0], 960, 330, 0.86, 0.0, False, -0.6, -4)
    for x, y, r in ((940, 760, 150), (1140, 800, 130)):
        s.shade(x, y + r * 0.66, r, r * 0.24, 0.7)
        d = smooth(
            [
                (x - r, y),
                (x - r * 0.86, y + r * 0.5),
                (x - r * 0.5, y + r * 0.74),
                (x + r * 0.5, y + r * 0.74),
                (x + r * 0.86, y + r * 0.5),
                (x + r, y),
                (x, y + r * 0.1),
            ],
            tension=0.8,
        )
        s.volume(d, s.lin("#b9683f", "#7a3a22", "#2f140c", angle=20), 40)
        s.path(oval(x, y, r, r * 0.32), s.lin("#d98a5c", "#7a3a22"))
        s.path(oval(x, y + 3, r * 0.9, r * 0.26), s.rad("#5a66c8", "#20265e", "#0d1038"))
        for _ in range(5):
            s.path(oval(x + s.rng.uniform(-r, r) * 0.6, y + s.rng.uniform(-8, 12), r * 0.1, r * 0.035), "#8f9cf0", 0.7)
    for k, tone in enumerate((DYE, "#c9406a", TURMERIC, LEAF)):
        x = 60 + k * 66
        s.shade(x + 6, 850, 34, 12, 0.6)
        s.volume(oval(x, 820, 36, 36), s.rad(light(tone, 0.4), tone, dark(tone, 0.5)), 12)
        for j in range(5):
            s.line(f"M{x - 32} {806 + j * 8}q32 {18 - j * 3} 64 -4", light(tone, 0.4), 2, 0.6)


DRAWN = {
    "htx-ngoi-do": ngoi_do,
    "lo-vit-ba-khe": lo_vit,
    "htx-mac-mat-binh-gia": mac_mat,
    "trai-ong-khuon-lan": bees,
    "htx-na-nui-da": na_nui_da,
    "hong-van-lang": hong_van_lang,
    "che-co-mau-son": che_co,
    "hoi-xu-lang": hoi,
    "cao-kho-van-linh": cao_kho,
    "to-det-cham": to_det,
}
