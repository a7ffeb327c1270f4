"""The demo's cameras: each room's drawn film is sent round and round by RTMP, as an encoder sends its picture.

So the demo shows the real way of a picture: ingest, packaging, playlists, replay.
"""

import contextlib
import logging
import threading
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av

log = logging.getLogger(__name__)
AGAIN_AFTER = 4.0


def films(sample: Path) -> dict[str, Path]:
    """{broadcast's slug: its looping stream's folder}, as the sample's campaign.toml names them."""
    plan = tomllib.loads((sample / "campaign.toml").read_text(encoding="utf-8"))
    return {row["slug"]: sample / row["loop"] for row in plan["broadcast"] if row.get("loop")}


def packets(folder: Path) -> Iterator[tuple[Any, float]]:
    """The film's packets without end, with the second at which each is due; their time stamps only grow."""
    start = 0.0
    while True:
        with av.open(str(folder / "index.m3u8")) as film:
            longest = 0.0
            for packet in film.demux():
                if packet.dts is None or packet.pts is None or packet.time_base is None:
                    continue
                at = float(packet.dts * packet.time_base)
                ticks = round(start / packet.time_base)
                packet.dts += ticks
                packet.pts += ticks
                longest = max(longest, at + float((packet.duration or 0) * packet.time_base))
                yield packet, start + at
            start += longest


def send(folder: Path, url: str, stop: threading.Event) -> None:
    """Send until told to stop. Raises what PyAV raises when the door is closed or the line breaks."""
    with av.open(str(folder / "index.m3u8")) as film:
        out = av.open(url, "w", format="flv", options={"rtmp_live": "live", "flvflags": "no_duration_filesize"})
        streams = {stream.index: out.add_stream_from_template(stream) for stream in film.streams}
        with out:
            began = time.monotonic()
            for packet, due in packets(folder):
                if stop.wait(max(0.0, began + due - time.monotonic())):
                    return
                packet.stream = streams[packet.stream_index]
                out.mux(packet)


class Camera(threading.Thread):
    """One room's camera. It comes back when it was sent away, as a stubborn encoder does."""

    def __init__(self, slug: str, folder: Path, url: str, stop: threading.Event) -> None:
        super().__init__(name=f"camera-{slug}", daemon=True)
        self.folder, self.url, self.stop = folder, url, stop

    def run(self) -> None:
        while not self.stop.is_set():
            with contextlib.suppress(OSError, av.error.FFmpegError):
                send(self.folder, self.url, self.stop)
            self.stop.wait(AGAIN_AFTER)
