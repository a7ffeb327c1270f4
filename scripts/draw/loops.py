"""Two live rooms that turn without a seam: a verandah in Quỳnh Sơn and a roasting kitchen in Thất Khê, as fMP4 HLS."""
# ruff: noqa: E501 (rows of coordinates stay rows)

import io
import math
import random
import shutil
from collections.abc import Callable, Iterator
from fractions import Fraction

import av
import numpy as np
from PIL import Image

from scripts.draw.figures import Person, head, shoulders
from scripts.draw.land import birds, fields, house, karst, mist, roof, sky, tree
from scripts.draw.motion import RATE, Layer, Place, puff, sprite, steam, still, tint, tune
from scripts.draw.palette import (
    BONE,
    EMBER,
    INDIGO,
    LEAF,
    MOSS,
    STRAW,
    dark,
    light,
)
from scripts.draw.people import PEOPLE
from scripts.draw.products_craft import mandarin
from scripts.draw.products_kitchen import duck, sprig
from scripts.draw.products_larder import bottle, star
from scripts.draw.settings import bowl, label, mouth, rim, tray, woven
from scripts.draw.shapes import MEDIA, Sheet, box, grain, oval, smooth

W, H, FPS, TURN = 540, 960, 25, 60
MADE = ["quynh-son", "that-khe"]


class Speaker:
    """Someone who talks in turns: body, heads with mouths and lids, and a hand that comes up now and then."""

    def __init__(
        self, who: str, x: float, y: float, scale: float, turns: list[tuple[float, float]], seed: str, facing: int
    ) -> None:
        self.person: Person = PEOPLE[who][0]
        self.x, self.y, self.scale, self.turns, self.facing = x, y, scale, turns, facing
        self.rng = random.Random(seed)
        self.body = sprite(600, 520, self._body, seed, scale)
        self.heads = {
            (m, b): sprite(640, 560, lambda s, m=m, b=b: self._head(s, m, b), seed, scale)
            for m in (0, 1, 2)
            for b in (False, True)
            if not (b and m)
        }
        self.hand = sprite(200, 260, self._hand, seed, scale)
        self.blinks = [i * 3.75 + self.rng.uniform(0.4, 2.8) for i in range(16)]

    def _body(self, s: Sheet) -> None:
        s.turn(0, 300, 20)
        shoulders(s, self.person)
        s.close()

    def _head(self, s: Sheet, m: int, blink: bool) -> None:
        head(s, self.person, 320, 290, 1, (0.0, 0.3, 0.75)[m], blink, 0.5 * self.facing, 0)

    def _hand(self, s: Sheet) -> None:
        p = self.person
        s.volume(
            smooth([(70, 260), (64, 150), (100, 126), (140, 150), (150, 260)], tension=0.6),
            s.lin(light(p.cloth, 0.2), dark(p.cloth, 0.3), angle=10),
            24,
        )
        s.line("M68 160Q104 144 142 160", p.trim, 10)
        s.volume(
            smooth([(84, 140), (76, 100), (84, 74), (100, 66), (122, 70), (130, 100), (124, 140)]),
            s.rad(light(p.skin, 0.3), p.skin, dark(p.skin, 0.3)),
            14,
            tone="#6d2f1a",
            dim=0.4,
        )
        for _k, (dx, top) in enumerate(((82, 36), (96, 24), (110, 26), (123, 40))):
            s.volume(box(dx - 7, top, 15, 62, 8), s.lin(light(p.skin, 0.25), p.skin), 6, tone="#6d2f1a", dim=0.35)
        s.volume(
            smooth([(78, 112), (58, 88), (62, 72), (76, 82), (88, 100)]),
            s.lin(light(p.skin, 0.2), p.skin),
            6,
            tone="#6d2f1a",
            dim=0.35,
        )

    def talking(self, t: float) -> float:
        """How much this person speaks now, easing in and out."""
        return max((min(1, (t - a) * 3, (b - t) * 3) for a, b in self.turns if a < t < b), default=0.0)

    def layers(self, t: float) -> list[tuple[Image.Image, Place]]:
        speak = self.talking(t)
        beat = math.sin(t * 2 * math.pi * 3.4) + 0.7 * math.sin(t * 2 * math.pi * 5.1 + self.x)
        m = 0 if speak < 0.3 or beat < -0.5 else (2 if beat > 0.75 else 1)
        blink = m == 0 and any(0 <= t - b < 0.16 for b in self.blinks)
        breath = math.sin(2 * math.pi * t / 4) * 1.2
        nod = math.sin(2 * math.pi * t / 3) * (1.2 + 2.2 * speak) + math.sin(2 * math.pi * t / 1.2) * 1.2 * speak
        sway = math.sin(2 * math.pi * t / 12 + self.x) * 3
        tilt = self.facing * (1.5 + 1.5 * math.sin(2 * math.pi * t / 7.5)) + nod * 0.4
        s = self.scale
        out: list[tuple[Image.Image, Place]] = [
            (self.body, (self.x + sway * 0.5, self.y + 240 * s + breath, 1, 0, 1)),
            (self.heads[(m, blink)], (self.x + sway, self.y - 10 * s + breath + nod * 0.5, 1, tilt, 1)),
        ]
        lift = speak * (0.5 + 0.5 * math.sin(2 * math.pi * t / 5 + self.x))
        if lift > 0.02:
            wave = math.sin(2 * math.pi * t / 1.25) * 7 * speak
            hx = self.x - self.facing * 150 * s
            out.append((self.hand, (hx, self.y + (400 - 130 * lift) * s + breath, 1, -self.facing * 12 + wave, 1)))
        return out


