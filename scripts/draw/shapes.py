"""The brush: an SVG sheet with gradients, shaded volumes, soft shadows, leaves and grain, turned into pixels."""

import io
import math
import random
import re
from pathlib import Path

import numpy as np
import vl_convert
from PIL import Image

from scripts.draw.palette import BROWN, LEAF, dark, light

ROOT = Path(__file__).resolve().parents[2]
MEDIA = ROOT / "src/phien/sample/lang_son/media"
vl_convert.register_font_directory(str(ROOT / "src/phien/lib/fonts"))

type Point = tuple[float, float]


def smooth(points: list[Point], closed: bool = True, tension: float = 1.0) -> str:
    """A curve through the points (Catmull-Rom as Bézier)."""
    n = len(points)
    at = (lambda i: points[i % n]) if closed else (lambda i: points[min(max(i, 0), n - 1)])
    d = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        k = tension / 6
        d += (
            f"C{p1[0] + (p2[0] - p0[0]) * k:.1f} {p1[1] + (p2[1] - p0[1]) * k:.1f} "
            f"{p2[0] - (p3[0] - p1[0]) * k:.1f} {p2[1] - (p3[1] - p1[1]) * k:.1f} {p2[0]:.1f} {p2[1]:.1f}"
        )
    return d + ("Z" if closed else "")


def oval(cx: float, cy: float, rx: float, ry: float) -> str:
    return f"M{cx - rx:.1f} {cy:.1f}a{rx:.1f} {ry:.1f} 0 1 1 {2 * rx:.1f} 0a{rx:.1f} {ry:.1f} 0 1 1 {-2 * rx:.1f} 0Z"


def box(x: float, y: float, w: float, h: float, r: float = 0) -> str:
    r = min(r, w / 2, h / 2)
    return (
        f"M{x + r:.1f} {y:.1f}h{w - 2 * r:.1f}q{r:.1f} 0 {r:.1f} {r:.1f}v{h - 2 * r:.1f}q0 {r:.1f} {-r:.1f} {r:.1f}"
        f"h{-(w - 2 * r):.1f}q{-r:.1f} 0 {-r:.1f} {-r:.1f}v{-(h - 2 * r):.1f}q0 {-r:.1f} {r:.1f} {-r:.1f}Z"
    )


