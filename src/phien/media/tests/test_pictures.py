"""Pictures: taken in whole, turned upright, without the camera's notes; everything else refused by name."""

import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage, storages
from PIL import Image

from phien.lib.errors import Refused
from phien.media import actions
from phien.media.errors import BrokenPicture, EmptyFile, FileTooLarge, NotAPicture, TooManyPixels
from phien.media.models import Asset, Rendition
from phien.media.tests.files import picture_bytes, picture_file, turned_picture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_gets_its_sizes_and_keeps_its_original_private(form: str, kept_in: str) -> None:
    raw = picture_bytes(2000, 1000, form)
    asset = actions.add_image(
        file=io.BytesIO(raw), alt={"vi": "Vịt quay", "en": "Roast duck"}, credit="Hà", licence="CC BY"
    )
    sizes = {r.name: (r.width, r.height, r.mime) for r in asset.renditions.all()}
    assert sizes == {
        "tiny": (240, 120, "image/webp"),
        "small": (480, 240, "image/webp"),
        "medium": (960, 480, "image/webp"),
        "large": (1600, 800, "image/webp"),
    }
    assert (asset.width, asset.height, asset.size, asset.credit) == (2000, 1000, len(raw), "Hà")
    assert storages["private"].open(asset.original).read() == raw
    assert not default_storage.exists(asset.original)
    for rendition in asset.renditions.all():
        assert asset.sha256[:10] not in rendition.path
        assert Image.open(default_storage.open(rendition.path)).size == (rendition.width, rendition.height)


def test_a_small_picture_is_never_blown_up() -> None:
    asset = actions.add_image(file=picture_file(300, 200))
    assert [(r.name, r.width) for r in asset.renditions.all()] == [("tiny", 240), ("small", 300)]


def test_the_camera_s_notes_turn_the_picture_and_go_no_further(kept_in: str) -> None:
    asset = actions.add_image(file=io.BytesIO(turned_picture()))
    assert (asset.width, asset.height) == (400, 800)
    shown = Image.open(default_storage.open(asset.renditions.get(name="small").path))
    assert shown.size == (400, 800)
    assert not shown.getexif()
    assert b"village" not in default_storage.open(asset.renditions.get(name="small").path).read()


def test_the_same_file_twice_is_one_asset_with_the_newer_words(kept_in: str) -> None:
    first = actions.add_image(file=picture_file(), alt="Vịt")
    second = actions.add_image(file=picture_file(), alt="Vịt quay Lạng Sơn")
    assert first == second
    assert Asset.objects.get().alt == {"vi": "Vịt quay Lạng Sơn"}
    actions.add_image(file=picture_file())
    assert Asset.objects.get().alt == {"vi": "Vịt quay Lạng Sơn"}


def test_a_rendition_that_was_cut_off_is_written_again(kept_in: str) -> None:
    asset = actions.add_image(file=picture_file())
    path = asset.renditions.get(name="small").path
    whole = default_storage.open(path).read()
    default_storage.delete(path)
    default_storage.save(path, io.BytesIO(whole[:20]))
    asset.delete()
    actions.add_image(file=picture_file())
    assert default_storage.open(path).read() == whole


def _png_that_claims(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = b""
    for name, body in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")):
        chunks += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return b"\x89PNG\r\n\x1a\n" + chunks


BAD = {
    "empty": (b"", EmptyFile),
    "text": (b"<script>alert(1)</script>", NotAPicture),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', NotAPicture),
    "gif": (picture_bytes(10, 10, "GIF"), NotAPicture),
    "pdf": (b"%PDF-1.7 ...", NotAPicture),
    "too many bytes": (picture_bytes(10, 10) + b"\0" * 12_000_000, FileTooLarge),
    "too many pixels": (_png_that_claims(8000, 6000), TooManyPixels),
    "bomb": (_png_that_claims(60_000, 60_000), TooManyPixels),
    "cut off": (picture_bytes(900, 900, quality=95)[:2000], BrokenPicture),
    "lies about its size": (_png_that_claims(900, 900), BrokenPicture),
    "header alone": (b"\xff\xd8\xff\xe0", NotAPicture),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_good_picture_is_refused_by_name_and_leaves_nothing(what: str) -> None:
    raw, expected = BAD[what]
    with pytest.raises(expected) as caught:
        actions.add_image(file=io.BytesIO(raw))
    assert isinstance(caught.value, Refused)
    assert "%" not in str(caught.value)
    assert not Asset.objects.exists()
    assert not Rendition.objects.exists()