def verandah(s: Sheet) -> None:
    s.width = 760
    sky(s, "day", 470, (150, 170))
    karst(s, 430, 250, "#6d8f8a", 6, 0.5, "#e6ecd9")
    karst(s, 455, 170, MOSS, 5, 0.2, "#d9e3c4")
    mist(s, 440, 50, 0.7)
    s.open('transform="translate(0 0)"')
    s.path(box(0, 450, 760, 300), LEAF)
    fields(s, 450, 700, ("#e9c84a", "#b59a34"), 8)
    for x, y, w in ((30, 500, 84), (250, 496, 80), (430, 505, 92), (130, 520, 94)):
        house(s, x, y, w)
    tree(s, 225, 520, 42)
    tree(s, 520, 540, 64)
    s.close()


def porch(s: Sheet) -> None:
    """The verandah's own timber, before the view and behind the people."""
    s.path(box(0, 0, W, 96), s.lin("#1d1014", "#3a2118"))
    for i in range(15):
        s.path(box(i * 40 - 12, 0, 20, 92), s.lin("#7a4a28", "#3d2214", angle=0))
    s.volume(box(-20, 84, W + 40, 34, 8), s.lin("#a9703c", "#5a361f"), 12)
    for i in range(28):
        x = i * 20 + 10
        s.path(f"M{x - 10} 112a10 12 0 0 0 20 0Z", s.lin(EMBER, "#7a3218"))
        s.path(oval(x, 112, 5, 5), "#3d1a10")
    for x in (6, 494):
        s.volume(box(x, 112, 40, 620, 6), s.lin("#b9854d", "#8a5a34", "#4b2d1c", angle=0), 12)
    s.path(box(0, 560, W, 26), s.lin("#b9854d", "#6d4427"))
    for i in range(19):
        s.path(box(i * 30 + 4, 586, 11, 130), s.lin("#a9703c", "#5a361f", angle=0))
    s.line("M120 118V150M420 118V150", "#2a1a14", 2)
    for x in (110, 428):
        for k in range(7):
            s.path(oval(x + s.rng.uniform(-18, 18), 160 + k * 13, 11, 15), s.rad("#ffe08a", "#e0a52e", "#a86a14"))
        s.line(f"M{x - 14} 150q14 -12 28 0", STRAW, 5)


