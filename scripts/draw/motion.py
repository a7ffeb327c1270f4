"""Films: layers that move over one another, steam and sparks, a lute's tune, and the file at the end."""

import math
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from PIL import Image, ImageFilter

from scripts.draw.shapes import Sheet

RATE = 48_000
type Place = tuple[float, float, float, float, float]  # x, y, scale, degrees, opacity


@dataclass
class Layer:
    """A picture and where its middle lies at each moment."""

    picture: Image.Image
    where: Callable[[float], Place]

    def over(self, frame: Image.Image, t: float) -> None:
        x, y, scale, turn, opacity = self.where(t)
        if opacity <= 0.01:
            return
        picture = self.picture
        if abs(scale - 1) < 1e-4 and abs(turn) < 1e-4 and x == round(x) and y == round(y):
            left, top = round(x - picture.width / 2), round(y - picture.height / 2)
        else:
            a = math.radians(turn)
            half = (abs(picture.width * math.cos(a)) + abs(picture.height * math.sin(a))) * scale / 2 + 2
            tall = (abs(picture.width * math.sin(a)) + abs(picture.height * math.cos(a))) * scale / 2 + 2
            left, top = max(0, math.floor(x - half)), max(0, math.floor(y - tall))
            right, foot = min(frame.width, math.ceil(x + half)), min(frame.height, math.ceil(y + tall))
            if right <= left or foot <= top:
                return
            c, s = math.cos(a) / scale, math.sin(a) / scale
            ox, oy = left - x, top - y
            data = (c, s, c * ox + s * oy + picture.width / 2, -s, c, -s * ox + c * oy + picture.height / 2)
            picture = picture.transform(
                (right - left, foot - top), Image.Transform.AFFINE, data, Image.Resampling.BILINEAR
            )
        if opacity < 0.99:
            picture = picture.copy()
            picture.putalpha(picture.getchannel("A").point([int(v * opacity) for v in range(256)]))
        if left + picture.width <= 0 or top + picture.height <= 0 or left >= frame.width or top >= frame.height:
            return
        if left < 0 or top < 0:
            picture = picture.crop((max(0, -left), max(0, -top), picture.width, picture.height))
            left, top = max(0, left), max(0, top)
        frame.alpha_composite(picture, (left, top))


def still(x: float, y: float, scale: float = 1) -> Callable[[float], Place]:
    return lambda t: (x, y, scale, 0.0, 1.0)


def sprite(width: int, height: int, draw: Callable[[Sheet], None], seed: str, scale: float = 1) -> Image.Image:
    """Draw one layer; premultiplied edges are kept clean by resvg."""
    sheet = Sheet(width, height, seed)
    draw(sheet)
    return sheet.image(scale)


def puff(size: int, colour: tuple[int, int, int] = (255, 250, 240), strength: float = 0.5) -> Image.Image:
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    alpha = np.clip(1 - np.hypot(x, y), 0, 1) ** 1.6 * 255 * strength
    data = np.empty((size, size, 4), np.uint8)
    data[..., :3] = colour
    data[..., 3] = alpha
    return Image.fromarray(data)


def steam(
    x: float,
    y: float,
    rise: float,
    count: int = 9,
    period: float = 5.0,
    size: int = 90,
    colour: tuple[int, int, int] = (255, 250, 240),
    strength: float = 0.32,
    sway: float = 16,
) -> list[Layer]:
    """Puffs that rise, widen and fade; a whole number of periods loops without a seam."""
    picture = puff(size, colour, strength)

    def where(i: int) -> Callable[[float], Place]:
        def at(t: float) -> Place:
            u = (t / period + i / count) % 1
            dx = math.sin(u * 5 + i * 2.1) * sway * u + math.sin(i * 4.7) * size * 0.16
            return x + dx, y - rise * u, 0.5 + 1.3 * u, 0.0, math.sin(math.pi * min(1, u * 1.05)) ** 1.2

        return at

    return [Layer(picture, where(i)) for i in range(count)]


def tint(picture: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    """One colour under the picture's own transparency, which keeps thin clouds free of dark fringes."""
    plain = Image.new("RGBA", picture.size, (*colour, 255))
    plain.putalpha(picture.getchannel("A"))
    return plain


def soften(picture: Image.Image, size: float) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(size))


# sound -----------------------------------------------------------------


def pluck(pitch: float, length: float, rng: np.random.Generator, bright: float = 0.5) -> np.ndarray:
    """A silk string, plucked: Karplus-Strong with a soft pick."""
    n, period = int(length * RATE), RATE / pitch
    size = int(period)
    ring = rng.uniform(-1, 1, size)
    for _ in range(3 if bright < 0.6 else 2):
        ring = 0.5 * (ring + np.roll(ring, 1))
    out = np.empty(n + size)
    out[:size] = ring
    fade = 0.9965 if pitch < 300 else 0.9945
    at = size
    while at < n:
        last = out[at - size : at]
        nxt = fade * (0.5 * last + 0.5 * np.roll(last, 1))
        take = min(size, len(out) - at)
        out[at : at + take] = nxt[:take]
        at += size
    out = out[:n]
    out *= np.minimum(1, np.linspace(0, n / 140, n))
    out *= np.minimum(1, np.linspace(n / 4000, 0, n))
    return out / (np.abs(out).max() + 1e-9)


