"""The line to another platform: opened at a key frame, and after a break opened again, each time a little later."""

import ssl
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import av
import av.logging
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

from phien.video.push.state import Book, Doing

av.logging.set_level(av.logging.ERROR)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
STEADY = 10.0
PATIENCE = 5.0
AUTHORITIES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
"""Debian's, Red Hat's, and that of BSD, Alpine and macOS."""

BEHIND = 10.0
"""A line that is so many seconds behind the live edge is too slow: it goes on from a newer key frame."""


def options(url: str, key: str) -> dict[str, str]:
    """FFmpeg's options for its RTMP. The key stands here alone, so that no message about the address holds it."""
    parts = urlsplit(url)
    app = parts.path.strip("/") + (f"?{parts.query}" if parts.query else "")
    found = {"rtmp_live": "live", "rtmp_app": app, "rtmp_playpath": key, "flvflags": "no_duration_filesize"}
    found["rw_timeout"] = str(int(PATIENCE * 1e6))
    if parts.scheme == "rtmps":
        found["tls_verify"] = "1"
        if (authorities := _authorities()) is not None:
            found["ca_file"] = authorities
    return found


def _authorities() -> str | None:
    """The file of certificates that the system trusts; SSL_CERT_FILE names another."""
    candidates = (ssl.get_default_verify_paths().cafile, *AUTHORITIES)
    return next((path for path in candidates if path is not None and Path(path).is_file()), None)


class Target:
    """Takes packets. None of its troubles leaves it: it notes them and goes on."""

    def __init__(self, url: str, key: str, book: Book) -> None:
        self.url, self.key = url, key
        self.book = book
        self._out: OutputContainer | None = None
        self._streams: dict[int, Stream] = {}
        self._shape: list[Any] = []
        self._pause = FIRST_PAUSE
        self._due = 0.0
        self._opened_at = 0.0
        self._base = 0.0
        self._has_sent = self._is_new = False
        self._last: dict[int, int] = {}

    def begin(self, streams: list[Stream]) -> None:
        """A run begins. The line stays where its tracks are those of the run before, to the byte."""
        shape = [(one.type, bytes(one.codec_context.extradata or b"")) for one in streams]
        if shape != self._shape:
            self._close()
        self._shape, self._templates = shape, streams
        self._has_video = any(one.type == "video" for one in streams)

    def send(self, packet: "Packet[Any]", wall: float, newest: float) -> None:
        """`wall`: the site's time of the packet; `newest`: of what was packaged last."""
        state = self.book.state
        is_picture = packet.stream.type == "video" or not self._has_video
        is_key = packet.is_keyframe and is_picture
        if self._out is not None and newest - wall > BEHIND:
            self._lost("lost", "The line is too slow.")
        if self._out is None and not (is_key and time.monotonic() >= self._due and newest - wall < BEHIND):
            state.dropped_frames += is_picture
            return
        said: list[tuple[int, str, str]] = []
        try:
            if self._out is None:
                self._open(wall)
            with av.logging.Capture() as said:
                self._mux(packet, wall)
        except (OSError, ValueError, av.error.FFmpegError) as error:
            state.dropped_frames += is_picture
            self._lost(*self._words(error, [words for _level, _name, words in said]))
            return
        state.sent_frames += is_picture
        if time.monotonic() - self._opened_at > STEADY:
            self._pause = FIRST_PAUSE

    def close(self) -> None:
        self._close()

    def _open(self, wall: float) -> None:
        """PyAV connects at the first packet only: until that was sent nothing is known."""
        self.book.set("connecting")
        said = options(self.url, self.key)
        self._out = av.open(self.url, "w", format="flv", options=said, timeout=(PATIENCE, PATIENCE))
        self._streams = {one.index: self._out.add_stream_from_template(one) for one in self._templates}
        self._order = [one.index for one in self._templates]
        self._base, self._last, self._is_new = wall, {}, True
        self._opened_at = time.monotonic()

    def _mux(self, packet: "Packet[Any]", wall: float) -> None:
        assert self._out is not None and packet.dts is not None and packet.time_base is not None  # noqa: S101,PT018
        index = packet.stream.index
        ahead = (packet.pts - packet.dts) if packet.pts is not None else 0
        dts = max(round((wall - self._base) / packet.time_base), self._last.get(index, -1) + 1)
        if dts < 0:
            return  # sound from just before the first picture
        self._last[index] = dts
        packet.dts, packet.pts = dts, dts + ahead
        packet.stream = self._streams[index]
        self._out.mux(packet)
        if self._is_new:
            self._is_new = False
            self.book.state.reconnects += self._has_sent
            self._has_sent = True
            self.book.set("sending")

    def _words(self, error: Exception, said: list[str]) -> tuple[Doing, str]:
        """(state, what happened) in the platform's own words where it said some, and without the key."""
        answer = next((words for words in said if words.startswith("Server error")), "")
        words = answer or str(getattr(error, "strerror", None) or error)
        is_refused = self._is_new and bool(answer)
        return ("refused" if is_refused else "lost"), words.strip().replace(self.key, "…")[:200]

    def _lost(self, state: Doing, words: str) -> None:
        self._close()
        self._due = time.monotonic() + self._pause
        self._pause = min(LONGEST_PAUSE, self._pause * 2)
        self.book.set(state, words)

    def _close(self) -> None:
        out, self._out = self._out, None
        if out is not None:
            try:
                out.close()
            except (OSError, ValueError, av.error.FFmpegError):
                return  # it was closed by the other side
