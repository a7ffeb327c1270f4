import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from phien.config.testing_servers import database_url
from tests.deploy.front import NGINX, Front, Web


@dataclass
class Place:
    """A site as on a larger machine: two web processes on PostgreSQL and Redis behind nginx.

    `buckets` are the settings that put its files into an S3-compatible store. Who kills a process starts it again.
    """

    home: Path
    front: Front
    webs: list[Web]
    buckets: dict[str, str]


@pytest.fixture(scope="session")
def place(django_db_setup: None, bucket_store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One for all tests: prepared and started as docs/deploy.md says."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one web process; this runs with the grown-up engines")
    if not Path(NGINX).exists():
        pytest.skip("nginx is not installed; scripts/test.sh installs it on Debian")
    home = tmp_path_factory.mktemp("home")
    front = Front(tmp_path_factory.mktemp("nginx"), home)
    buckets = made_buckets(bucket_store)
    extra = buckets | {"PHIEN_CLAIMS_PER_ADDRESS": "100000"}
    facts = {"home": home, "database": database_url(), "redis": settings.PHIEN_REDIS_URL, "origin": front.origin}
    webs = [Web(**facts, extra=extra) for _ in range(2)]
    try:
        assert webs[0].run("prepare").wait(200) == 0
        for web in webs:
            web.start()
        front.start([web.port for web in webs])
        for web in webs:
            web.wait()
        yield Place(home, front, webs, buckets)
    finally:
        front.stop()
        for web in webs:
            web.stop()


def made_buckets(store: str) -> dict[str, str]:
    import boto3

    name = f"site-{secrets.token_hex(4)}"
    facts = {
        "PHIEN_S3_BUCKET": name,
        "PHIEN_S3_PRIVATE_BUCKET": f"{name}-private",
        "PHIEN_S3_ENDPOINT": store,
        "PHIEN_S3_KEY": "key",
        "PHIEN_S3_SECRET": "secret",
    }
    words = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=store, **words)
    for bucket in (name, f"{name}-private"):
        client.create_bucket(Bucket=bucket)
    return facts