SCALE = [146.83, 164.81, 196.00, 220.00, 261.63, 293.66, 329.63, 392.00, 440.00, 523.25]


def tune(
    seconds: float, seed: str, beat: float = 0.5, noise: float = 0.05, loop: bool = False, warm: float = 900
) -> np.ndarray:
    """A walk on a pentatonic lute over wind and crickets, stereo, about -18 LUFS; wraps round when it must loop."""
    rng, random_ = np.random.default_rng(sum(map(ord, seed)) * 7 + len(seed)), random.Random(seed)
    n = round(seconds * RATE)
    mix = np.zeros((n, 2))
    step, t = 4, 0.15 if not loop else 0.0
    while t < seconds - (0 if loop else 2.4):
        accent = random_.random()
        step = min(len(SCALE) - 1, max(0, step + random_.choice([-2, -1, -1, 0, 1, 1, 2])))
        notes = [SCALE[step]] + ([SCALE[max(0, step - 4)] / 2] if accent > 0.72 else [])
        for pitch in notes:
            sound = pluck(pitch, 2.4, rng) * (0.4 + 0.3 * accent)
            start = int(t * RATE)
            pan = 0.5 + 0.3 * math.sin(step)
            for i, gain in ((0, 1 - pan), (1, pan)):
                idx = np.arange(start, start + len(sound))
                if loop:
                    np.add.at(mix[:, i], idx % n, sound * gain)
                else:
                    cut = min(n - start, len(sound))
                    mix[start : start + cut, i] += sound[:cut] * gain
        t += beat * random_.choice([1, 1, 1, 2, 0.5, 0.5, 1.5])
    freq = np.fft.rfftfreq(n, 1 / RATE)
    for i in range(2):
        spectrum = np.fft.rfft(rng.normal(0, 1, n)) / (1 + (freq / warm) ** 2) * (freq > 60)
        air = np.fft.irfft(spectrum, n)
        swell = 0.7 + 0.3 * np.sin(2 * np.pi * np.arange(n) / n * max(1, round(seconds / 7)) + i)
        mix[:, i] += air / np.abs(air).max() * noise * swell * 4
    if not loop:
        edge = np.minimum(1, np.minimum(np.arange(n) / (0.3 * RATE), (n - np.arange(n)) / (1.2 * RATE)))
        mix *= edge[:, None]
    for room in (0.12, 0.13):  # press the picks down twice, so that AAC's overshoot stays below full scale
        mix *= room / math.sqrt(float((mix**2).mean()))
        mix = np.tanh(mix * 2.6) / 2.6
    spectrum = np.fft.rfft(mix, axis=0) / (1 + (freq[:, None] / 6500) ** 4)
    mix = np.fft.irfft(spectrum, n, axis=0)
    return (mix * (0.118 / math.sqrt(float((mix**2).mean())))).clip(-0.7, 0.7).astype(np.float32)


# files -----------------------------------------------------------------


def video_frames(frames: Iterable[Image.Image], fps: int) -> Iterable["object"]:
    for i, picture in enumerate(frames):
        frame = av.VideoFrame.from_image(picture.convert("RGB"))
        frame.pts, frame.time_base = i, Fraction(1, fps)
        yield frame


def write_mp4(
    path: str, frames: Iterable[Image.Image], sound: np.ndarray, fps: int = 24, crf: int = 27, maxrate: int = 340_000
) -> None:
    """One fast-start MP4: H.264 main and AAC stereo."""
    with av.open(path, "w", options={"movflags": "+faststart"}) as out:
        video = out.add_stream("libx264", rate=fps, width=540, height=960, pix_fmt="yuv420p")
        video.options = {
            "crf": str(crf),
            "preset": "slow",
            "profile": "main",
            "threads": "2",
            "tune": "animation",
            "maxrate": str(maxrate),
            "bufsize": str(maxrate * 3),
            "g": str(fps * 4),
        }
        audio = out.add_stream("aac", rate=RATE, layout="stereo", bit_rate=64_000)
        for frame in video_frames(frames, fps):
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        for packet in sound_packets(audio, sound):
            out.mux(packet)


def sound_packets(audio, sound: np.ndarray):  # type: ignore[no-untyped-def]
    for at in range(0, len(sound), 1024):
        part = np.ascontiguousarray(sound[at : at + 1024].T)
        frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
        yield from audio.encode(frame)
    yield from audio.encode(None)
