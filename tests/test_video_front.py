"""Debian's nginx-rtmp before Phiên: it asks the site who may publish, and sends on what it lets in."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from phien.campaigns.models import Campaign, Event
from phien.config.testing_servers import Site, end, free_port, listens, wait_for
from phien.lib import clock
from phien.live import actions, queries
from phien.live.models import Broadcast
from phien.live.studio.door import StudioDoor
from phien.people.models import Actor, Scope
from phien.places.models import Place
from phien.video import flv
from phien.video.tests.encoders import Running, film, running, send, until

MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")
PAGE = Path(__file__).parent.parent / "docs" / "how" / "video-front.md"


@pytest.fixture
def broadcast(transactional_db: None, settings: object, tmp_path: Path) -> Broadcast:
    settings.PHIEN_VIDEO_ROOT = tmp_path / "video"
    settings.PHIEN_VIDEO_ROOT.mkdir()
    now = clock.now()
    hours = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=6)}
    place = Place.objects.create(slug="quynh-son", kind="village", name={"vi": "Quỳnh Sơn"})
    scope = Scope.objects.create(kind="campaign", label="Chợ phiên")
    union = Actor.objects.create(slug="lien-minh", kind="organisation", name={"vi": "Liên minh"})
    campaign = Campaign.objects.create(
        slug="cho-phien", name={"vi": "Chợ phiên"}, organiser=union, place=place, scope=scope, is_public=True, **hours
    )
    event = Event.objects.create(
        campaign=campaign, slug="quynh-son", kind="live", name={"vi": "Từ Quỳnh Sơn"}, place=place, scope=scope, **hours
    )
    return Broadcast.objects.create(event=event, slug="quynh-son", name={"vi": "Trực tiếp"}, started_at=now)


@pytest.fixture
def rtmp(broadcast: Broadcast, settings: object) -> Iterator[Running]:
    thread = ThreadPoolExecutor(1)
    try:
        with running(StudioDoor(thread), settings.PHIEN_VIDEO_ROOT) as server:
            yield server
    finally:
        thread.submit(connections.close_all).result(10)
        thread.shutdown()


def config(folder: Path, port: int, site: Site, rtmp: Running) -> str:
    """The page's own block, with this test's ports and secret."""
    block = re.search(r"```nginx\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
    for documented, here in (
        ("listen 1935", f"listen 127.0.0.1:{port}"),
        ("127.0.0.1:8000", f"127.0.0.1:{site.port}"),
        ("127.0.0.1:19350", f"127.0.0.1:{rtmp.server.port}"),
        ("SECRET", "front-secret"),
    ):
        assert documented in block
        block = block.replace(documented, here)
    first = f"load_module {MODULE};\ndaemon off;\npid {folder}/pid;\nerror_log {folder}/log warn;\nevents {{}}\n"
    return first + block


@pytest.fixture
def nginx(sites: Callable[..., Site], rtmp: Running, tmp_path: Path) -> Iterator[str]:
    binary = shutil.which("nginx") or "/usr/sbin/nginx"
    if not (Path(binary).exists() and MODULE.exists()):
        pytest.skip("nginx with its RTMP module is not installed; scripts/test.sh installs it on Debian")
    site, port = sites(PHIEN_FRONT_SECRET="front-secret"), free_port()
    folder = tmp_path / "nginx"
    folder.mkdir()
    (folder / "nginx.conf").write_text(config(folder, port, site, rtmp))
    process = subprocess.Popen([binary, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "log")])
    try:
        wait_for(lambda: listens(port), "nginx", process)
        yield f"rtmp://127.0.0.1:{port}/live"
    finally:
        end(process)


def test_nginx_rtmp_asks_the_site_and_sends_on_what_it_lets_in(
    nginx: str, broadcast: Broadcast, tmp_path: Path
) -> None:
    source = film(tmp_path / "film.flv", seconds=3)
    key = actions.make_stream_key(broadcast=broadcast, role="main", by=None)
    folder = queries.folder_of(broadcast)

    assert send(source, f"{nginx}/guess").wait(30) != 0
    assert not folder.path.exists()

    encoder = send(source, f"{nginx}/{key}", realtime=True)
    try:
        until(lambda: folder.takes() and list(pictures(folder.take_folder(folder.takes()[0].code))))
    finally:
        encoder.terminate()
        encoder.wait(20)
    take = folder.takes()[0]
    until(lambda: folder.end(take.code) is not None)
    assert take.publisher == f"rtmp:{broadcast.stream_keys.get().pk}"
    sent = {tag.body for tag in flv.tags(source.read_bytes()) if tag.kind == flv.VIDEO}
    assert set(pictures(folder.take_folder(take.code))) <= sent


def pictures(take: Path) -> list[bytes]:
    found = flv.tags((take / "stream.flv").read_bytes()) if (take / "stream.flv").exists() else ()
    return [tag.body for tag in found if tag.kind == flv.VIDEO and not flv.is_header(tag.kind, tag.body)]
