"""Clips of places and seasons: forest honey, persimmons in the wind, the early market, tea in the mist."""
# ruff: noqa: C901, E501 (a picture is one long list of strokes)

import math
import random
from collections.abc import Callable, Iterator

from PIL import Image

from scripts.draw.cards import FPS, H, W, bee, ease, hand, pulse
from scripts.draw.land import birds, clouds, house, karst, mist, sky, stall, tree, walker
from scripts.draw.loops import finish
from scripts.draw.motion import Layer, puff, soften, sprite, steam, tint
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
    STRAW,
    TURMERIC,
    dark,
    light,
    mix,
)
from scripts.draw.settings import twine
from scripts.draw.shapes import Sheet, box, oval, smooth


def at(x: float, y: float, scale: float = 1, turn: float = 0, opacity: float = 1):  # type: ignore[no-untyped-def]
    return lambda _: (x, y, scale, turn, opacity)


def fog(seed: str) -> Image.Image:
    def paint(s: Sheet) -> None:
        for _ in range(12):
            s.path(
                oval(s.rng.uniform(150, 750), s.rng.uniform(80, 180), s.rng.uniform(90, 190), s.rng.uniform(20, 48)),
                "#fff",
                0.5,
                22,
            )

    return tint(sprite(900, 260, paint, seed), (250, 249, 242))


