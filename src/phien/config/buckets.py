"""Files in an S3-compatible store instead of the site's folder; the extra `s3` of the package brings what it needs.

Names in a bucket are the paths they have in the folder, so a folder is moved by copying it.
"""

import mimetypes
from typing import Any

from botocore.config import Config
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from phien.media.streams import MIMES

CLIENT = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},  # what every compatible store answers to
    connect_timeout=3,
    read_timeout=20,
    retries={"total_max_attempts": 3, "mode": "standard"},
    max_pool_connections=32,
    request_checksum_calculation="when_required",  # not every compatible store knows the newer checksums
    response_checksum_validation="when_required",
)


class Bucket(S3Storage):  # type: ignore[misc]  # django-storages ships no types
    """Private files. The site reads them itself and shows them to whom it may; nobody is sent to the store."""

    def get_default_settings(self) -> dict[str, Any]:
        return {
            **super().get_default_settings(),
            "access_key": settings.PHIEN_S3_KEY or None,
            "secret_key": settings.PHIEN_S3_SECRET or None,
            "endpoint_url": settings.PHIEN_S3_ENDPOINT or None,
            "region_name": settings.PHIEN_S3_REGION,
            "client_config": CLIENT,
            "default_acl": None,
        }

    def get_object_parameters(self, name: str) -> dict[str, str]:
        return {"ContentType": kind_of(name)}


class PublicBucket(Bucket):
    """Public files, under the site's own /media/ or at PHIEN_S3_PUBLIC_URL; never by a signed address that expires."""

    def url(self, name: str, *_args: Any, **_words: Any) -> str:
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def get_object_parameters(self, name: str) -> dict[str, str]:
        return {"ContentType": kind_of(name), "CacheControl": "public, max-age=31536000, immutable"}


def kind_of(name: str) -> str:
    ending = "." + name.rpartition(".")[2].lower()
    return MIMES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
