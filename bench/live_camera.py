"""Senders for bench/live.py, each a process of its own: `python -m bench.live_camera MODE URL SECONDS`.

clock     a picture that carries the time of its making in 32 blocks of black and white, encoded as it is sent
FILE      a film that is sent round and round as it is, in real time
"""

import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av

WIDTH, HEIGHT, FPS = 640, 360, 30
RTMP = {"rtmp_live": "live", "flvflags": "no_duration_filesize"}


def clock_picture(milliseconds: int) -> av.VideoFrame:
    """Grey, with 32 blocks over the upper two ninths: bit i of the time is white, and the last block always is."""
    block_w, block_h = WIDTH // 16, HEIGHT // 9
    rows = []
    for row in range(2):
        bits = [bit == 31 or milliseconds >> bit & 1 for bit in range(row * 16, row * 16 + 16)]
        rows.append(b"".join((b"\xeb" if bit else b"\x10") * block_w for bit in bits) * block_h)
    luma = b"".join(rows) + b"\x80" * (WIDTH * (HEIGHT - 2 * block_h))
    frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
    for plane, data in zip(
        frame.planes, (luma, b"\x80" * (WIDTH * HEIGHT // 4), b"\x80" * (WIDTH * HEIGHT // 4)), strict=True
    ):
        step, wide = plane.line_size, plane.width
        whole = bytearray(step * plane.height)
        for line in range(plane.height):
            whole[line * step : line * step + wide] = data[line * wide : (line + 1) * wide]
        plane.update(bytes(whole))
    return frame


def send_clock(url: str, seconds: float) -> None:
    options = {"preset": "ultrafast", "tune": "zerolatency", "g": str(FPS), "keyint_min": str(FPS), "sc_threshold": "0"}
    with av.open(url, "w", format="flv", options=RTMP) as out:
        video = out.add_stream("libx264", rate=FPS, options=options)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        sound = out.add_stream("aac", rate=48_000)
        sound.layout = "stereo"
        began, heard = time.monotonic(), 0
        for number in range(round(seconds * FPS)):
            time.sleep(max(0.0, began + number / FPS - time.monotonic()))
            frame = clock_picture(int(time.time() * 1000) % 2**31)
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            out.mux(video.encode(frame))
            while heard < (number + 1) * 48_000 // FPS:
                silence = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
                for plane in silence.planes:
                    plane.update(bytes(plane.buffer_size))
                silence.sample_rate, silence.pts, silence.time_base = 48_000, heard, Fraction(1, 48_000)
                out.mux(sound.encode(silence))
                heard += 1024


def make_film(path: Path, *, seconds: int = 12, megabits: float = 2.7) -> Path:
    """720p at 30 pictures a second with a group of 2 s, of about so many Mbit/s, with AAC of 128 kbit/s."""
    source = "testsrc2=size=1280x720:rate=30,noise=alls=24:allf=t,format=yuv420p[out0];sine=sample_rate=48000[out1]"
    rate = {"maxrate": f"{megabits}M", "bufsize": f"{megabits}M"}
    options = {"preset": "veryfast", "g": "60", "keyint_min": "60", "sc_threshold": "0", "bf": "0"} | rate
    with av.open(source, format="lavfi") as drawn, av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=30, options=options)
        video.width, video.height, video.pix_fmt, video.bit_rate = 1280, 720, "yuv420p", round(megabits * 1e6)
        sound = out.add_stream("aac", rate=48_000)
        sound.layout, sound.bit_rate = "stereo", 128_000
        resampler = av.AudioResampler("fltp", "stereo", 48_000, frame_size=1024)
        for frame in drawn.decode():
            if frame.pts * frame.time_base >= seconds:
                break
            if isinstance(frame, av.VideoFrame):
                out.mux(video.encode(frame))
            else:
                for part in resampler.resample(frame):
                    out.mux(sound.encode(part))
        out.mux(video.encode(None))
        out.mux(sound.encode(None))
    return path


def _round_and_round(film: str) -> Iterator[tuple[av.Packet, float]]:
    start = 0.0
    while True:
        with av.open(film) as source:
            end = 0.0
            for packet in source.demux():
                if packet.dts is None or packet.pts is None or packet.time_base is None:
                    continue
                at = float(packet.dts * packet.time_base)
                end = max(end, at + float((packet.duration or 0) * packet.time_base))
                ticks = round(start / packet.time_base)
                packet.dts, packet.pts = packet.dts + ticks, packet.pts + ticks
                yield packet, start + at
            start += end


def send_film(film: str, url: str, seconds: float) -> None:
    with av.open(film) as source, av.open(url, "w", format="flv", options=RTMP) as out:
        streams = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        began = time.monotonic()
        for packet, due in _round_and_round(film):
            if due > seconds:
                return
            time.sleep(max(0.0, began + due - time.monotonic()))
            packet.stream = streams[packet.stream_index]
            out.mux(packet)


if __name__ == "__main__":
    mode, url, length = sys.argv[1], sys.argv[2], float(sys.argv[3])
    try:
        if mode == "clock":
            send_clock(url, length)
        else:
            send_film(mode, url, length)
    except (OSError, av.error.FFmpegError) as error:
        sys.exit(f"{url}: {error}")