def mat_rung(seconds: float) -> Iterator[Image.Image]:
    def back(s: Sheet) -> None:
        s.path(box(0, 0, 640, 1040), s.lin("#e3edc0", "#8fb06a", "#3f6b45", "#1f3d2b"))
        s.path(oval(180, 230, 260, 260), "#fffbe0", 0.6, 70)
        for k in range(9):
            x = k * 76 + s.rng.uniform(-20, 20)
            s.path(
                f"M{x:.0f} -20h{22 + k % 3 * 12}l8 1080h-{40 + k % 3 * 12}Z",
                s.rng.choice(["#5a7a52", "#4a6a4a", "#6d8a5a"]),
                0.55,
                3,
            )
        for _ in range(36):
            s.leaf(
                s.rng.uniform(-40, 640),
                s.rng.uniform(500, 1040),
                s.rng.uniform(70, 170),
                48,
                s.rng.uniform(200, 340),
                s.rng.choice([MOSS, LEAF, "#4a7a48"]),
                4,
                False,
            )

    def bough(s: Sheet) -> None:
        d = smooth([(-20, 60), (200, 96), (420, 70), (660, 110), (660, 160), (420, 130), (200, 156), (-20, 126)])
        s.volume(d, s.lin("#9a744a", "#5a3a22", "#2f1c10"), 30)
        for _ in range(30):
            x = s.rng.uniform(0, 640)
            s.line(f"M{x:.0f} {s.rng.uniform(86, 136):.0f}q30 6 60 -2", "#2f1c10", 3, 0.4)
        comb = smooth(
            [(170, 120), (300, 130), (430, 118), (456, 250), (420, 400), (330, 476), (280, 470), (190, 390), (150, 240)]
        )
        s.path(comb, "#1a1208", 0.5, 16, 'transform="translate(14 20)"')
        s.volume(comb, s.lin("#ffd56a", "#e89a1c", "#a85c0c"), 40)
        s.open(s.clip(comb))
        r = 17.0
        for row in range(26):
            for col in range(22):
                cx, cy = 140 + col * r * 1.75 + (row % 2) * r * 0.87, 110 + row * r * 1.5
                hexa = (
                    "M"
                    + "L".join(
                        f"{cx + r * 0.92 * math.sin(a * math.pi / 3):.0f} {cy + r * 0.92 * math.cos(a * math.pi / 3):.0f}"
                        for a in range(6)
                    )
                    + "Z"
                )
                s.path(hexa, s.rng.choice(["#eba421", "#d98a14", "#f5bb3c", "#8a4a0a"]), 0.8)
                s.line(hexa, "#ffe9a8", 2.4, 0.8)
        s.line(comb, "#5a2a06", 50, 0.5, 20, 'transform="translate(-14 -18)"')
        s.close()

    wall = finish(sprite(640, 1040, back, "mr"), "mr")
    hive = sprite(640, 500, bough, "hive")
    wings = bee()
    mirrored = [w.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for w in wings]
    smoke = steam(120, 900, 560, 10, 6, 190, (235, 235, 225), 0.3, 60)
    arm = hand("#b9805a", "#6d7a52", STRAW)
    pot = sprite(
        220,
        200,
        lambda s: (
            s.volume(
                smooth([(20, 60), (40, 160), (110, 186), (180, 160), (200, 60), (110, 74)]),
                s.lin("#b9683f", "#5a2a18"),
                26,
            ),
            s.path(oval(110, 58, 90, 22), s.rad("#ffd06a", "#d98412", "#7a3a08")),
        )[0],
        "pot",
    )
    bead = sprite(
        40,
        60,
        lambda s: s.volume(
            "M20 2C20 24 6 32 6 44a14 14 0 0 0 28 0C34 32 20 24 20 2Z", s.rad("#ffe9a0", "#eba421", "#a85c0c"), 6
        ),
        "bead",
    )
    rng = random.Random("bees")
    swarm = [
        (
            rng.uniform(60, 200),
            rng.uniform(40, 190),
            rng.uniform(0.5, 1.3),
            rng.uniform(0, 6.3),
            rng.uniform(0.55, 1.05),
        )
        for _ in range(15)
    ]
    for i in range(int(seconds * FPS)):
        t = i / FPS
        frame = Image.new("RGBA", (W, H))
        Layer(wall, at(W / 2 + 30 * math.sin(t / seconds * 2.4 - 1.2), H / 2)).over(frame, t)
        Layer(hive, at(W / 2 + 8 * math.sin(t / seconds * 2.4 - 1.2), 470, 0.98, 0.6 * math.sin(t * 0.9))).over(
            frame, t
        )
        for layer in smoke:
            layer.over(frame, t)
        u = (t / 2.8) % 1
        stream = Image.new("RGBA", (10, 220), (0, 0, 0, 0))
        stream.paste((236, 160, 30, 235), (3, 0, 7, 220))
        Layer(soften(stream, 1), at(262, 770, 1, 0, 0.9)).over(frame, t)
        Layer(bead, at(262, 690 + 150 * u * u, 0.8)).over(frame, t)
        Layer(pot, at(270, 876 + 4 * math.sin(t))).over(frame, t)
        Layer(arm, at(400, 960 + 4 * math.sin(t), 0.9, -24)).over(frame, t)
        for rx, ry, speed, off, z in swarm:
            a = t * speed + off
            x, y = (
                270 + 1.15 * rx * math.sin(a) + 30 * math.sin(2.3 * a),
                500 + ry * math.sin(2 * a + off) + 12 * math.sin(t * 9 + off),
            )
            left = math.cos(a) < 0
            Layer((wings if left else mirrored)[(i // 2 + int(off * 9)) % 2], at(x, y, z, 8 * math.sin(a * 3))).over(
                frame, t
            )
        yield frame


def hong(seconds: float) -> Iterator[Image.Image]:
    def back(s: Sheet) -> None:
        sky(s, "gold", 620, (420, 380))
        karst(s, 640, 260, "#8a86a4", 5, 0.5, "#f7cf94")
        s.path(box(0, 640, 640, 400), s.lin("#d9a85a", "#a86a34"))
        house(s, 60, 760, 240)
        tree(s, 520, 800, 150, "#c9702a", EMBER)
        tree(s, 360, 730, 80, "#b9862a", EMBER)

    def string(count: int, tones: list[str]) -> Callable[[Sheet], None]:
        def paint(s: Sheet) -> None:
            twine(s, f"M80 0V{count * 132}", 5, CREAM)
            for k in range(count):
                y, w, h = 92 + k * 136, 60, 64
                tone = tones[k % len(tones)]
                d = smooth(
                    [
                        (80, y - h * 0.86),
                        (80 + w * 0.66, y - h * 0.78),
                        (80 + w, y - h * 0.1),
                        (80 + w * 0.62, y + h * 0.7),
                        (80, y + h),
                        (80 - w * 0.62, y + h * 0.7),
                        (80 - w, y - h * 0.1),
                        (80 - w * 0.66, y - h * 0.78),
                    ]
                )
                s.volume(
                    d,
                    s.rad(light(tone, 0.5), tone, dark(tone, 0.25), dark(tone, 0.5)),
                    30,
                    tone="#5a1a06",
                    glow="#ffe0a0",
                    dim=0.6,
                )
                s.gleam(80 - w * 0.42, y - h * 0.3, 9, 20, 18, 0.65, 4)
                for a in (-150, -100, -55, -12, 190):
                    s.turn(a, 80, y - h * 0.82)
                    s.volume(smooth([(0, -8), (22, -13), (38, 0), (22, 12), (0, 8)]), s.lin("#a8a45a", "#5f6a34"), 6)
                    s.close()

        return paint

    wall = finish(sprite(640, 1040, back, "ho"), "ho")
    near = [
        sprite(160, 760, string(5, c), f"s{k}")
        for k, c in enumerate((["#e2701c", "#ef8a2a"], ["#d65a14", "#e2701c", "#c9541a"], ["#ef8a2a", "#d65a14"]))
    ]
    far = [soften(p.resize((80, 380)), 1.6) for p in near]
    leaf = sprite(70, 50, lambda s: s.leaf(6, 25, 56, 26, 0, "#d9782a", 4, False), "hl")
    pole = sprite(
        600, 60, lambda s: s.volume(box(-10, 14, 640, 26, 12), s.lin(light(BAMBOO, 0.3), CANE, BARK), 12), "pole"
    )
    for i in range(int(seconds * FPS)):
        t = i / FPS
        pan = 40 * math.sin(t / seconds * 2.6 - 1.3)
        gust = 0.6 + 0.6 * pulse(t, 6)
        frame = Image.new("RGBA", (W, H))
        Layer(wall, at(W / 2 + pan * 0.5, H / 2)).over(frame, t)
        for k in range(6):
            a = 2.4 * gust * math.sin(t * 1.5 + k * 0.7)
            Layer(far[k % 3], at(40 + k * 100 + pan * 0.8 - 190 * math.sin(math.radians(a)), 440, 1, a)).over(frame, t)
        for k in range(9):
            u = (t / 6 + k / 9) % 1
            Layer(
                leaf,
                at(
                    620 - 720 * u + 40 * math.sin(u * 9 + k),
                    240 + 640 * u + 60 * math.sin(k),
                    0.8,
                    360 * u + k * 50,
                    0.95,
                ),
            ).over(frame, t)
        for k in range(4):
            a = 3.4 * gust * math.sin(t * 1.25 + k * 0.9)
            Layer(
                near[k % 3], at(30 + k * 165 + pan * 1.4 - 380 * math.sin(math.radians(a)), 630 + 40 * (k % 2), 1, a)
            ).over(frame, t)
        Layer(pole, at(W / 2, 258)).over(frame, t)
        yield frame


def cho_som(seconds: float) -> Iterator[Image.Image]:
    wide = 1180

    def back(s: Sheet) -> None:
        sky(s, "dawn", 470, (420, 330))
        clouds(s, 5, 200, 320)
        karst(s, 480, 220, "#7d86a8", 6, 0.55, "#f3d3b4")
        karst(s, 500, 130, "#5a7a6a", 5, 0.3, "#f0d2b0")
        mist(s, 480, 60, 0.8, "#fbe9d4")

    def row(s: Sheet) -> None:
        s.path(box(0, 250, wide, 500), s.lin("#d9b48a", "#b98a5c", "#7a5236"))
        for k, (x, w) in enumerate(((20, 240), (290, 230), (560, 250), (850, 260))):
            stall(
                s,
                x,
                330,
                w,
                [RED, INDIGO, LEAF, EMBER][k],
                [
                    ["#e57a0e", RED, SHOOT],
                    ["#8a3210", "#f3d48a"],
                    [LEAF, SHOOT, TURMERIC],
                    ["#2a2428", EMBER, "#f3d48a"],
                ][k],
                f"sớm {k}",
            )

    wall = finish(sprite(700, 1000, back, "cs"), "cs")
    stalls = sprite(wide, 760, row, "row")

    def person(cloth: str, scarf: str, load: str) -> Image.Image:
        return sprite(380, 330, lambda s: walker(s, 190, 310, 290, cloth, scarf, load), cloth + scarf + load)

    crowd = [
        (person(INDIGO, CREAM, "pole"), 60, 1, 0.72, 780),
        (person(NIGHT, DYE, "basket"), 300, -1, 0.78, 810),
        (person("#7a2b53", "#1f1719", ""), 420, 1, 0.84, 840),
        (person("#35577a", RED, "basket"), 120, -1, 0.9, 868),
        (person(INDIGO, RED, "pole"), 520, -1, 1.02, 900),
        (person(NIGHT, CREAM, "pole"), -60, 1, 1.16, 950),
    ]
    flock = sprite(280, 140, lambda s: birds(s, 140, 70, 6, 11), "fl")
    veil = fog("cs")
    pots = steam(150, 640, 200, 6, 4, 90, strength=0.3)
    for i in range(int(seconds * FPS)):
        t = i / FPS
        pan = ease(t / seconds)
        frame = Image.new("RGBA", (W, H))
        Layer(wall, at(340 - 130 * pan, H / 2)).over(frame, t)
        Layer(flock, at(-80 + 46 * t, 300 - 8 * t + 8 * math.sin(t), 1)).over(frame, t)
        Layer(stalls, at(590 - 560 * pan + 20, 730)).over(frame, t)
        Layer(veil, at(200 + 30 * t, 560, 1, 0, 0.75 * (1 - pan))).over(frame, t)
        for layer in pots:
            layer.over(frame, t)
        for k, (picture, x0, way, z, y) in enumerate(crowd):
            x = x0 + way * t * (24 + 8 * k) - pan * 60 * way
            bob = abs(math.sin(t * 4.2 + k)) * 7 * z
            Layer(picture, at(x, y - 90 * z - bob, z * 0.74, 1.6 * math.sin(t * 4.2 + k))).over(frame, t)
        Layer(veil, at(500 - 26 * t, 930, 1.3, 0, 0.6)).over(frame, t)
        yield frame


def che(seconds: float) -> Iterator[Image.Image]:
    def ridge(k: int) -> Callable[[Sheet], None]:
        def paint(s: Sheet) -> None:
            tone = mix("#b4c8cc", "#2f5a48", k / 4)
            pts = [(-40, 700)] + [(j * 120 - 30, 150 - s.rng.uniform(0, 110)) for j in range(9)] + [(900, 700)]
            s.path(smooth(pts, tension=0.85), s.lin(tone, mix(tone, "#f0f4ec", 0.6)))
            if k >= 3:
                for _ in range(8):
                    tree(s, s.rng.uniform(40, 800), 210 + s.rng.uniform(-20, 60), s.rng.uniform(50, 100), "#4a7a58")

        return paint

    def bushes(s: Sheet) -> None:
        for row_ in range(9):
            for j in range(15):
                x, y = j * 60 - 40 + (row_ % 2) * 30, 70 + row_ * 40
                s.path(oval(x, y, 38, 26), s.rad("#b4cf82", "#5a8a4a", "#2a4f34"))
                for _ in range(3):
                    s.leaf(x + s.rng.uniform(-20, 16), y - 12, 30, 12, s.rng.uniform(220, 320), "#a9cf6a", 2, False)

    def shoot(s: Sheet) -> None:
        s.line("M100 300Q110 190 100 110", "#5a7a3a", 8)
        s.leaf(102, 170, 96, 42, -150, LEAF)
        s.leaf(102, 150, 104, 44, -32, SHOOT)
        s.leaf(100, 114, 80, 22, -88, "#cfe08a", 4)

    heaven = finish(sprite(640, 1040, lambda s: sky(s, "mist", 600, (400, 330)), "hv"), "hv")
    ridges = [sprite(860, 700, ridge(k), f"r{k}") for k in range(4)]
    field = sprite(800, 460, bushes, "bush")
    bud = sprite(200, 310, shoot, "bud")
    picker = hand("#d9a07a", NIGHT, RED)
    veil = [fog("a"), fog("b")]
    folk = [sprite(200, 240, lambda s, c=c: walker(s, 100, 220, 200, NIGHT, c, "basket"), c) for c in (RED, CREAM)]
    glow = puff(700, (255, 246, 214), 0.35)
    for i in range(int(seconds * FPS)):
        t = i / FPS
        frame = heaven.crop((50, 40, 50 + W, 40 + H))
        Layer(glow, at(330, 330, 1, 0, 0.7 + 0.3 * math.sin(t))).over(frame, t)
        drift = 50 * math.sin(t / seconds * 2.6 - 1.3)
        for k, picture in enumerate(ridges):
            Layer(picture, at(W / 2 + drift * (0.25 + 0.3 * k), 640 + k * 75)).over(frame, t)
            Layer(veil[k % 2], at(((t * (9 + 5 * k) + k * 333) % 1500) - 480, 450 + k * 80, 1.1, 0, 0.9)).over(frame, t)
        for k, picture in enumerate(folk):
            Layer(picture, at(150 + k * 250 + drift * 1.2, 690 + k * 20, 0.62, 1.5 * math.sin(t * 1.7 + k))).over(
                frame, t
            )
        Layer(field, at(W / 2 + drift * 1.4, 920)).over(frame, t)
        u = (t % 3.6) / 3.6
        near, away = ease(u / 0.35), ease((u - 0.55) / 0.4)
        Layer(bud, at(280, 760 - 70 * away, 1, 5 * math.sin(t * 1.3) + 12 * away, 1 - ease((u - 0.86) / 0.12))).over(
            frame, t
        )
        Layer(picker, at(430 - 96 * near + 130 * away, 880 - 40 * near - 40 * away, 0.92, -26)).over(frame, t)
        Layer(veil[0], at(700 - 40 * t, 900, 1.4, 0, 0.55)).over(frame, t)
        yield frame