def goods(s: Sheet) -> None:
    """The table before the two, at the bottom of the picture."""
    s.path(box(0, 20, W, 40), "#14101c", 0.5, 16)
    s.path(box(-10, 40, W + 20, 430), s.lin("#c08a50", "#8a5a34", "#4b2d1c"))
    for _i in range(40):
        s.line(
            f"M{s.rng.uniform(-50, 500):.0f} {s.rng.uniform(45, 150):.0f}h{s.rng.uniform(40, 150):.0f}",
            s.rng.choice(["#d9a868", "#5a361f"]),
            2,
            0.3,
        )
    d = "M-10 150Q270 168 550 150V460H-10Z"
    woven(s, "bàn chợ phiên 2", d, -10, 140, 570, 420, 0.9)
    s.path(d, s.lin("#000/0", "#0d0818/0.55"))
    tray(s, 150, 118, 138, 44)
    s.open('transform="translate(60 -10) scale(.42)"')
    for x, y, lf in ((90, 190, False), (190, 170, True), (300, 190, False), (140, 270, False), (250, 270, True)):
        mandarin(s, x, y, 82, lf)
    s.close()
    s.open('transform="translate(342 2) scale(.25)"')
    bottle(
        s,
        80,
        540,
        210,
        470,
        s.lin("#8a3f06", "#e08f16", "#ffc94a", "#d07a10", "#7a3604", angle=0),
        s.lin("#6d4a2a", "#d9a868", "#4b2d1c", angle=0),
    )
    label(s, -18, 320, 196, 150, "Mật ong", "500 ml", "#6d3a0a", curve=10)
    s.close()
    _rx, _ = bowl(s, 456, 92, 74, 40, BONE, "#6d3a1c", band=INDIGO)
    s.open(s.clip(mouth(456, 94, 70, 28)))
    for _k in range(30):
        s.path(
            oval(456 + s.rng.uniform(-60, 60), 92 + s.rng.uniform(-22, 16), 9, 8.5),
            s.rad("#e9c48a", "#a86f2c", "#5a3414"),
        )
    s.close()
    rim(s, 456, 92, 74)


def kitchen(s: Sheet) -> None:
    s.path(box(0, 0, W, H), s.lin("#4a2a24", "#7a4030", "#3a1c18"))
    for row in range(26):
        for i in range(9):
            x = i * 66 - (row % 2) * 33
            s.path(box(x, row * 30, 62, 26, 4), s.rng.choice(["#8a4a34", "#7a4030", "#94563c", "#6d3628"]), 0.6)
    s.path(box(0, 0, W, H), s.lin("#180c10/0.75", "#2a1210/0.2", "#140a0c/0.7"))
    s.volume(box(-20, 118, W + 40, 22, 8), s.lin("#5a4a44", "#241a1a"), 8)
    s.path("M150 620V420Q270 290 390 420V620Z", "#120606")
    s.line("M150 620V420Q270 290 390 420V620", "#a9603c", 22)
    for i in range(11):
        a = math.pi * (1 + i / 10)
        s.line(
            f"M{270 + 118 * math.cos(a):.0f} {430 + 100 * math.sin(a):.0f}L{270 + 142 * math.cos(a):.0f} {430 + 124 * math.sin(a):.0f}",
            "#4a2418",
            3,
            0.7,
        )
    for x, y in ((24, 210), (482, 220)):
        sprig(s, x, y, 80, 0.4, 3)
    roof(s, 40, -60, 460, 90, 0.3)


def board(s: Sheet) -> None:
    """The carving table."""
    s.path(box(0, 20, W, 40), "#0c0608", 0.6, 16)
    s.path(box(-10, 40, W + 20, 430), s.lin("#a9703c", "#6d4427", "#2a1812"))
    for _i in range(50):
        s.line(
            f"M{s.rng.uniform(-50, 500):.0f} {s.rng.uniform(45, 440):.0f}h{s.rng.uniform(40, 150):.0f}",
            s.rng.choice(["#c9935a", "#3d2216"]),
            2,
            0.3,
        )
    tray(s, 280, 140, 210, 76)
    for x, y, a in ((110, 150, 190), (440, 130, -10), (430, 190, 20)):
        sprig(s, x, y, a, 0.42, 3)
    s.turn(-4, 280, 120, 0.46)
    duck(s)
    s.close()
    _rx, _ = bowl(s, 78, 250, 62, 34, BONE, "#4a1a0a", band=EMBER)
    s.path(oval(78, 253, 54, 19), s.rad("#d9742c", "#8a3210", "#4a1608"))
    rim(s, 78, 250, 62)
    star(s, 470, 280, 42, 10)
    star(s, 410, 310, 30, 30)


