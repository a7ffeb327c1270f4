"""Clips of work done by hand: wrapping cakes, laying tiles, roasting, dyeing."""
# ruff: noqa: C901 (a picture is one long list of strokes)

import math
import random
from collections.abc import Iterator

from PIL import Image

from scripts.draw.cards import FPS, H, W, ease, hand, pulse
from scripts.draw.land import fields, karst, mist, sky
from scripts.draw.loops import finish, flame, kitchen
from scripts.draw.motion import Layer, puff, sprite, steam
from scripts.draw.palette import BAMBOO, BARK, CREAM, INDIGO, LEAF, MOSS, NIGHT, TURMERIC, dark, light
from scripts.draw.products_kitchen import duck, sprig
from scripts.draw.settings import banana_leaf, scene, table, twine
from scripts.draw.shapes import Sheet, box, oval, smooth


def at(x: float, y: float, scale: float = 1, turn: float = 0, opacity: float = 1):  # type: ignore[no-untyped-def]
    return lambda _: (x, y, scale, turn, opacity)


def _cake(s: Sheet) -> None:
    d = smooth(
        [(20, 60), (80, 28), (400, 28), (460, 60), (476, 130), (460, 200), (400, 232), (80, 232), (20, 200), (6, 130)],
        tension=0.7,
    )
    s.path(d, "#150d18", 0.5, 12, 'transform="translate(4 16)"')
    s.volume(d, s.lin("#b4c276", "#7a9050", "#4a5e32", "#2a3a20"), 56, tone="#141f0e", glow="#e7efb4", dim=0.7)
    s.open(s.clip(d))
    for i in range(12):
        s.line(f"M0 {30 + i * 18}Q240 {20 + i * 18} 480 {34 + i * 18}", s.rng.choice(["#d4e0a4", "#2f4222"]), 3, 0.3)
    s.close()


def banh_chung(seconds: float) -> Iterator[Image.Image]:
    def back(s: Sheet) -> None:
        scene(s, "warm", "dark", "Bánh chưng đen Bắc Sơn", 420)
        s.path(oval(470, 330, 80, 60), "#2a1210", 0.8, 8)
        banana_leaf(s, 300, 680, 600, 330, -4)
        for k in range(3):
            s.turn(-6, 120 + k * 170, 455 + k * 6, 0.36)
            _cake(s)
            s.close()

    wall = finish(sprite(600, 1020, back, "bc"), "bc")
    cake = sprite(490, 270, _cake, "cake")
    knot = sprite(60, 260, lambda s: twine(s, "M24 28Q56 130 24 232", 8, "#e6cf8c"), "knot")
    left, right = hand("#d9a07a", "#f3e6cf", "#9c4424"), hand("#d9a07a", "#f3e6cf", "#9c4424", True)
    cloud = steam(120, 420, 240, 8, 5, 110, strength=0.25)
    for i in range(int(seconds * FPS)):
        t = i / FPS
        zoom = 1 + 0.05 * ease(t / seconds)
        frame = Image.new("RGBA", (W, H))
        Layer(wall, at(W / 2 - 12 * math.sin(t / seconds * 3), H / 2, zoom)).over(frame, t)
        for layer in cloud:
            layer.over(frame, t)
        roll = 1.5 * math.sin(t * 2.1)
        Layer(cake, at(270, 640, 1.0, roll)).over(frame, t)
        place = (t - 0.6) / ((seconds - 3) / 7)
        for k in range(7):
            if place > k:
                Layer(knot, at(86 + k * 62, 640, 1.0, roll, ease((place - k) * 2))).over(frame, t)
        k = min(6, max(0, int(place)))
        u = min(1.0, max(0.0, place - k))
        x = 86 + min(6.0, k + ease(max(0, u * 2 - 1))) * 62
        pull = 26 * pulse(u, 1)
        rest = ease((t - (seconds - 2.6)) / 1.2) * 260
        Layer(left, at(x - 60 - pull, 850 + rest, 0.95, 16)).over(frame, t)
        Layer(right, at(x + 60 + pull, 850 + rest, 0.95, -16)).over(frame, t)
        yield frame


