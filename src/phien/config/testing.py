"""A pytest plugin, loaded before Django: the site's folder is a temporary one, so that no test touches a real site."""

import atexit
import os
import shutil
import tempfile

import pytest

os.environ["PHIEN_TESTING"] = "1"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the test's own thread
os.environ["PHIEN_HOME"] = tempfile.mkdtemp(prefix="phien-test-")
os.environ["PHIEN_ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.makedirs(os.environ["PHIEN_HOME"] + "/static")  # noqa: PTH103  # WhiteNoise warns where it is missing
atexit.register(shutil.rmtree, os.environ["PHIEN_HOME"], True)

# Parallel workers share one Redis server, each in a database of its own.
if os.environ.get("PHIEN_REDIS_URL"):
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["PHIEN_REDIS_URL"] = os.environ["PHIEN_REDIS_URL"].rsplit("/", 1)[0] + f"/{worker}"


@pytest.fixture(autouse=True)
def _no_page_is_kept() -> None:
    """From one test to the next: a database that is rolled back has no editions that would say so."""
    from phien.editions.pages import shelf  # noqa: PLC0415  # settings are named only now

    shelf.clear()


@pytest.fixture(autouse=True)
def _speak_vietnamese() -> None:
    """Each test begins in the default language, whatever page the one before it asked for."""
    from django.utils import translation  # noqa: PLC0415  # settings are named only now

    translation.activate("vi")