def flame(s: Sheet) -> None:
    for wide, tone, tall in ((70, "#e8501a", 190), (48, "#ff9a2c", 150), (26, "#ffe48a", 100)):
        tips = [
            (
                100 + (k - 2) * wide * 0.42 + s.rng.uniform(-5, 5),
                210 - tall * (1 - 0.22 * abs(k - 2)) * s.rng.uniform(0.7, 1.05),
            )
            for k in range(5)
        ]
        pts = [(100 - wide, 214)]
        for k, tip in enumerate(tips):
            pts += [tip, (100 + (k - 1.5) * wide * 0.42, 176)] if k < 4 else [tip]
        s.path(smooth([*pts, (100 + wide, 214)], tension=0.8), tone, 0.9, 3)


def finish(picture: Image.Image, seed: str) -> Image.Image:
    return grain(picture.convert("RGB"), seed, 2.4).convert("RGBA")


def quynh_son() -> Iterator[Image.Image]:
    view = sprite(760, H, verandah, "qs view")
    view = finish(view, "qs").crop((0, 0, 600, H))
    frontal = sprite(W, H, porch, "qs porch")
    table = sprite(W, 470, goods, "qs goods")
    cloud = sprite(
        420,
        120,
        lambda s: (
            [
                s.path(
                    oval(s.rng.uniform(70, 350), s.rng.uniform(45, 80), s.rng.uniform(40, 80), s.rng.uniform(12, 26)),
                    "#fffaf0",
                    0.55,
                    10,
                )
                for _ in range(9)
            ]
            and None
        ),
        "c",
    )
    cloud = tint(cloud, (255, 250, 240))
    bird = sprite(280, 140, lambda s: birds(s, 140, 70, 5, 11), "b")
    turns = [[(1, 9), (15, 22), (30, 37), (45, 50), (55, 59)], [(9.6, 14.4), (22.6, 29.2), (37.6, 44.4), (50.6, 54.5)]]
    pair = [
        Speaker("bep-nha-sim", 158, 372, 0.62, turns[0], "sim", 1),
        Speaker("duong-thi-hao", 384, 388, 0.62, turns[1], "hao", -1),
    ]
    for i in range(FPS * TURN):
        t = i / FPS
        frame = view.crop((30, 0, 30 + W, H))
        for k in range(3):
            u = ((t / TURN + k / 3) % 1) * (W + 460) - 230
            Layer(cloud, still(u, 160 + 46 * (k % 2), 1)).over(frame, t)
        bx = ((t / 30) % 1) * (W + 300) - 150
        Layer(bird, lambda _, bx=bx, t=t: (bx, 210 + 14 * math.sin(2 * math.pi * t / 10), 1, 0, 0.8)).over(frame, t)
        frame.alpha_composite(frontal)
        for who in pair:
            for picture, place in who.layers(t):
                Layer(picture, lambda _, place=place: place).over(frame, t)
        frame.alpha_composite(table, (0, 560))
        yield frame


