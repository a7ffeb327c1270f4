"""People: heads, hair, scarves and the dress of the Tày, Nùng and Dao, put together from a few choices."""
# ruff: noqa: C901 (a picture is one long list of strokes)

import math
from dataclasses import dataclass, field

from scripts.draw.palette import (
    BAMBOO,
    BARK,
    CANE,
    CREAM,
    INDIGO,
    INK,
    RED,
    SILVER,
    SKIN,
    STRAW,
    TURMERIC,
    dark,
    light,
    mix,
)
from scripts.draw.settings import woven
from scripts.draw.shapes import Sheet, box, oval, smooth


@dataclass
class Person:
    """What is particular about someone drawn."""

    age: int = 30
    woman: bool = True
    skin: str = SKIN
    hair: str = "#221a1e"
    head: str = "bun"  # bun, braid, bob, short, scarf, turban, hat, cap, cone
    scarf: tuple[str, str] = (INDIGO, CREAM)
    dress: str = "cham"  # cham, nung, dao, shirt, jacket, apron, vest
    cloth: str = INDIGO
    trim: str = TURMERIC
    name: str = ""
    extras: set[str] = field(default_factory=set)  # silver, straps, beard, glasses, lanyard, headset, buttons, earrings
    wide: float = 1.0


def shoulders(s: Sheet, p: Person) -> None:
    """Neck, dress and what hangs on it."""
    k = p.wide * (0.93 if p.woman else 1.06)
    neck = smooth([(-38, 60), (38, 60), (42, 140), (70, 168), (-70, 168), (-42, 140)], tension=0.7)
    s.volume(neck, s.lin(dark(p.skin, 0.32), p.skin, angle=80), 26, tone="#6d2f1a", dim=0.5)
    s.path(oval(6, 106, 58, 34), "#5a2414", 0.32, 12)
    torso = smooth(
        [
            (-62 * k, 142),
            (-150 * k, 172),
            (-214 * k, 226),
            (-240 * k, 330),
            (-252 * k, 470),
            (252 * k, 470),
            (240 * k, 330),
            (214 * k, 226),
            (150 * k, 172),
            (62 * k, 142),
            (0, 196),
        ],
        tension=0.8,
    )
    s.volume(
        torso,
        s.lin(light(p.cloth, 0.16), p.cloth, dark(p.cloth, 0.42), angle=70),
        70,
        tone="#0b0820",
        glow=light(p.cloth, 0.7),
        dim=0.6,
    )
    s.open(s.clip(torso))
    for _ in range(60):
        x, y = s.rng.uniform(-240, 240), s.rng.uniform(150, 460)
        s.line(
            f"M{x:.0f} {y:.0f}l{s.rng.uniform(-6, 6):.0f} {s.rng.uniform(20, 60):.0f}",
            s.rng.choice([light(p.cloth, 0.4), dark(p.cloth, 0.5)]),
            1.4,
            0.22,
        )
    for x, bend in ((-128, 26), (138, -30), (-60, 8), (74, -12)):
        s.line(f"M{x * k:.0f} 250q{bend} 90 {bend / 2} 220", dark(p.cloth, 0.6), 18, 0.3, 10)
    if p.dress == "cham":
        front = "M0 196Q70 232 130 268Q150 330 152 470"
        s.line(front, p.trim, 11)
        s.line(front, light(p.cloth, 0.4), 3, 0.8)
        for x, y in ((58, 226), (124, 268), (150, 340)):
            s.volume(oval(x, y, 8, 8), s.rad("#ffffff", SILVER, "#6d747c"), 3)
    elif p.dress == "nung":
        d = "M-62 148Q-30 210 0 236Q30 210 62 148L96 158Q60 240 16 284V470H-16V284Q-60 240 -96 158Z"
        woven(s, p.name or "nùng", d, -130, 130, 260, 480, 0.75)
        s.line(d, CREAM, 3, 0.9)
        for y in (330, 390, 450):
            s.line(f"M-30 {y}h60", CREAM, 6)
    elif p.dress == "dao":
        d = "M-66 146Q-40 200 0 470H40Q80 260 70 146L30 176Z"
        woven(s, p.name or "dao", d, -90, 130, 240, 480, 0.75)
        s.line("M-70 148Q-34 230 0 470", RED, 12)
        s.line("M74 148Q84 260 42 470", RED, 12)
        for y in range(250, 460, 46):
            s.volume(oval(-74, y, 12, 12), s.rad("#ffffff", SILVER, "#6d747c"), 4)
    elif p.dress in ("shirt", "jacket", "apron", "vest"):
        if p.dress in ("jacket", "vest"):
            s.path("M-56 140L0 300L56 140Z", CREAM)
            s.line("M0 260V470", dark(p.cloth, 0.5), 5)
        else:
            s.line("M0 210V470", dark(p.cloth, 0.4), 4, 0.7)
        for y in (260, 320, 380, 440):
            s.path(oval(10, y, 5, 5), light(p.cloth, 0.7))
        for side in (-1, 1):
            collar = smooth(
                [(side * 50, 126), (side * 84, 152), (side * 66, 214), (side * 4, 200), (side * 34, 160)], tension=0.4
            )
            s.volume(collar, light(p.cloth, 0.14), 12, tone=dark(p.cloth, 0.7))
        if p.dress == "apron":
            d = "M-96 256Q0 236 96 256L128 470H-128Z"
            s.volume(d, s.lin(light(p.trim, 0.2), p.trim, dark(p.trim, 0.3)), 24)
            s.line("M-92 258L-66 146M92 258L66 146", p.trim, 17)
            woven(s, p.name or "apron", "M-100 262Q0 242 100 262L106 300Q0 280 -106 300Z", -130, 240, 260, 130, 1)
        if p.dress == "vest":
            for side in (-1, 1):
                d = f"M{side * 62} 142L{side * 16} 470H{side * 60}L{side * 104} 160Z"
                woven(s, p.name or "vest", d, -130, 130, 260, 480, 0.8)
    s.close()
    if "straps" in p.extras:
        for side in (-1, 1):
            d = f"M{side * 104} 152Q{side * 138} 260 {side * 128} 470H{side * 176}Q{side * 182} 260 {side * 148} 168Z"
            s.volume(d, s.lin("#b5682f", "#7a3f1c"), 16)
            s.path(box(side * 150 - 26, 300, 52, 26, 6), CREAM, 0.9)
    if "silver" in p.extras:
        for r, wide in ((0, 11), (24, 9), (46, 8)):
            d = f"M{-66 - r * 0.5:.0f} {146 + r * 0.2:.0f}Q0 {242 + r * 1.7:.0f} {66 + r * 0.5:.0f} {146 + r * 0.2:.0f}"
            s.line(d, "#4d5560", wide + 3, 0.7, 1.5, 'transform="translate(1 4)"')
            s.line(d, SILVER, wide)
            s.line(d, "#ffffff", wide * 0.35, 0.9, 0, 'transform="translate(-1 -2)"')
    if "lanyard" in p.extras:
        s.line("M-60 150L0 320L60 150", TURMERIC, 9)
        s.volume(box(-42, 316, 84, 104, 10), s.lin("#ffffff", CREAM), 8)
        s.path(box(-42, 316, 84, 32, 10), RED)
        s.path(box(-26, 362, 52, 8), "#8a8f98")
        s.path(box(-26, 382, 36, 8), "#b8bcc4")


