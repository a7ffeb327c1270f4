from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from phien.config.testing_servers import database_url
from tests.deploy.front import NGINX, Front, Web


@dataclass
class Place:
    """A site as on a larger machine: two web processes behind nginx; on SQLite one, which is all that there may be."""

    home: Path
    front: Front
    webs: list[Web]


@pytest.fixture(scope="session")
def site_home(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's folder, which `phien prepare` fills once."""
    if not Path(NGINX).exists():
        pytest.skip("nginx is not installed; scripts/test.sh installs it on Debian")
    return tmp_path_factory.mktemp("site-home")


@pytest.fixture
def start_site(
    transactional_db: None,
    site_home: Path,
    tmp_path: Path,
    settings: Settings,
) -> Iterator[Callable[..., Place]]:
    """start_site(PHIEN_…="…") starts it and waits until it answers."""
    front = Front(tmp_path / "nginx", site_home)
    webs: list[Web] = []

    def start(**extra: str) -> Place:
        facts = {"home": site_home, "database": database_url(), "redis": settings.PHIEN_REDIS_URL}
        count = 2 if connection.vendor == "postgresql" else 1
        webs.extend(Web(**facts, origin=front.origin, extra=extra) for _ in range(count))
        if not (site_home / "static" / "staticfiles.json").exists():
            assert webs[0].run("prepare").wait(60) == 0
        for web in webs:
            web.start()
        front.start([web.port for web in webs])
        for web in webs:
            web.wait()
        return Place(site_home, front, webs)

    try:
        yield start
    finally:
        front.stop()
        for web in webs:
            web.stop()
