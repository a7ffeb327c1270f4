"""System checks: what would keep this site's files from their bucket."""

import importlib.util
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.files.storage import storages


def bucket_is_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Both buckets, both halves of the key, addresses that are ones, and the package's extra."""
    public, private = settings.PHIEN_S3_BUCKET, settings.PHIEN_S3_PRIVATE_BUCKET
    if not public and not private:
        return []
    found: list[CheckMessage] = []
    if not (public and private):
        missing = "PHIEN_S3_PRIVATE_BUCKET" if public else "PHIEN_S3_BUCKET"
        hint = "Name two buckets: one for public files, one for originals and reports."
        found.append(Error(f"{missing} is missing.", hint=hint, id="media.E001"))
    elif public == private:
        hint = "Give private files a bucket of their own, so that nothing that opens the public one shows them."
        found.append(Error("PHIEN_S3_BUCKET and PHIEN_S3_PRIVATE_BUCKET are the same.", hint=hint, id="media.E002"))
    if bool(settings.PHIEN_S3_KEY) != bool(settings.PHIEN_S3_SECRET):
        missing = "PHIEN_S3_SECRET" if settings.PHIEN_S3_KEY else "PHIEN_S3_KEY"
        hint = "Set both, or neither where the machine itself has a role."
        found.append(Error(f"{missing} is missing.", hint=hint, id="media.E003"))
    for name in ("PHIEN_S3_ENDPOINT", "PHIEN_S3_PUBLIC_URL"):
        value = getattr(settings, name)
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            hint = "Write an address such as https://s3.example.vn."
            found.append(Error(f"{name} is {value!r}.", hint=hint, id="media.E004"))
    if importlib.util.find_spec("storages") is None or importlib.util.find_spec("boto3") is None:
        hint = "Install the extra: pip install 'phien[s3]'."
        found.append(Error("PHIEN_S3_BUCKET needs django-storages and boto3.", hint=hint, id="media.E005"))
    return found


def buckets_answer(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Ask both buckets once. A warning only: a store that is away for a minute must not keep the site from starting."""
    if bucket_is_whole(app_configs) or not settings.PHIEN_S3_BUCKET:
        return []
    found: list[CheckMessage] = []
    for alias in ("default", "private"):
        bucket: Any = storages[alias].bucket  # type: ignore[attr-defined]
        try:
            bucket.meta.client.head_bucket(Bucket=bucket.name)
        except Exception as error:  # whatever it is, it is told
            hint = "Look at PHIEN_S3_ENDPOINT, PHIEN_S3_REGION, the key, and whether the bucket was made."
            found.append(Warning(f"The bucket {bucket.name} does not answer: {error}", hint=hint, id="media.W001"))
    return found