def back_hair(s: Sheet, p: Person) -> None:
    shine = s.rad(light(p.hair, 0.25), p.hair, dark(p.hair, 0.3))
    if p.head in ("braid", "bob"):
        long = 250 if p.head == "braid" else 120
        s.volume(
            smooth(
                [
                    (-104, -30),
                    (-70, -126),
                    (0, -148),
                    (72, -126),
                    (106, -30),
                    (116, 80),
                    (96, long * 0.7),
                    (0, 90),
                    (-98, long * 0.7),
                    (-116, 80),
                ]
            ),
            shine,
            30,
            tone="#000",
        )
    if p.head == "bun":
        s.volume(oval(30, -138, 56, 46), shine, 20, tone="#000")
    if p.head in ("scarf",):
        s.volume(
            smooth(
                [
                    (-112, -20),
                    (-96, -120),
                    (0, -160),
                    (98, -120),
                    (114, -20),
                    (118, 90),
                    (74, 150),
                    (-74, 150),
                    (-118, 90),
                ]
            ),
            s.lin(p.scarf[0], dark(p.scarf[0], 0.5)),
            30,
            tone="#05061a",
        )
    if p.head == "cone":
        s.path(oval(0, -60, 250, 60), dark(CANE, 0.5), 0.9)


def face(s: Sheet, p: Person, mouth: float = 0.0, blink: bool = False, look: float = 0.0) -> None:
    """The face; mouth runs from a closed smile (0) to open (1)."""
    jaw = 1.0 if p.woman else 1.09
    old = max(0.0, (p.age - 38) / 30)
    for side in (-1, 1):
        s.volume(
            smooth([(side * 88, -14), (side * 108, -18), (side * 110, 14), (side * 92, 34)]),
            dark(p.skin, 0.12),
            10,
            tone="#6d2f1a",
        )
        if "earrings" in p.extras:
            s.line(oval(side * 103, 46, 11, 14), SILVER, 5)
    d = smooth(
        [
            (0, -122),
            (62, -108),
            (92, -44),
            (90, 18),
            (70 * jaw, 74),
            (34 * jaw, 108),
            (0, 116),
            (-34 * jaw, 108),
            (-70 * jaw, 74),
            (-90, 18),
            (-92, -44),
            (-62, -108),
        ]
    )
    s.volume(
        d,
        s.rad(light(p.skin, 0.42), p.skin, dark(p.skin, 0.24), cx=0.36, cy=0.36, r=0.75),
        44,
        tone="#6d2f1a",
        glow="#fff0d2",
        dim=0.5,
        shine=0.35,
    )
    s.open(s.clip(d))
    for side in (-1, 1):
        s.path(oval(side * 52, 34, 30, 20), "#d0563f", 0.26 if p.woman else 0.16, 10)
        s.path(oval(side * 38, -18, 32, 17), dark(p.skin, 0.35), 0.2, 8)
    s.path(oval(14, 30, 16, 36), dark(p.skin, 0.4), 0.2, 7)
    if old > 0.2:
        for y, w in ((-74, 44), (-60, 50)):
            s.line(f"M{-w} {y}q{w} -9 {2 * w} 0", dark(p.skin, 0.42), 2.4, 0.35 * min(1, old), 0.8)
        for side in (-1, 1):
            s.line(f"M{side * 26} 38Q{side * 46} 54 {side * 48} 78", dark(p.skin, 0.45), 3, 0.5 * min(1, old), 0.8)
            for k in range(3):
                s.line(
                    f"M{side * 66} {-16 + k * 8}l{side * 17} {-6 + k * 7}",
                    dark(p.skin, 0.45),
                    2,
                    0.4 * min(1, old),
                    0.5,
                )
    s.close()
    brow = mix(p.hair, INK, 0.3)
    for side in (-1, 1):
        x = side * 38
        bw = 5 if p.woman else 7.5
        s.line(f"M{x - 24} {-44 + (side < 0) * 3}Q{x} {-58} {x + 24} {-44 + (side > 0) * 3}", brow, bw, 0.9)
        if blink:
            s.line(f"M{x - 20} -14Q{x} -4 {x + 20} -14", INK, 4.4)
            continue
        lid = f"M{x - 22} -12Q{x - 4} -31 {x + 22} -13Q{x + 2} -1 {x - 22} -12Z"
        s.path(lid, "#fff8ee")
        s.open(s.clip(lid))
        s.path(oval(x + look * 5, -15, 11, 12), s.rad("#6d4024", "#2c170f", "#140a08", cx=0.5, cy=0.6))
        s.path(oval(x + look * 5 - 4, -20, 3.6, 3.6), "#ffffff")
        s.path(box(x - 24, -34, 48, 10), "#6d2f1a", 0.3, 2)
        s.close()
        s.line(f"M{x - 23} -11Q{x - 4} -32 {x + 23} -14", INK, 4.6 if p.woman else 3.8)
        s.line(f"M{x - 16} -1Q{x} 3 {x + 17} -3", dark(p.skin, 0.45), 2, 0.5)
        if p.age > 55:
            s.line(f"M{x - 18} 9Q{x} 15 {x + 17} 8", dark(p.skin, 0.45), 2.2, 0.45)
    s.line("M4 -18Q12 10 15 26Q6 37 -10 31", dark(p.skin, 0.42), 3.6, 0.75)
    s.gleam(-3, 14, 5, 15, 6, 0.5, 3)
    lips = "#b5443f" if p.woman and p.age < 55 else dark(mix(p.skin, RED, 0.4), 0.15)
    if mouth < 0.12:
        s.path("M-30 60Q-12 52 0 57Q12 52 30 60Q14 77 0 77Q-14 77 -30 60Z", lips)
        s.line("M-33 59Q0 69 33 59", dark(lips, 0.55), 3)
        s.path(oval(-4, 71, 11, 3), "#ffd9c8", 0.5, 1.5)
    else:
        o = 58 + 30 * mouth
        s.path(f"M-31 58Q0 50 31 58Q{22} {o + 6:.0f} 0 {o + 7:.0f}Q-22 {o + 6:.0f} -31 58Z", "#5a1718")
        s.path(
            f"M-24 59Q0 55 24 59Q14 {60 + 11 * mouth:.0f} 0 {61 + 11 * mouth:.0f}Q-14 {60 + 11 * mouth:.0f} -24 59Z",
            "#fffaf0",
        )
        s.line(
            f"M-31 58Q0 50 31 58Q22 {o + 6:.0f} 0 {o + 7:.0f}Q-22 {o + 6:.0f} -31 58Z",
            lips,
            4.5 if p.woman else 2.5,
            0.9,
        )
    if "beard" in p.extras:
        s.path("M-34 47Q-16 38 0 45Q16 38 34 47Q16 50 0 51Q-16 50 -34 47Z", p.hair, 0.85)
        s.path(
            smooth([(-70, 50), (-54, 84), (0, 100), (54, 84), (70, 50), (50, 104), (0, 118), (-50, 104)]),
            p.hair,
            0.22,
            7,
        )
    if "glasses" in p.extras:
        for side in (-1, 1):
            s.path(box(side * 39 - 31, -38, 62, 46, 18), "#ffffff", 0.16)
            s.line(box(side * 39 - 31, -38, 62, 46, 18), "#2a2024", 4.5)
        s.line("M-8 -22Q0 -28 8 -22M-70 -22L-92 -28M70 -22L92 -28", "#2a2024", 4)