def ngoi(seconds: float) -> Iterator[Image.Image]:
    def back(s: Sheet) -> None:
        sky(s, "gold", 420, (430, 300))
        karst(s, 430, 210, "#8a86a4", 5, 0.5, "#f7cf94")
        karst(s, 450, 150, MOSS, 4, 0.2, "#f3cd8c")
        mist(s, 440, 50, 0.7, "#fff0cc")
        fields(s, 440, 620, ("#efc63f", "#b58a24"), 6)
        s.path("M-20 1020V640L90 500H510L620 640V1020Z", s.lin("#5a3420", "#2a1610"))
        for k in range(9):
            s.line(f"M{90 + k * 52} 500L{-20 + k * 80} 1020", "#a9703c", 9)
        for k in range(7):
            s.line(f"M{70 - k * 14} {530 + k * 74}H{530 + k * 14}", "#8a5a34", 7)

    wall = finish(sprite(600, 1020, back, "nad"), "nad")
    tones = ["#b5562e", "#a44a26", "#c4683c", "#8f4022", "#9a5a3c"]

    def piece(k: int, over: bool) -> Image.Image:
        def paint(s: Sheet) -> None:
            tone = tones[k]
            if over:
                d = "M12 116V44Q44 -16 76 44V116Q44 84 12 116Z"
                s.path(d, "#1c0a06", 0.5, 5, 'transform="translate(5 7)"')
                s.volume(
                    d, s.lin(dark(tone, 0.2), light(tone, 0.35), tone, dark(tone, 0.5), angle=0), 14, tone="#2a0f06"
                )
            else:
                s.path("M4 30Q44 80 84 30V96Q44 136 4 96Z", s.lin(dark(tone, 0.35), tone, dark(tone, 0.5), angle=0))
                s.line("M4 96Q44 136 84 96", light(tone, 0.2), 3, 0.6)

        return sprite(92, 136, paint, f"tile{k}{over}")

    pieces = {(k, o): piece(k, o) for k in range(5) for o in (False, True)}
    rng = random.Random("ngói")
    laid = []
    rows, cols = 7, 8
    order = 0
    for row in range(rows - 1, -1, -1):
        for over in (False, True):
            for col in range(cols + over):
                laid.append((order, row, col, over, rng.randrange(5)))
                order += 1
    span = (seconds - 3.6) / order
    palm = hand("#c98d64", INDIGO, TURMERIC, True)
    done = wall.copy()
    settled: set[int] = set()
    for i in range(int(seconds * FPS)):
        t = i / FPS
        moving = []
        for n, row, col, over, k in laid:
            u = (t - 0.7 - n * span) / 0.42
            if u <= 0 or n in settled:
                continue
            scale = 0.66 + row * 0.085
            step = 62 * scale * 1.3
            x = 300 + (col - (cols - 1) / 2 - (0.5 if over else 0)) * step
            y = 560 + row * 58 + row * row * 2.2
            if u >= 1:
                Layer(pieces[(k, over)], at(x, y, scale)).over(done, t)
                settled.add(n)
            else:
                moving.append((pieces[(k, over)], x, y - 130 * (1 - ease(u)), scale, u))
        frame = done.copy()
        for picture, x, y, scale, u in moving:
            Layer(picture, at(x, y, scale, 10 * (1 - u), min(1, u * 3))).over(frame, t)
        if moving:
            _, x, y, scale, u = moving[-1]
            Layer(palm, at(x + 40, y + 150, 0.8, -14)).over(frame, t)
        zoom = 1.04 - 0.04 * ease(t / seconds)
        view = Image.new("RGBA", (W, H))
        Layer(frame, at(W / 2, H / 2, zoom)).over(view, t)
        yield view


