"""What the clips share: title cards, hands, small animals, easing."""

import math

from PIL import Image

from scripts.draw.motion import sprite
from scripts.draw.palette import CREAM, INDIGO, NIGHT, STRAW, TILE, TURMERIC, dark, light
from scripts.draw.shapes import Sheet, box, oval, smooth

W, H, FPS = 540, 960, 24


def ease(u: float) -> float:
    u = min(1.0, max(0.0, u))
    return u * u * (3 - 2 * u)


def pulse(t: float, period: float) -> float:
    return 0.5 - 0.5 * math.cos(2 * math.pi * t / period)


def title(first: str, second: str) -> Image.Image:
    """A band of indigo cloth edged with tiles, the clip's name on it."""

    def draw(s: Sheet) -> None:
        s.path(box(24, 24, 492, 172, 26), "#0b0a22", 0.45, 12)
        s.path(box(24, 16, 492, 168, 26), s.lin(light(INDIGO, 0.06), NIGHT))
        s.open(s.clip(box(24, 16, 492, 168, 26)))
        for i in range(26):
            s.path(oval(34 + i * 19.5, 184, 10, 11), TILE)
            s.path(oval(34 + i * 19.5, 186, 5, 6), TURMERIC)
        s.close()
        size = min(46, 820 / max(1, len(first)))
        s.text(270, 92, first, size, CREAM)
        s.text(270, 138, second, min(25, 760 / max(1, len(second))), STRAW, bold=False)

    return sprite(W, 220, draw, first)


def hand(skin: str, sleeve: str, trim: str, flip: bool = False) -> Image.Image:
    """A forearm reaching in from below, fingers closed as if holding something."""

    def draw(s: Sheet) -> None:
        if flip:
            s.open('transform="translate(240 0) scale(-1 1)"')
        arm = smooth([(60, 380), (66, 240), (88, 176), (142, 170), (168, 236), (190, 380)], tension=0.7)
        s.volume(arm, s.lin(light(skin, 0.2), skin, dark(skin, 0.35), angle=10), 26, tone="#6d2f1a", dim=0.45)
        cloth = smooth([(46, 390), (52, 286), (120, 268), (186, 284), (206, 390)], tension=0.5)
        s.volume(cloth, s.lin(light(sleeve, 0.2), sleeve, dark(sleeve, 0.4), angle=10), 26, tone="#05061a")
        s.line("M53 292Q120 272 187 290", trim, 12)
        palm = smooth([(84, 190), (70, 140), (84, 96), (124, 84), (158, 104), (164, 150), (146, 192)])
        s.volume(palm, s.rad(light(skin, 0.35), skin, dark(skin, 0.25)), 22, tone="#6d2f1a", dim=0.45)
        for k, (x, y, a) in enumerate(((86, 78, -34), (104, 62, -20), (126, 58, -6), (148, 70, 10))):
            s.turn(a, x, y + 40)
            s.volume(
                box(-11, -62 + k % 2 * 6, 22, 86, 11),
                s.lin(light(skin, 0.3), skin, dark(skin, 0.15)),
                9,
                tone="#6d2f1a",
                dim=0.4,
            )
            s.path(box(-6, -60 + k % 2 * 6, 12, 13, 6), light(skin, 0.6), 0.7)
            s.close()
        s.volume(
            smooth([(78, 150), (48, 112), (50, 86), (70, 92), (96, 128)]),
            s.lin(light(skin, 0.25), skin),
            9,
            tone="#6d2f1a",
            dim=0.4,
        )
        if flip:
            s.close()

    return sprite(240, 390, draw, skin + sleeve)


def bee() -> list[Image.Image]:
    """Two wing beats of a bee, head to the left."""

    def draw(up: int) -> Image.Image:
        def paint(s: Sheet) -> None:
            s.path(
                oval(34, 22 - up * 4, 17, 9 - up * 2), "#ffffff", 0.7, 0, f'transform="rotate({20 - up * 30} 34 22)"'
            )
            s.path(oval(46, 24 - up * 3, 15, 8), "#ffffff", 0.55, 0, f'transform="rotate({-30 + up * 20} 46 24)"')
            s.volume(oval(40, 38, 21, 12), s.lin("#ffc94a", "#a85c0c"), 6)
            for k in (34, 43, 52):
                s.line(f"M{k} 28q4 10 0 20", "#2a1608", 4.4)
            s.path(oval(20, 37, 9, 8.5), "#2a1608")
            s.line("M16 30l-6 -8M20 29l-2 -9", "#2a1608", 1.6)

        return sprite(76, 64, paint, f"bee{up}")

    return [draw(0), draw(1)]