def that_khe() -> Iterator[Image.Image]:
    wall = finish(sprite(W, H, kitchen, "tk wall"), "tk")
    table = sprite(W, 470, board, "tk board")
    flames = [sprite(200, 220, flame, f"f{k}") for k in range(5)]
    glow, spark = puff(420, (255, 140, 40), 0.55), puff(9, (255, 200, 110), 1.0)

    def hung(s: Sheet) -> None:
        s.line("M60 0V40", "#1a1012", 4)
        s.turn(82, 60, 120, 0.26)
        duck(s)
        s.close()

    bird = sprite(120, 230, hung, "d")
    smoke = steam(270, 400, 260, 8, 6.0, 130, (220, 200, 190), 0.16, 26)
    turns = [[(1, 7), (14, 21), (28, 33), (41, 48), (54, 59)], [(7.6, 13.4), (21.6, 27.4), (33.6, 40.4), (48.6, 53.4)]]
    pair = [
        Speaker("tu-di-ban", 146, 384, 0.62, turns[0], "tu", 1),
        Speaker("hoang-van-lam", 396, 374, 0.64, turns[1], "lam", -1),
    ]
    rng = random.Random("sparks")
    sparks = [
        (rng.uniform(200, 340), rng.choice([2, 2.5, 3, 4]), rng.random(), rng.uniform(-30, 30)) for _ in range(14)
    ]
    for i in range(FPS * TURN):
        t = i / FPS
        frame = wall.copy()
        beat = 0.75 + 0.15 * math.sin(2 * math.pi * t / 0.8) + 0.1 * math.sin(2 * math.pi * t / 0.5)
        Layer(glow, lambda _, b=beat: (270, 470, 1.1, 0, b)).over(frame, t)
        for k, x in enumerate((222, 318, 270)):
            n = (i // 3 + k * 2) % 5
            Layer(
                flames[n],
                lambda _, x=x, k=k, t=t: (x, 462 + k * 8, 1.05 + 0.06 * math.sin(2 * math.pi * t + k), 0, 0.92),
            ).over(frame, t)
        for k, x in enumerate((74, 172, 270, 368, 466)):
            phase = 2 * math.pi * (t / 6 + k / 5)
            squeeze = 0.8 + 0.2 * abs(math.cos(phase))
            lean = bird.resize((max(40, int(120 * squeeze)), 230), Image.Resampling.BILINEAR)
            Layer(lean, lambda _, x=x, p=phase: (x, 245, 1, 2 * math.sin(p), 1)).over(frame, t)
        for layer in smoke:
            layer.over(frame, t)
        for x, period, off, drift in sparks:
            u = (t / period + off) % 1
            Layer(spark, lambda _, x=x, u=u, d=drift: (x + d * u, 540 - 260 * u, 1, 0, 1 - u)).over(frame, t)
        for who in pair:
            for picture, place in who.layers(t):
                Layer(picture, lambda _, place=place: place).over(frame, t)
        frame.alpha_composite(table, (0, 560))
        yield frame


ROOMS: dict[str, Callable[[], Iterator[Image.Image]]] = {"quynh-son": quynh_son, "that-khe": that_khe}


def make(slug: str) -> None:
    """Write init.mp4, 2 s segments that begin with a keyframe, index.m3u8 and a poster."""
    folder = MEDIA / "loops" / slug
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    options = {
        "hls_time": "2",
        "hls_segment_type": "fmp4",
        "hls_fmp4_init_filename": "init.mp4",
        "hls_playlist_type": "vod",
        "hls_segment_filename": str(folder / "s%03d.m4s"),
        "hls_flags": "independent_segments",
        "hls_list_size": "0",
    }
    with av.open(str(folder / "index.m3u8"), "w", format="hls", options=options) as out:
        video = out.add_stream("libx264", rate=FPS, width=W, height=H, pix_fmt="yuv420p")
        video.options = {
            "profile": "main",
            "preset": "medium",
            "crf": "24",
            "maxrate": "480000",
            "bufsize": "960000",
            "g": "50",
            "keyint_min": "50",
            "sc_threshold": "0",
            "bf": "0",
            "threads": "2",
            "forced-idr": "1",
            "tune": "animation",
        }
        video.codec_context.time_base = Fraction(1, FPS)
        audio = out.add_stream("aac", rate=RATE, layout="stereo", bit_rate=64_000)
        packets = []
        for i, picture in enumerate(ROOMS[slug]()):
            if i == 75:
                shot = io.BytesIO()
                picture.convert("RGB").save(shot, "WEBP", quality=80, method=6)
                (folder / "poster.webp").write_bytes(shot.getvalue())
            frame = av.VideoFrame.from_image(picture.convert("RGB"))
            frame.pts, frame.time_base = i, Fraction(1, FPS)
            packets += video.encode(frame)
        packets += video.encode(None)
        packets += wrapped(audio, tune(TURN, slug, 0.6, 0.06 if slug == "quynh-son" else 0.09, loop=True))
        for packet in sorted(packets, key=lambda p: (p.dts * p.time_base, p.stream.index)):
            out.mux(packet)


def wrapped(audio, sound: np.ndarray) -> list:  # type: ignore[no-untyped-def, type-arg]
    """Encode with a run-up from the end of the turn, so that the first packet already rings as it should."""
    lead, count = 4, -(-TURN * RATE // 1024)
    whole = np.concatenate([sound[-1024 * lead :], sound, sound[: 1024 * 4]])
    kept = []
    for at in range(0, len(whole) - 1023, 1024):
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(whole[at : at + 1024].T), format="fltp", layout="stereo"
        )
        frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
        kept += audio.encode(frame)
    kept += audio.encode(None)
    out = []
    for packet in kept:
        place = packet.pts // 1024 - lead
        if 0 <= place < count:
            packet.pts = packet.dts = place * 1024
            out.append(packet)
    return out