def front_hair(s: Sheet, p: Person) -> None:
    shine = s.rad(light(p.hair, 0.3), p.hair, dark(p.hair, 0.3), cx=0.4, cy=0.2)
    dye, edge = p.scarf
    if p.head in ("bun", "braid", "bob"):
        d = smooth(
            [
                (-100, -8),
                (-108, -70),
                (-64, -136),
                (10, -150),
                (76, -130),
                (108, -64),
                (100, -4),
                (84, -54),
                (52, -94),
                (-8, -104),
                (-52, -84),
                (-86, -48),
            ]
        )
        s.volume(d, shine, 24, tone="#000", glow="#d9b8a0")
        for k in range(7):
            s.line(
                f"M{-20 + k * 6} -142Q{-80 + k * 24} -120 {-96 + k * 30} {-54 - 22 * math.sin(k / 6 * math.pi):.0f}",
                light(p.hair, 0.35),
                2,
                0.4,
            )
    elif p.head == "short":
        d = smooth(
            [
                (-97, -10),
                (-108, -66),
                (-78, -134),
                (0, -158),
                (82, -136),
                (108, -66),
                (97, -10),
                (88, -56),
                (66, -84),
                (10, -78),
                (-50, -96),
                (-84, -56),
            ]
        )
        s.volume(d, shine, 22, tone="#000", glow="#d9b8a0")
        for k in range(9):
            s.line(f"M{-60 + k * 14} -146Q{-54 + k * 15} -116 {-70 + k * 18} -88", light(p.hair, 0.35), 2.4, 0.35)
    elif p.head == "scarf":
        s.path(
            smooth([(-88, -30), (-64, -92), (0, -112), (66, -92), (90, -30), (70, -66), (0, -90), (-70, -66)]), p.hair
        )
        d = smooth(
            [
                (-118, 20),
                (-122, -66),
                (-70, -146),
                (2, -176),
                (74, -146),
                (124, -66),
                (120, 20),
                (96, -34),
                (64, -82),
                (2, -108),
                (-62, -82),
                (-96, -34),
            ],
            tension=0.85,
        )
        s.volume(d, s.lin(light(dye, 0.22), dye, dark(dye, 0.45), angle=70), 36, tone="#05061a", glow=light(dye, 0.7))
        s.open(s.clip(d))
        rimline = "M-100 -24Q-64 -92 2 -112Q66 -92 102 -24"
        s.line(rimline, edge, 9, 0.95, 0, 'transform="translate(0 -12)"')
        s.line(rimline, TURMERIC if edge != TURMERIC else RED, 4, 0.9, 0, 'transform="translate(0 -23)"')
        for k in range(5):
            s.line(f"M2 -174Q{-90 + k * 46} -140 {-116 + k * 58} -10", dark(dye, 0.6), 5, 0.4, 2)
        s.close()
    elif p.head == "turban":
        s.path(
            smooth([(-96, -6), (-100, -66), (0, -100), (100, -66), (96, -6), (84, -50), (0, -74), (-84, -50)]), p.hair
        )
        for k in range(4):
            d = smooth(
                [
                    (-112 + k * 5, -66 - k * 22),
                    (-60, -108 - k * 19),
                    (0, -118 - k * 18),
                    (62, -106 - k * 19),
                    (112 - k * 5, -64 - k * 22),
                    (100, -52 - k * 24),
                    (0, -80 - k * 21),
                    (-100, -54 - k * 24),
                ]
            )
            s.volume(d, s.lin(light(dye, 0.2), dye, dark(dye, 0.4)), 16, tone="#05061a", glow=light(dye, 0.6))
        s.line("M-108 -70Q0 -118 108 -70", edge, 5, 0.9)
    elif p.head == "hat":
        s.path(smooth([(-98, -4), (-100, -60), (0, -80), (100, -60), (98, -4), (86, -44), (-86, -44)]), p.hair)
        s.path(oval(4, -52, 150, 30), "#1a0f14", 0.4, 12)
        s.volume(
            smooth([(-176, -52), (-100, -90), (0, -100), (104, -90), (178, -50), (100, -58), (0, -64), (-100, -58)]),
            s.lin(light(dye, 0.2), dark(dye, 0.3)),
            16,
        )
        s.volume(
            smooth([(-98, -80), (-84, -152), (0, -178), (86, -152), (100, -80), (0, -98)], tension=0.8),
            s.lin(light(dye, 0.3), dye, dark(dye, 0.3)),
            30,
        )
        s.line("M-98 -88Q0 -112 100 -88", edge, 14, 0.95)
    elif p.head == "cap":
        s.path(smooth([(-98, 0), (-100, -60), (0, -80), (100, -60), (98, 0), (86, -44), (-86, -44)]), p.hair)
        s.volume(
            smooth([(-104, -58), (-92, -134), (0, -164), (92, -134), (106, -58), (0, -84)], tension=0.85),
            s.lin(light(dye, 0.25), dye, dark(dye, 0.3)),
            28,
        )
        s.volume(
            smooth([(-92, -64), (0, -92), (98, -62), (136, -40), (30, -62), (-60, -50)], tension=0.8),
            dark(dye, 0.25),
            12,
        )
        s.path(oval(0, -118, 17, 17), edge)
    elif p.head == "cone":
        s.path(smooth([(-98, 0), (-100, -60), (0, -80), (100, -60), (98, 0), (86, -44), (-86, -44)]), p.hair)
        s.path(oval(4, -50, 180, 34), "#1a0f14", 0.4, 12)
        d = "M-252 -56Q-100 -120 0 -236Q100 -120 252 -56Q0 -10 -252 -56Z"
        s.volume(d, s.lin(light(STRAW, 0.4), BAMBOO, CANE, angle=30), 34, tone=BARK)
        s.open(s.clip(d))
        for k in range(8):
            s.line(f"M{-k * 34} {-226 + k * 24}Q0 {-206 + k * 34} {k * 34} {-226 + k * 24}", CANE, 2.5, 0.6)
        s.close()
    if "headset" in p.extras:
        s.line("M-104 -6Q-110 -150 0 -156Q110 -150 104 -6", "#2a2e3a", 12)
        s.volume(box(-122, -30, 32, 66, 14), "#3a4052", 8)
        s.volume(box(92, -30, 32, 66, 14), "#3a4052", 8)
        s.line("M-108 34Q-96 84 -46 88", "#2a2e3a", 6)
        s.path(oval(-42, 88, 10, 8), INK)


def bust(
    s: Sheet,
    p: Person,
    x: float,
    y: float,
    scale: float = 1,
    mouth: float = 0.0,
    blink: bool = False,
    look: float = 0.0,
    tilt: float = 0.0,
) -> None:
    """A person from the chest up, the face at x, y."""
    s.turn(0, x, y, scale)
    shoulders(s, p)
    s.close()
    head(s, p, x, y, scale, mouth, blink, look, tilt)


def head(
    s: Sheet, p: Person, x: float, y: float, scale: float, mouth: float, blink: bool, look: float, tilt: float
) -> None:
    s.turn(tilt, x, y, scale)
    back_hair(s, p)
    s.path(smooth([(-38, 60), (38, 60), (42, 140), (-42, 140)], tension=0.7), s.lin(p.skin, dark(p.skin, 0.3)))
    face(s, p, mouth, blink, look)
    front_hair(s, p)
    s.close()
