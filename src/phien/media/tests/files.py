"""Small files for tests: pictures drawn here, and films made box by box."""

import io
import struct

from PIL import Image


def picture_bytes(
    width: int = 1200, height: int = 800, form: str = "JPEG", colour: str = "#cf6f3f", **options: object
) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA" if form == "PNG" else "RGB", (width, height), colour).save(out, form, **options)
    return out.getvalue()


def picture_file(*args: object, **options: object) -> io.BytesIO:
    return io.BytesIO(picture_bytes(*args, **options))  # type: ignore[arg-type]


def turned_picture() -> bytes:
    """A lying picture whose note says that it was held upright, with a place in its notes."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "taken at the village"
    return picture_bytes(800, 400, exif=exif.tobytes())


def _box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, name) + body


def film_bytes(width: int = 540, height: int = 960, seconds: int = 8, media: bytes = b"frames") -> bytes:
    mvhd = _box(b"mvhd", bytes(12), struct.pack(">II", 1000, seconds * 1000), bytes(80))
    matrix = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    tkhd = _box(b"tkhd", bytes(40), matrix, struct.pack(">II", width << 16, height << 16))
    return _box(b"ftyp", b"isom\0\0\2\0isomiso2") + _box(b"moov", mvhd, _box(b"trak", tkhd)) + _box(b"mdat", media)
