"""What people do in media: one keyword-only verb function each."""

import hashlib
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage, storages
from django.db import IntegrityError, transaction

from phien.editions.actions import renew
from phien.lib import clock
from phien.lib.texts import Text
from phien.media import films, pictures, streams
from phien.media.editions import MEDIA
from phien.media.models import Asset, Rendition


def add_image(
    *, file: IO[bytes] | None = None, path: Path | None = None, alt: object = "", credit: str = "", licence: str = ""
) -> Asset:
    """Take in a picture (JPEG, PNG or WebP) and make its sizes; the original stays private.

    The same file again gives the same asset, with whatever new words come along.
    Raises EmptyFile, FileTooLarge, TooManyPixels, NotAPicture or BrokenPicture.
    """
    if path is not None:
        with path.open("rb") as opened:
            return add_image(file=opened, alt=alt, credit=credit, licence=licence)
    if file is None:
        raise TypeError("add_image needs a file or a path")
    words = _words(alt, credit, licence)
    known = _known(_digest(file, pictures.MAX_MEGABYTES), words)
    if known is not None:
        return known
    picture = pictures.read(file)
    sha256 = hashlib.sha256(picture.raw).hexdigest()
    original = f"originals/{sha256[:2]}/{sha256}.{picture.ending}"
    _keep(storages["private"], original, ContentFile(picture.raw), len(picture.raw))
    made = []
    for name, data, width, height in picture.renditions():
        public = f"pictures/{hashlib.sha256(data).hexdigest()[:32]}.webp"
        _keep(default_storage, public, ContentFile(data), len(data))
        made.append(Rendition(name=name, path=public, mime="image/webp", width=width, height=height, size=len(data)))
    asset = Asset(
        kind=Asset.Kind.IMAGE, original=original, sha256=sha256, size=len(picture.raw), mime=picture.mime,
        width=picture.width, height=picture.height,
    )  # fmt: skip
    return _record(asset, made, words)


def add_film(
    *,
    file: IO[bytes] | None = None,
    path: Path | None = None,
    poster: Asset | None = None,
    alt: object = "",
    credit: str = "",
    licence: str = "",
) -> Asset:
    """Take in an MP4 as it is; nothing is transcoded. A poster's medium size becomes the film's own rendition.

    Raises EmptyFile, FileTooLarge, NotAFilm or BrokenFilm.
    """
    if path is not None:
        with path.open("rb") as opened:
            return add_film(file=opened, poster=poster, alt=alt, credit=credit, licence=licence)
    if file is None:
        raise TypeError("add_film needs a file or a path")
    words = _words(alt, credit, licence)
    film = films.read(file)
    sha256 = _digest(file, films.MAX_MEGABYTES)
    known = _known(sha256, words)
    if known is not None:
        return known
    public = f"films/{sha256[:32]}.mp4"
    file.seek(0)
    _keep(default_storage, public, File(file), film.size)
    made = [Rendition(name="film", path=public, mime="video/mp4", width=film.width, height=film.height, size=film.size)]
    shown = poster and (poster.rendition("medium") or poster.rendition("small"))
    if shown:
        made.append(
            Rendition(
                name="poster", path=shown.path, mime=shown.mime, width=shown.width, height=shown.height,
                size=shown.size,
            )
        )  # fmt: skip
    asset = Asset(
        kind=Asset.Kind.VIDEO, original="", sha256=sha256, size=film.size, mime="video/mp4",
        width=film.width, height=film.height, seconds=film.seconds,
    )  # fmt: skip
    return _record(asset, made, words)


def add_stream(*, folder: Path, alt: object = "", credit: str = "", licence: str = "") -> Asset:
    """Take in a folder with an HLS stream. Raises BrokenStream."""
    words = _words(alt, credit, licence)
    stream = streams.read(folder)
    known = _known(stream.sha256, words)
    if known is not None:
        return known
    base = f"streams/{stream.sha256[:32]}"
    for name in stream.files:
        source = stream.folder / name
        with source.open("rb") as opened:
            _keep(default_storage, f"{base}/{name}", File(opened), source.stat().st_size)
    made = [
        Rendition(
            name="playlist", path=f"{base}/{stream.playlist}", mime=streams.MIMES[".m3u8"],
            size=(stream.folder / stream.playlist).stat().st_size,
        )
    ]  # fmt: skip
    asset = Asset(
        kind=Asset.Kind.HLS, original="", sha256=stream.sha256, size=stream.size, mime=streams.MIMES[".m3u8"],
        seconds=stream.seconds,
    )  # fmt: skip
    return _record(asset, made, words)


def describe(*, asset: Asset, alt: object, credit: str = "", licence: str = "") -> Asset:
    """Give an asset the words that stand beside it; empty ones leave what is there."""
    return _known(asset.sha256, _words(alt, credit, licence)) or asset


def _words(alt: object, credit: str, licence: str) -> dict[str, object]:
    words: dict[str, object] = {"alt": Text.of(alt), "credit": credit.strip()[:200], "licence": licence.strip()[:100]}
    return {name: word for name, word in words.items() if word}


def _digest(file: IO[bytes], megabytes: int) -> str:
    """SHA-256 of the file, or of its beginning where it is too large to be taken anyway."""
    file.seek(0)
    whole, left = hashlib.sha256(), megabytes * 1_000_000 + 1
    while left > 0 and (piece := file.read(min(left, 1 << 20))):
        whole.update(piece)
        left -= len(piece)
    return whole.hexdigest()


@transaction.atomic
def _known(sha256: str, words: dict[str, object]) -> Asset | None:
    asset = Asset.objects.filter(sha256=sha256).first()
    if asset is not None and any(getattr(asset, name) != word for name, word in words.items()):
        for name, word in words.items():
            setattr(asset, name, word)
        asset.save(update_fields=list(words))
        renew(MEDIA)
    return asset


def _keep(storage: Storage, name: str, content: "File[bytes]", size: int) -> None:
    """Store under exactly this name. A file of the right size under its hash is already there; another was cut off."""
    if storage.exists(name):
        if storage.size(name) == size:
            return
        storage.delete(name)
    stored = storage.save(name, content)
    if stored != name:  # somebody stored the same file a moment earlier
        storage.delete(stored)


def _record(asset: Asset, made: list[Rendition], words: dict[str, object]) -> Asset:
    for name, word in words.items():
        setattr(asset, name, word)
    asset.added_at = clock.now()
    try:
        with transaction.atomic():
            asset.save()
            for rendition in made:
                rendition.asset = asset
            Rendition.objects.bulk_create(made)
    except IntegrityError:  # the same file, sent twice at once
        known = _known(asset.sha256, words)
        if known is None:
            raise
        return known
    return asset