class Sheet:
    """One picture in the making. Light falls from the upper left."""

    def __init__(self, width: int, height: int, seed: str) -> None:
        self.width, self.height = width, height
        self.rng = random.Random(seed)
        self.defs: dict[str, str] = {}
        self.body: list[str] = []

    # paint -------------------------------------------------------------

    def _def(self, text: str) -> str:
        if text not in self.defs:
            self.defs[text] = f"d{len(self.defs)}"
        return self.defs[text]

    def lin(self, *stops: str, angle: float = 90) -> str:
        """A straight gradient; 90 runs downwards."""
        a = math.radians(angle)
        x, y = math.cos(a) / 2, math.sin(a) / 2
        inner = self._stops(stops)
        return f"url(#{
            self._def(
                f'<linearGradient id="@" x1="{0.5 - x:.3f}" y1="{0.5 - y:.3f}" x2="{0.5 + x:.3f}" '
                f'y2="{0.5 + y:.3f}">{inner}</linearGradient>'
            )
        })"

    def rad(self, *stops: str, cx: float = 0.35, cy: float = 0.3, r: float = 0.8) -> str:
        return f"url(#{
            self._def(f'<radialGradient id="@" cx="{cx}" cy="{cy}" r="{r}">{self._stops(stops)}</radialGradient>')
        })"

    @staticmethod
    def _stops(stops: tuple[str, ...]) -> str:
        out = ""
        for i, stop in enumerate(stops):
            colour, _, alpha = stop.partition("/")
            at = i / max(1, len(stops) - 1)
            out += f'<stop offset="{at:.3f}" stop-color="{colour}" stop-opacity="{alpha or 1}"/>'
        return out

    def blur(self, size: float) -> str:
        return f'filter="url(#{
            self._def(
                f'<filter id="@" x="-60%" y="-60%" width="220%" height="220%" color-interpolation-filters="sRGB">'
                f'<feGaussianBlur stdDeviation="{size:g}"/></filter>'
            )
        })"'

    def clip(self, d: str) -> str:
        return f'clip-path="url(#{self._def(f'<clipPath id="@"><path d="{d}"/></clipPath>')})"'

    # marks -------------------------------------------------------------

    def add(self, *parts: str) -> None:
        self.body.extend(parts)

    def path(self, d: str, fill: str = "none", opacity: float = 1, blur: float = 0, more: str = "") -> None:
        self.add(f'<path d="{d}" fill="{fill}" opacity="{opacity:g}" {self.blur(blur) if blur else ""} {more}/>')

    def line(self, d: str, colour: str, width: float, opacity: float = 1, blur: float = 0, more: str = "") -> None:
        self.add(
            f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round" '
            f'stroke-linejoin="round" opacity="{opacity:g}" {self.blur(blur) if blur else ""} {more}/>'
        )

    def open(self, more: str = "") -> None:
        self.add(f"<g {more}>")

    def close(self) -> None:
        self.add("</g>")

    def turn(self, angle: float, x: float, y: float, scale: float = 1) -> None:
        """Begin a group whose origin lies at x, y."""
        self.open(f'transform="translate({x:g} {y:g}) rotate({angle:g}) scale({scale:g})"')

    def shade(self, cx: float, cy: float, rx: float, ry: float, opacity: float = 0.45, colour: str = "#22102a") -> None:
        """The soft shadow a thing throws to the lower right, with a dark line where it touches."""
        self.path(oval(cx + rx * 0.16, cy + ry * 0.2, rx * 1.08, ry), colour, opacity * 0.7, max(6, ry * 0.34))
        self.path(oval(cx + rx * 0.04, cy, rx * 0.9, ry * 0.6), colour, opacity * 0.8, max(3, ry * 0.14))

    def volume(
        self,
        d: str,
        fill: str,
        depth: float,
        *,
        tone: str = BROWN,
        glow: str = "#fff3d6",
        dim: float = 0.55,
        shine: float = 0.45,
        texture: str = "",
        spread: int = 0,
    ) -> None:
        """A shape with a dark rim away from the light, a lit rim towards it, and optional dry-brush strokes."""
        self.open(self.clip(d))
        self.path(d, fill)
        if texture:
            self.brush(d, texture, spread or 24)
        move = f'transform="translate({-depth * 0.35:.1f} {-depth * 0.45:.1f})"'
        self.line(d, tone, depth, dim, depth * 0.42, move)
        move = f'transform="translate({depth * 0.3:.1f} {depth * 0.4:.1f})"'
        self.line(d, glow, depth * 0.6, shine * 0.55, depth * 0.36, move)
        self.close()

    def brush(self, d: str, colour: str, count: int, angle: float | None = None) -> None:
        """Dry strokes over the bounding box of a path; the caller clips."""
        xs, ys = bounds(d)
        rng = self.rng
        for _ in range(count):
            x, y = rng.uniform(*xs), rng.uniform(*ys)
            length = rng.uniform(0.1, 0.35) * (xs[1] - xs[0])
            a = math.radians(angle if angle is not None else rng.uniform(-30, 10))
            ex, ey = x + length * math.cos(a), y + length * math.sin(a)
            mx, my = (x + ex) / 2 + rng.uniform(-9, 9), (y + ey) / 2 + rng.uniform(-9, 9)
            self.line(
                f"M{x:.0f} {y:.0f}Q{mx:.0f} {my:.0f} {ex:.0f} {ey:.0f}",
                colour,
                rng.uniform(1.5, 7),
                rng.uniform(0.06, 0.22),
            )

    def gleam(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        angle: float = -30,
        opacity: float = 0.8,
        blur: float = 2.5,
        colour: str = "#fffaf0",
    ) -> None:
        self.turn(angle, x, y)
        self.path(oval(0, 0, w, h), colour, opacity, blur)
        self.close()

    def leaf(
        self,
        x: float,
        y: float,
        length: float,
        width: float,
        angle: float,
        colour: str = LEAF,
        veins: int = 6,
        shadow: bool = True,
    ) -> None:
        """A leaf from its stalk at x, y."""
        bend = self.rng.uniform(-0.12, 0.12) * length
        tip = (length, bend)
        upper = [(0, 0), (length * 0.28, -width * 0.46 + bend * 0.2), (length * 0.62, -width * 0.4 + bend * 0.5), tip]
        lower = [(length * 0.64, width * 0.42 + bend * 0.5), (length * 0.3, width * 0.48 + bend * 0.2)]
        d = smooth(upper + lower, tension=0.9)
        rib = f"M0 0Q{length * 0.5:.0f} {-bend * 0.1:.0f} {length * 0.98:.0f} {bend * 0.98:.0f}"
        if shadow:
            self.turn(angle, x + width * 0.1, y + width * 0.18)
            self.path(d, "#1a0f20", 0.34, width * 0.09)
            self.close()
        self.turn(angle, x, y)
        self.path(d, self.lin(light(colour, 0.22), colour, dark(colour, 0.3), angle=80 - angle))
        half = smooth([(0, 0), *lower[::-1], tip, (length * 0.5, bend * 0.3)], tension=0.8)
        self.path(half, dark(colour, 0.45), 0.35)
        for i in range(veins):
            t = 0.14 + i * 0.72 / max(1, veins)
            for side in (-1, 1):
                ex = length * (t + 0.16)
                ey = side * width * 0.4 * math.sin(math.pi * min(1, t + 0.13)) + bend * (t + 0.1)
                self.line(
                    f"M{length * t:.0f} {bend * t * 0.9:.0f}Q{length * (t + 0.1):.0f} {ey * 0.4:.0f} {ex:.0f} {ey:.0f}",
                    light(colour, 0.45),
                    max(0.8, width * 0.012),
                    0.4,
                )
        self.line(rib, light(colour, 0.5), max(1.2, width * 0.03), 0.75)
        self.close()

    def steam(self, x: float, y: float, height: float, count: int = 3, opacity: float = 0.3) -> None:
        for i in range(count):
            sway = self.rng.uniform(16, 34) * (1 if i % 2 else -1)
            dx = x + (i - (count - 1) / 2) * height * 0.3
            points = [
                (dx, y),
                (dx + sway, y - height * 0.3),
                (dx - sway * 0.5, y - height * 0.62),
                (dx + sway, y - height),
            ]
            curve = smooth(points, closed=False)
            self.line(curve, "#fffaf0", height * 0.12, opacity * 0.7, height * 0.05)
            self.line(curve, "#ffffff", height * 0.05, opacity * 0.6, height * 0.035)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        colour: str,
        *,
        bold: bool = True,
        anchor: str = "middle",
        more: str = "",
    ) -> None:
        weight = 700 if bold else 400
        self.add(
            f'<text x="{x:g}" y="{y:g}" font-family="Be Vietnam Pro" font-weight="{weight}" font-size="{size:g}" '
            f'fill="{colour}" text-anchor="{anchor}" {more}>{words}</text>'
        )

    # result ------------------------------------------------------------

    def svg(self) -> str:
        defs = "".join(text.replace('id="@"', f'id="{name}"') for text, name in self.defs.items())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}"><defs>{defs}</defs>{"".join(self.body)}</svg>'
        )

    def image(self, scale: float = 1) -> Image.Image:
        return Image.open(io.BytesIO(vl_convert.svg_to_png(self.svg(), scale=scale))).convert("RGBA")

    def save(self, place: str, quality: int = 82, most: int = 90_000) -> Path:
        """Write the picture as WebP under the media folder, with paper grain, within the size asked for."""
        path = MEDIA / place
        path.parent.mkdir(parents=True, exist_ok=True)
        picture = grain(self.image().convert("RGB"), place)
        while True:
            out = io.BytesIO()
            picture.save(out, "WEBP", quality=quality, method=6)
            if out.tell() <= most or quality <= 50:
                break
            quality -= 4
        path.write_bytes(out.getvalue())
        return path


