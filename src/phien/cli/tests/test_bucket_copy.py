"""What lies in buckets is in a backup, and goes back into buckets."""

from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from pytest_django import Settings

from phien.cli import bucket_copy

FILES = {
    "media/films/f.mp4": b"film",
    "media/streams/s/init.mp4": b"init",
    "private/originals/ab/abc.jpg": b"original",
}


def test_buckets_are_fetched_and_filled_again(buckets: dict[str, str], tmp_path: Path) -> None:
    for name, body in FILES.items():
        folder, _slash, rest = name.partition("/")
        storages[bucket_copy.STORAGES[folder]].save(rest, ContentFile(body))
    fetched = {name: copy.read_bytes() for name, copy in bucket_copy.fetched(tmp_path)}
    assert fetched == FILES
    assert list(tmp_path.iterdir()) == []

    for name in FILES:
        folder, _slash, rest = name.partition("/")
        storages[bucket_copy.STORAGES[folder]].delete(rest)
    for name, body in fetched.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(body)
    bucket_copy.hand_over(tmp_path)
    assert {name: copy.read_bytes() for name, copy in bucket_copy.fetched(tmp_path)} == FILES
    assert list(tmp_path.iterdir()) == []


def test_a_site_with_folders_has_nothing_to_fetch(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    assert list(bucket_copy.fetched(tmp_path)) == []
    bucket_copy.hand_over(tmp_path)
    assert (tmp_path / "media").is_dir()
