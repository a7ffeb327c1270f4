"""Pytest fixtures that start real servers for a test, each on a free port or socket, and end them by their own id.

site        the whole site in a child process (uvicorn, config/asgi.py) on the test's own database; its `.origin`
sites       a function that starts further ones: sites(redis="redis://…")
redis_url   an own Redis or Valkey; skips where no binary is there
postgres_url   an own PostgreSQL; skips where no binary is there
bucket_store   an own S3-compatible store; its address
buckets     the site's files in two fresh buckets of it instead of the folder, for one test
"""

import contextlib
import logging
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

SECONDS = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(
    question: Callable[[], bool], what: str, process: "subprocess.Popen[bytes] | None" = None, seconds: float = SECONDS
) -> None:
    """Ask until it is so. Raises when the time is over or the process has ended."""
    end = time.monotonic() + seconds
    while not question():
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"{what} ended with {process.returncode}")
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.05)


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def end(process: "subprocess.Popen[bytes]", seconds: float = 10) -> None:
    """SIGTERM, and SIGKILL to who does not listen."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait(seconds)


class Site:
    """The site in a child process. `stop()` and `start()` keep the port, as a deploy does."""

    def __init__(self, *, home: Path, database: str, redis: str = "", extra: dict[str, str] | None = None) -> None:
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "PHIEN_HOME": str(home),
            "PHIEN_DATABASE_URL": database,
            "PHIEN_REDIS_URL": redis,
            "PHIEN_ORIGIN": self.origin,
            **(extra or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = SECONDS) -> None:
        words = [sys.executable, "-m", "phien.config.serving", str(self.port)]
        self.process = subprocess.Popen(words, env=self.environment)  # noqa: S603
        wait_for(self.answers, "the site", self.process, seconds)

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.origin}/stream", timeout=5)  # noqa: S310  # our own port
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def stop(self) -> None:
        if self.process is not None:
            end(self.process)
            self.process = None


def database_url() -> str:
    """The test's own database, as another process must be told."""
    from django.db import connection  # noqa: PLC0415  # this plugin is loaded before Django

    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    who = quote(str(facts["USER"])) + (":" + quote(str(facts["PASSWORD"])) if facts["PASSWORD"] else "")
    port = f":{facts['PORT']}" if facts["PORT"] else ""
    return f"postgresql://{who}@{port}/{quote(str(facts['NAME']))}?host={quote(str(facts['HOST']))}"


@pytest.fixture
def sites(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    started: list[Site] = []

    def start(**facts: str) -> Site:
        from django.conf import settings  # noqa: PLC0415

        redis = facts.pop("redis", settings.PHIEN_REDIS_URL)
        site = Site(home=tmp_path / f"home-{len(started)}", database=database_url(), redis=redis, extra=facts)
        started.append(site)
        site.start()
        return site

    try:
        yield start
    finally:
        for site in started:
            site.stop()


@pytest.fixture(scope="module")
def one_site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    from django.conf import settings  # noqa: PLC0415

    site = Site(home=tmp_path_factory.mktemp("site"), database=database_url(), redis=settings.PHIEN_REDIS_URL)
    try:
        site.start()
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    binary = shutil.which("redis-server") or shutil.which("valkey-server")
    if binary is None:
        pytest.skip("neither redis-server nor valkey-server is installed")
    folder, port = tempfile.mkdtemp(prefix="phien-redis-"), free_port()
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
    process = subprocess.Popen([binary, *words], stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_for(lambda: listens(port), "redis-server", process)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        end(process)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def bucket_store() -> Iterator[str]:
    from moto.server import ThreadedMotoServer  # noqa: PLC0415  # half a second, for the few tests that need it

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture
def buckets(bucket_store: str, settings: Any) -> dict[str, str]:
    """The settings under which another process would use the same buckets."""
    from django.core.files.storage import storages  # noqa: PLC0415

    name = f"phien-{secrets.token_hex(6)}"
    facts = {
        "PHIEN_S3_BUCKET": name,
        "PHIEN_S3_PRIVATE_BUCKET": f"{name}-private",
        "PHIEN_S3_ENDPOINT": bucket_store,
        "PHIEN_S3_KEY": "key",
        "PHIEN_S3_SECRET": "secret",
    }
    use_buckets(facts, settings)
    for alias in ("default", "private"):
        bucket: Any = storages[alias].bucket  # type: ignore[attr-defined]
        bucket.create()
    return facts


def use_buckets(facts: dict[str, str], settings: Any) -> None:
    """Let this test's process keep files there, as these settings would."""
    for setting, value in facts.items():
        setattr(settings, setting, value)
    names = {"default": facts["PHIEN_S3_BUCKET"], "private": facts["PHIEN_S3_PRIVATE_BUCKET"]}
    kinds = {"default": "phien.config.buckets.PublicBucket", "private": "phien.config.buckets.Bucket"}
    settings.STORAGES = settings.STORAGES | {
        alias: {"BACKEND": kinds[alias], "OPTIONS": {"bucket_name": names[alias]}} for alias in names
    }


def postgres_folder() -> Path | None:
    """Where PostgreSQL's own programs lie, the newest first."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@contextlib.contextmanager
def postgres(programs: Path, *settings: str) -> Iterator[str]:
    """An own PostgreSQL with these settings ("fsync=off", …), reached by a socket only; gives its database's URL."""
    folder = Path(tempfile.mkdtemp(prefix="phien-pg-", dir="/tmp"))  # a socket's path must be short
    user = None
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        user = "postgres"
        owner = pwd.getpwnam(user)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    init = [str(programs / "initdb"), "-D", f"{folder}/data", "-U", "phien", "-A", "trust", "-E", "UTF8", "--locale=C"]
    subprocess.run(init, check=True, stdout=subprocess.DEVNULL, user=user, cwd=folder)  # noqa: S603
    serve = [str(programs / "postgres"), "-D", f"{folder}/data", "-k", str(folder), "-c", "listen_addresses="]
    for setting in settings:
        serve += ["-c", setting]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(serve, stdout=log, stderr=log, user=user, cwd=folder)  # noqa: S603
    try:
        ask = [str(programs / "pg_isready"), "-h", str(folder), "-q"]
        wait_for(lambda: subprocess.run(ask, check=False).returncode == 0, "postgres", process)  # noqa: S603
        yield f"postgresql://phien@/postgres?host={folder}"
    finally:
        end(process)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    programs = postgres_folder()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres(programs, "fsync=off") as url:
        yield url