def bounds(d: str) -> tuple[Point, Point]:
    """A rough box around a path of absolute coordinates; relative parts are walked."""
    x = y = 0.0
    xs: list[float] = []
    ys: list[float] = []
    for letter, args in re.findall(r"([MLHVCQAZmlhvcqaz])([^A-Za-z]*)", d):
        n = [float(v) for v in re.findall(r"-?\d+\.?\d*", args)]
        step = {"h": 1, "v": 1, "q": 4, "c": 6, "a": 7, "m": 2, "l": 2}.get(letter.lower(), 2)
        for i in range(0, len(n) - step + 1, step):
            part = n[i : i + step]
            if letter.lower() in "hv":
                dx, dy = (part[0], 0.0) if letter.lower() == "h" else (0.0, part[0])
                x, y = (x + dx, y + dy) if letter.islower() else (part[0], y) if letter == "H" else (x, part[0])
            else:
                x, y = (x + part[-2], y + part[-1]) if letter.islower() else (part[-2], part[-1])
                if letter == "a":
                    ys += [y - part[1], y + part[1]]
            xs.append(x)
            ys.append(y)
    return (min(xs), max(xs)), (min(ys), max(ys))


def grain(picture: Image.Image, seed: str, strength: float = 3.2) -> Image.Image:
    """Paper tooth and a slight vignette, the same for the same seed."""
    width, height = picture.size
    rng = np.random.default_rng(sum(map(ord, seed)))
    noise = np.zeros((height, width), np.float32)
    for size, weight in ((3, 0.6), (7, 0.5), (90, 1.4)):
        small = rng.normal(0, 60, (height // size + 2, width // size + 2)).clip(-127, 127).astype(np.float32) + 128
        field = Image.fromarray(small.astype(np.uint8)).resize((width, height), Image.Resampling.BICUBIC)
        noise += weight * (np.asarray(field, np.float32) - 128) / 60
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    edge = ((x / width - 0.47) ** 2 + (y / height - 0.45) ** 2) * 0.34
    data = np.asarray(picture, np.float32)
    data = data * (1 - edge[..., None]) + (noise * strength)[..., None]
    return Image.fromarray(data.clip(0, 255).astype(np.uint8))
