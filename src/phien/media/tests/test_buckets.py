"""Files in an S3-compatible store: what the settings must say, and what is said of a wrong one."""

import io
import urllib.error
import urllib.request

import pytest
from django.core.files.storage import default_storage, storages
from pytest_django import Settings

from phien.media import actions
from phien.media.checks import bucket_is_whole, buckets_answer
from phien.media.tests.files import film_bytes, picture_file


def test_a_bucket_s_files_are_shown_on_the_site_s_own_address(db: None, buckets: dict[str, str]) -> None:
    film = actions.add_film(file=io.BytesIO(film_bytes()))
    path = film.renditions.get(name="film").path
    assert film.url("film") == f"/media/{path}"
    client = default_storage.bucket.meta.client
    head = client.head_object(Bucket=buckets["PHIEN_S3_BUCKET"], Key=path)
    assert (head["ContentType"], head["CacheControl"]) == ("video/mp4", "public, max-age=31536000, immutable")
    for name in ("a/index.m3u8", "a/s.m4s"):
        default_storage.save(name, io.BytesIO(b"x"))
    kinds = [default_storage.bucket.Object(name).content_type for name in ("a/index.m3u8", "a/s.m4s")]
    assert kinds == ["application/vnd.apple.mpegurl", "video/iso.segment"]


def test_nothing_in_the_buckets_is_public(db: None, buckets: dict[str, str]) -> None:
    asset = actions.add_image(file=picture_file())
    for bucket, name in (
        (buckets["PHIEN_S3_PRIVATE_BUCKET"], asset.original),
        (buckets["PHIEN_S3_BUCKET"], asset.renditions.first().path),
    ):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{buckets['PHIEN_S3_ENDPOINT']}/{bucket}/{name}")
    with pytest.raises(FileNotFoundError):
        storages["private"].open("originals/none").read()


def test_a_cdn_s_address_stands_before_public_files(buckets: dict[str, str], settings: Settings) -> None:
    settings.MEDIA_URL = "https://files.example.vn/"
    assert default_storage.url("films/ă.mp4") == "https://files.example.vn/films/%C4%83.mp4"


WRONG = [
    ({"PHIEN_S3_PRIVATE_BUCKET": ""}, "media.E001", "PHIEN_S3_PRIVATE_BUCKET is missing"),
    ({"PHIEN_S3_BUCKET": ""}, "media.E001", "PHIEN_S3_BUCKET is missing"),
    ({"PHIEN_S3_PRIVATE_BUCKET": "phien"}, "media.E002", "the same"),
    ({"PHIEN_S3_SECRET": ""}, "media.E003", "PHIEN_S3_SECRET is missing"),
    ({"PHIEN_S3_KEY": ""}, "media.E003", "PHIEN_S3_KEY is missing"),
    ({"PHIEN_S3_ENDPOINT": "s3.example.vn"}, "media.E004", "PHIEN_S3_ENDPOINT is 's3.example.vn'"),
    ({"PHIEN_S3_PUBLIC_URL": "//cdn"}, "media.E004", "PHIEN_S3_PUBLIC_URL"),
]


@pytest.mark.parametrize(("changes", "code", "words"), WRONG)
def test_a_wrong_setting_is_named(settings: Settings, changes: dict[str, str], code: str, words: str) -> None:
    right = {
        "PHIEN_S3_BUCKET": "phien",
        "PHIEN_S3_PRIVATE_BUCKET": "phien-private",
        "PHIEN_S3_KEY": "key",
        "PHIEN_S3_SECRET": "secret",
        "PHIEN_S3_ENDPOINT": "https://s3.example.vn",
    }
    for name, value in right.items():
        setattr(settings, name, value)
    assert bucket_is_whole(None) == []
    for name, value in changes.items():
        setattr(settings, name, value)
    (error,) = bucket_is_whole(None)
    assert error.id == code
    assert words in str(error.msg)
    assert error.hint


def test_buckets_are_asked_once_and_a_missing_one_is_named(buckets: dict[str, str], settings: Settings) -> None:
    assert bucket_is_whole(None) == buckets_answer(None) == []
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "phien.config.buckets.Bucket", "OPTIONS": {"bucket_name": "nobody-made-this"}}
    }
    (warning,) = buckets_answer(None)
    assert "nobody-made-this" in str(warning.msg)


def test_a_site_with_a_folder_asks_nobody(settings: Settings) -> None:
    assert bucket_is_whole(None) == buckets_answer(None) == []
