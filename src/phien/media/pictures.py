"""Reading pictures that people send, and making the sizes that pages show."""

import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from phien.media.errors import BrokenPicture, EmptyFile, FileTooLarge, NotAPicture, TooManyPixels

MAX_MEGABYTES = 12
MAX_MEGAPIXELS = 40
FORMATS = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "WEBP": ("image/webp", "webp")}
WIDTHS = {"tiny": 240, "small": 480, "medium": 960, "large": 1600}

# What Pillow's readers raise on bytes that lie about themselves.
_DAMAGE = (OSError, SyntaxError, ValueError, KeyError, IndexError, EOFError, OverflowError, MemoryError, struct.error)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was decoded whole: upright, in sRGB, without any of the camera's notes."""

    raw: bytes
    mime: str
    ending: str
    image: Image.Image

    @property
    def width(self) -> int:
        return self.image.width

    @property
    def height(self) -> int:
        return self.image.height

    def renditions(self) -> Iterator[tuple[str, bytes, int, int]]:
        """Name, WebP bytes, width and height; a size is left out where it would be no larger than the one before."""
        last = 0
        for name, wanted in WIDTHS.items():
            width = min(wanted, self.width)
            if width <= last:
                return
            last = width
            height = max(1, round(self.height * width / self.width))
            image = self.image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
            out = io.BytesIO()
            image.save(out, "WEBP", quality=74, method=4)
            yield name, out.getvalue(), width, height


def read(file: IO[bytes]) -> Picture:
    """Decode a picture. Raises EmptyFile, FileTooLarge, NotAPicture, TooManyPixels or BrokenPicture."""
    file.seek(0)
    raw = file.read(MAX_MEGABYTES * 1_000_000 + 1)
    if not raw:
        raise EmptyFile
    if len(raw) > MAX_MEGABYTES * 1_000_000:
        raise FileTooLarge(limit=MAX_MEGABYTES)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            image = Image.open(io.BytesIO(raw), formats=tuple(FORMATS))
    except UnidentifiedImageError as error:
        raise NotAPicture from error
    except Image.DecompressionBombError as error:
        raise TooManyPixels(limit=MAX_MEGAPIXELS) from error
    except _DAMAGE as error:
        raise BrokenPicture from error
    if image.width * image.height > MAX_MEGAPIXELS * 1_000_000:
        raise TooManyPixels(limit=MAX_MEGAPIXELS)
    mime, ending = FORMATS[image.format or "JPEG"]
    try:
        image.load()
        return Picture(raw, mime, ending, _plain(image))
    except _DAMAGE as error:
        raise BrokenPicture from error


def _plain(image: Image.Image) -> Image.Image:
    """Upright and sRGB; a fresh copy, so that no place, date or name of the camera goes along."""
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    if profile and upright.mode in {"RGB", "RGBA", "CMYK"}:
        upright = _in_srgb(upright, profile)
    plain = upright.convert("RGBA" if has_alpha else "RGB")
    plain.info.clear()
    return plain


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        converted = ImageCms.profileToProfile(image, found, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a damaged profile costs the colours a little, not the picture
    return converted or image
