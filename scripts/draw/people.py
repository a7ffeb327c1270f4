"""Portraits of the sample's creators and locals. Nobody here is a real person."""
# ruff: noqa: C901 (a picture is one long list of strokes)

from functools import partial

from scripts.draw.figures import Person, bust
from scripts.draw.palette import (
    CLAY,
    CREAM,
    DYE,
    EMBER,
    INDIGO,
    LEAF,
    MOSS,
    NIGHT,
    RED,
    SKIN,
    TILE,
    TURMERIC,
    light,
    mix,
)
from scripts.draw.settings import backdrop
from scripts.draw.shapes import Sheet, box, oval, smooth

GREY, WHITE = "#6d686c", "#c9c4c4"
TAN, FAIR = "#cf9068", "#ecb990"

PEOPLE: dict[str, tuple[Person, str, str]] = {
    "bep-nha-sim": (
        Person(
            27, True, FAIR, head="bun", dress="apron", cloth="#f3e6cf", trim=TILE, name="sim 1", extras={"earrings"}
        ),
        "warm",
        "pots",
    ),
    "tu-di-ban": (
        Person(26, False, SKIN, head="cap", scarf=(LEAF, TURMERIC), dress="jacket", cloth="#4d6a7a", extras={"straps"}),
        "mist",
        "hills",
    ),
    "me-ke-chuyen": (
        Person(72, True, TAN, WHITE, "scarf", (NIGHT, CREAM), "cham", "#232868", DYE, extras={"silver", "earrings"}),
        "clay",
        "tiles",
    ),
    "phong-la-mac": (
        Person(
            35,
            False,
            TAN,
            head="hat",
            scarf=("#7a6a3c", MOSS),
            dress="vest",
            cloth="#5a6a48",
            name="phong 2",
            extras={"beard"},
        ),
        "garden",
        "leaves",
    ),
    "duong-thi-hao": (
        Person(54, True, SKIN, "#3a3236", "scarf", (INDIGO, CREAM), "cham", INDIGO, TURMERIC, extras={"silver"}),
        "warm",
        "tiles",
    ),
    "hoang-van-lam": (
        Person(45, False, TAN, head="short", dress="apron", cloth="#7a3a2a", trim=CLAY, name="lam 3", wide=1.06),
        "clay",
        "fire",
    ),
    "nong-thi-tuyet": (
        Person(
            64,
            True,
            TAN,
            GREY,
            "scarf",
            (DYE, TURMERIC),
            "nung",
            NIGHT,
            RED,
            name="nùng 4",
            extras={"earrings", "glasses"},
        ),
        "night",
        "loom",
    ),
    "ly-a-pao": (
        Person(33, False, SKIN, head="turban", scarf=(NIGHT, RED), dress="dao", cloth="#1b1e4a", name="dao 2"),
        "mist",
        "hills",
    ),
    "vi-van-thang": (Person(56, False, TAN, GREY, "cone", (CREAM, TILE), "shirt", cloth="#8a9a6a"), "garden", "leaves"),
    "lanh-thi-mai": (
        Person(30, True, FAIR, head="bob", dress="vest", cloth="#2c3273", name="mai 6", extras={"earrings"}),
        "paper",
        "leaves",
    ),
    "trieu-van-kien": (
        Person(44, False, SKIN, "#2c2628", "short", dress="jacket", cloth="#39407f", extras={"glasses"}),
        "paper",
        "board",
    ),
    "luong-thu-ha": (
        Person(35, True, SKIN, head="braid", dress="cham", cloth="#7a2b53", trim=TURMERIC, extras={"lanyard"}),
        "warm",
        "flags",
    ),
    "chu-thi-bich": (
        Person(
            23, True, FAIR, head="cap", scarf=(EMBER, CREAM), dress="apron", cloth="#dfe6d8", trim=LEAF, name="bich 2"
        ),
        "garden",
        "boxes",
    ),
    "hua-van-son": (
        Person(24, False, FAIR, head="short", dress="shirt", cloth="#35577a", extras={"headset"}),
        "night",
        "screens",
    ),
}


def behind(s: Sheet, what: str) -> None:
    """A hint of the person's place, out of focus."""
    w = s.width
    s.open(s.blur(5))
    if what == "hills":
        for k in range(3):
            pts = [(-20, 640)] + [(i * 90, 330 + k * 70 - s.rng.uniform(0, 130)) for i in range(9)] + [(w + 20, 640)]
            s.path(smooth(pts, tension=0.8), mix("#9ab4ac", MOSS, k / 3), 0.7)
    elif what == "tiles":
        for row in range(5):
            for i in range(15):
                s.path(
                    oval(i * 46 + (row % 2) * 23, row * 34 + 10, 25, 22), s.rng.choice([TILE, EMBER, "#b5562e"]), 0.75
                )
    elif what == "leaves":
        for _ in range(16):
            s.leaf(
                s.rng.uniform(0, w),
                s.rng.uniform(0, 420),
                s.rng.uniform(90, 190),
                54,
                s.rng.uniform(0, 360),
                s.rng.choice([LEAF, MOSS, "#7fae62"]),
                4,
                False,
            )
    elif what == "fire":
        s.path(oval(530, 480, 170, 210), "#2a0d08", 0.8)
        s.path(oval(530, 540, 130, 120), "#ff9a2c", 0.9)
        s.path(oval(530, 570, 80, 80), "#ffe08a", 0.9)
    elif what == "loom":
        for i in range(30):
            s.line(f"M{i * 23} 0V460", s.rng.choice([CREAM, light(DYE, 0.5), TURMERIC]), 4, 0.5)
        s.path(box(-10, 96, w + 20, 30), "#8a5a34")
    elif what == "pots":
        for i, y in ((0, 96), (1, 96), (2, 96)):
            s.path(box(60 + i * 210, y, 110, 96, 20), s.rng.choice([TILE, INDIGO, "#8a5a34"]), 0.7)
        s.path(box(-10, 190, w + 20, 16), "#7a4a28", 0.8)
    elif what == "boxes":
        for i in range(7):
            s.path(box(-30 + i * 104, 200 + (i % 3) * 60, 96, 240, 6), s.rng.choice(["#d0a46a", "#b9884e"]), 0.8)
    elif what == "screens":
        for i in range(3):
            s.path(box(20 + i * 214, 70, 184, 130, 8), s.rng.choice(["#6d79d8", "#4a9a8a", "#d08a4a"]), 0.7)
    elif what == "flags":
        for i in range(10):
            s.path(f"M{i * 68} {70 + (i % 3) * 12}l60 0l-30 70Z", s.rng.choice([RED, TURMERIC, LEAF, DYE]), 0.75)
    elif what == "board":
        s.path(box(50, 50, 540, 300, 8), "#2f5a48", 0.85)
        s.line("M110 130h200M110 190h320M110 250h150", "#f4f6ec", 9, 0.6)
    s.close()


def portrait(slug: str, s: Sheet) -> None:
    person, mood, place = PEOPLE[slug]
    backdrop(s, mood, 520)
    behind(s, place)
    s.path(oval(350, 330, 210, 240), "#150d18", 0.28, 50)
    tilt = s.rng.uniform(-4, 4)
    bust(
        s,
        person,
        320,
        282 if person.head != "cone" else 320,
        1.12 if person.head != "cone" else 1.04,
        0.5 if s.rng.random() < 0.4 else 0.0,
        False,
        s.rng.uniform(-0.5, 0.5),
        tilt,
    )
    s.path(oval(120, 80, 240, 200), "#fff3cf", 0.22, 60)


DRAWN = {slug: partial(portrait, slug) for slug in PEOPLE}
