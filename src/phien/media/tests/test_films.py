"""Films and streams are taken as they are, once they are known to be whole."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from phien.media import actions
from phien.media.errors import BrokenFilm, BrokenStream, EmptyFile, NotAFilm
from phien.media.models import Asset
from phien.media.tests.files import film_bytes, picture_bytes, picture_file

pytestmark = pytest.mark.django_db


def test_a_film_is_copied_under_its_hash(kept_in: str) -> None:
    poster = actions.add_image(file=picture_file())
    raw = film_bytes()
    film = actions.add_film(file=io.BytesIO(raw), poster=poster, alt="Làm bánh chưng đen")
    assert (film.kind, film.width, film.height, film.seconds) == ("video", 540, 960, 8.0)
    assert default_storage.open(film.renditions.get(name="film").path).read() == raw
    assert film.url("poster") == poster.url("medium")
    assert actions.add_film(file=io.BytesIO(raw)) == film


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", EmptyFile),
        (picture_bytes(10, 10), NotAFilm),
        (film_bytes()[:-4], BrokenFilm),
        (film_bytes(media=b""), BrokenFilm),
        (film_bytes(width=0), BrokenFilm),
        (film_bytes(seconds=0), BrokenFilm),
        (film_bytes()[:24], BrokenFilm),
        (b"\0\0\0\x10ftypisom" + b"\xff" * 40, BrokenFilm),
    ],
)
def test_what_is_no_whole_film_is_refused_by_name(raw: bytes, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        actions.add_film(file=io.BytesIO(raw))
    assert not Asset.objects.exists()


def _stream(folder: Path) -> Path:
    (folder / "index.m3u8").write_text(
        '#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:4.0,\na.m4s\n#EXTINF:2.5,\nb.m4s\n#EXT-X-ENDLIST\n'
    )
    for name in ("init.mp4", "a.m4s", "b.m4s"):
        (folder / name).write_bytes(name.encode())
    return folder


def test_a_stream_is_copied_as_a_folder(tmp_path: Path, kept_in: str) -> None:
    asset = actions.add_stream(folder=_stream(tmp_path))
    assert (asset.kind, asset.seconds) == ("hls", 6.5)
    path = asset.renditions.get(name="playlist").path
    assert default_storage.open(path.replace("index.m3u8", "b.m4s")).read() == b"b.m4s"
    assert actions.add_stream(folder=tmp_path) == asset


@pytest.mark.parametrize("line", ["missing.m4s", "../../private/originals/x.m4s", "https://elsewhere.example/a.m4s"])
def test_a_stream_that_names_what_is_not_in_its_folder_is_refused(tmp_path: Path, line: str) -> None:
    (_stream(tmp_path) / "index.m3u8").write_text(f"#EXTM3U\n#EXTINF:4.0,\n{line}\n")
    with pytest.raises(BrokenStream):
        actions.add_stream(folder=tmp_path)
    assert not Asset.objects.exists()


def test_a_folder_without_a_playlist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_bytes(b"x")
    with pytest.raises(BrokenStream):
        actions.add_stream(folder=tmp_path)
