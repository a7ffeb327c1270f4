"""A kept page as bytes. What never changes is compressed once, when the page is made; what fills its holes each time.

A deflate stream is a row of blocks, and after a full flush a block looks back at nothing before it (RFC 1951). So
blocks made long ago and blocks made now stand in one stream, in any order; only the checksum runs over all of it.
"""

import secrets
import struct
import zlib
from dataclasses import dataclass
from functools import cached_property

from phien.lib.kept import Page, Reader

WORTH_IT = 1024
"""Bytes of text between two holes from which a block of its own is smaller and quicker."""
MOST_PADDING = 100


@dataclass(frozen=True)
class Stored:
    """A page on the shelf, with the numbers of the editions it was made from."""

    page: Page
    numbers: dict[str, int]

    @cached_property
    def texts(self) -> list[bytes]:
        return [text.encode() for text in self.page.texts]

    @cached_property
    def blocks(self) -> list[bytes]:
        """Of each text its block, empty where it is too short for one."""
        return [_block(text) if len(text) >= WORTH_IT else b"" for text in self.texts]

    @property
    def size(self) -> int:
        """About how much memory it takes; its parts come on top, and are a small share of it."""
        return 3 * sum(len(text) for text in self.page.texts)

    def fills(self, reader: Reader) -> list[bytes]:
        return [fill(reader).encode() for fill in self.page.fills]

    def plain(self, reader: Reader) -> bytes:
        parts = [self.texts[0]]
        for text, fill in zip(self.texts[1:], self.fills(reader), strict=True):
            parts += (fill, text)
        return b"".join(parts)

    def gzipped(self, reader: Reader) -> bytes:
        """The page as one gzip member. Its header holds a name of random length, as Django's own compression does, so
        that nobody learns from a page's length what a reader's secret in it compresses with."""
        out, now = [_head()], _compressor()
        checksum = length = 0
        waiting: list[bytes] = []
        for text, block, fill in zip(self.texts, self.blocks, [*self.fills(reader), b""], strict=True):
            checksum, length = zlib.crc32(fill, zlib.crc32(text, checksum)), length + len(text) + len(fill)
            if block:
                if waiting:
                    out.append(now.compress(b"".join(waiting)))
                    out.append(now.flush(zlib.Z_FULL_FLUSH))
                    waiting = []
                out.append(block)
            else:
                waiting.append(text)
            waiting.append(fill)
        out.append(now.compress(b"".join(waiting)))
        out.append(now.flush())
        out.append(struct.pack("<LL", checksum, length & 0xFFFFFFFF))
        return b"".join(out)


def _compressor(level: int = 1) -> "zlib._Compress":
    return zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)


def _block(text: bytes) -> bytes:
    made = _compressor(9)
    return made.compress(text) + made.flush(zlib.Z_FULL_FLUSH)


def _head() -> bytes:
    name = b"a" * secrets.randbelow(MOST_PADDING + 1)
    return b"\x1f\x8b\x08\x08\0\0\0\0\0\xff" + name + b"\0"