def quay_vit(seconds: float) -> Iterator[Image.Image]:
    def back(s: Sheet) -> None:
        kitchen(s)
        s.path("M30 940V640Q270 470 510 640V940Z", "#120606")
        s.line("M30 960V640Q270 470 510 640V960", "#a9603c", 26)
        for _ in range(60):
            x, y, r = s.rng.uniform(70, 470), s.rng.uniform(850, 940), s.rng.uniform(12, 26)
            s.volume(oval(x, y, r, r * 0.7), s.rng.choice(["#ff8a2c", "#d9481a", "#3a1a14", "#5a2014"]), 6)

    wall = finish(sprite(W, H, back, "qv"), "qv")
    fires = [sprite(200, 220, flame, f"q{k}") for k in range(5)]

    def hung(s: Sheet) -> None:
        s.line("M150 0V70", "#1a1012", 7)
        s.turn(82, 150, 260, 0.62)
        duck(s)
        s.close()

    bird = sprite(300, 520, hung, "dk")
    glow, spark = puff(560, (255, 130, 30), 0.5), puff(10, (255, 205, 120), 1.0)
    smoke = steam(270, 520, 380, 8, 4, 150, (235, 215, 200), 0.2, 30)
    rng = random.Random("qv")
    sparks = [(rng.uniform(120, 420), rng.uniform(1.6, 3.4), rng.random(), rng.uniform(-50, 50)) for _ in range(22)]
    leaves = sprite(260, 220, lambda s: sprig(s, 30, 180, -40, 0.8, 3), "lf")
    for i in range(int(seconds * FPS)):
        t = i / FPS
        frame = wall.copy()
        Layer(glow, at(270, 800, 1.1, 0, 0.75 + 0.2 * math.sin(t * 7.3) * math.sin(t * 3.1))).over(frame, t)
        for k, x in enumerate((90, 200, 340, 450, 270)):
            Layer(fires[(i // 3 + k * 2) % 5], at(x, 800, 1.15 + 0.08 * math.sin(t * 6 + k))).over(frame, t)
        for k, (x, y, z) in enumerate(((110, 430, 0.72), (430, 430, 0.72), (270, 500, 1.0))):
            phase = t * 1.2 + k * 1.4
            squeeze = 0.72 + 0.28 * abs(math.cos(phase))
            lean = bird.resize((int(300 * squeeze), 520), Image.Resampling.BILINEAR)
            Layer(lean, at(x, y, z, 2.5 * math.sin(phase * 1.3))).over(frame, t)
        for layer in smoke:
            layer.over(frame, t)
        for x, period, off, drift in sparks:
            u = (t / period + off) % 1
            Layer(spark, at(x + drift * u, 860 - 420 * u, 1, 0, 1 - u)).over(frame, t)
        Layer(leaves, at(70, 900, 1, 4 * math.sin(t * 1.4))).over(frame, t)
        Layer(leaves, at(480, 910, 1, -80 + 4 * math.sin(t * 1.2))).over(frame, t)
        yield frame


def nhuom_cham(seconds: float) -> Iterator[Image.Image]:
    def back(s: Sheet) -> None:
        s.path(box(0, 0, 600, 1020), s.lin("#dfe6c8", "#a9b88a", "#6d7a52"))
        s.path(oval(150, 260, 260, 220), "#fff6d0", 0.6, 60)
        for _ in range(14):
            s.leaf(
                s.rng.uniform(0, 600),
                s.rng.uniform(200, 460),
                120,
                44,
                s.rng.uniform(0, 360),
                s.rng.choice([LEAF, MOSS]),
                4,
                False,
            )
        s.volume(box(-20, 244, 640, 26, 12), s.lin(light(BAMBOO, 0.3), BARK), 10)
        table(s, "dark", 560)

    wall = finish(sprite(600, 1020, back, "nc"), "nc")

    def strip(tone: str) -> Image.Image:
        def paint(s: Sheet) -> None:
            d = smooth([(20, 6), (150, 6), (156, 140), (148, 300), (154, 330), (20, 334), (14, 180)], tension=0.5)
            s.volume(d, s.lin(light(tone, 0.2), tone, dark(tone, 0.3), angle=10), 30, tone="#05061a", dim=0.5)
            for x in (50, 86, 124):
                s.line(f"M{x} 10q14 120 0 320", dark(tone, 0.5), 10, 0.3, 5)

        return sprite(170, 340, paint, tone)

    cloths = [strip(c) for c in ("#cfd6e6", "#8f9cd6", "#5a66bc", "#363f96", "#20265e")]
    hung = [strip(c) for c in ("#4953ac", "#2c3273", "#6d79c8", "#1b1f55")]

    def vat(s: Sheet) -> None:
        s.shade(270, 380, 240, 44, 0.7)
        d = smooth([(30, 120), (60, 300), (150, 390), (390, 390), (480, 300), (510, 120), (270, 150)], tension=0.7)
        s.volume(d, s.lin("#a9603c", "#6d3420", "#2f140c", angle=20), 60)
        s.path(oval(270, 120, 244, 78), s.lin("#d98a5c", "#7a3a22"))
        s.path(oval(270, 124, 222, 66), s.rad("#4953ac", "#20265e", "#0d1038"))

    def lip(s: Sheet) -> None:
        d = "M26 120A244 78 0 0 0 514 120L510 150C506 240 470 330 390 390H150C70 330 34 240 30 150Z"
        s.volume(d, s.lin("#c07a50", "#7a3a22", "#2f140c", angle=20), 50)
        s.line("M28 122A244 78 0 0 0 512 122", "#e9a878", 9, 0.9)
        for k in range(5):
            s.line(f"M{120 + k * 70} {210 + 10 * (k % 2)}q8 60 -4 {110 - 14 * abs(k - 2)}", "#20265e", 10, 0.55)

    pot, front = sprite(540, 440, vat, "vat"), sprite(540, 440, lip, "lip")
    left, right = hand("#b9805a", NIGHT, CREAM), hand("#b9805a", NIGHT, CREAM, True)
    ring = sprite(200, 70, lambda s: s.line(oval(100, 35, 92, 28), "#8f9cf0", 4, 0.8), "ring")
    drop = puff(14, (60, 70, 180), 1.0)
    dips = 4
    for i in range(int(seconds * FPS)):
        t = i / FPS
        frame = Image.new("RGBA", (W, H))
        Layer(wall, at(W / 2 + 14 * math.sin(t / seconds * 3), H / 2, 1.0)).over(frame, t)
        for k, picture in enumerate(hung):
            Layer(picture, at(70 + k * 136, 410 + 4 * math.sin(t + k), 0.82, 2.2 * math.sin(t * 1.1 + k))).over(
                frame, t
            )
        Layer(pot, at(270, 780)).over(frame, t)
        u = t / seconds * dips
        n, part = min(dips - 1, int(u)), u % 1
        low = pulse(part, 1)
        y = 520 + 190 * low
        for k in range(3):
            grow = (t * 0.7 + k / 3) % 1
            Layer(ring, at(270, 690, 0.5 + 1.3 * grow, 0, (1 - grow) * (0.3 + 0.6 * low))).over(frame, t)
        now, nxt = cloths[n], cloths[n + 1]
        wet = ease((part - 0.35) / 0.3)
        sway = 2 * math.sin(t * 2.2)
        visible = Image.new("RGBA", (W, H))
        Layer(now, at(270, y + 20, 1.05, sway)).over(visible, t)
        Layer(nxt, at(270, y + 20, 1.05, sway, wet)).over(visible, t)
        mask = visible.crop((0, 0, W, 700))
        frame.alpha_composite(mask, (0, 0))
        Layer(front, at(270, 780)).over(frame, t)
        if part > 0.55:
            for k in range(6):
                v = (t * 1.5 + k / 6) % 1
                Layer(drop, at(210 + k * 24, y + 190 + 120 * v * v, 1, 0, 1 - v)).over(frame, t)
        turned_l, turned_r = left.rotate(180), right.rotate(180)
        Layer(turned_l, at(204, y - 262, 0.85, -8)).over(frame, t)
        Layer(turned_r, at(336, y - 262, 0.85, 8)).over(frame, t)
        yield frame
