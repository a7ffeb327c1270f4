"""What the shipped nginx configuration promises: addresses, files, sizes, and a page while nobody answers."""

import json
import re
import subprocess
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from phien.config.testing_servers import free_port, wait_for
from phien.evidence import tokens
from tests.deploy.conftest import Place
from tests.deploy.front import NGINX, Front

pytestmark = pytest.mark.timeout(240)  # the first test starts the whole place

IMMUTABLE = "public, max-age=31536000, immutable"


def a_hit() -> bytes:
    return json.dumps({"events": [{"t": tokens.sign(kind="page")}]}).encode()


def past_nginx(place: Place, address: str) -> None:
    request = urllib.request.Request(f"{place.webs[0].origin}/hit", a_hit(), {"X-Forwarded-For": address})
    urllib.request.urlopen(request, timeout=10).close()


def visitors_of(place: Place, send: Callable[[str], object], addresses: Sequence[str]) -> set[str]:
    """Whom the site takes those for who send a hit with these addresses in X-Forwarded-For."""

    def counted() -> Counter[str]:
        journals = (place.home / "evidence" / "journal").glob("*.ndjson")
        lines = [line for path in journals for line in path.read_text().splitlines()]
        return Counter(json.loads(line)["visitor"] for line in lines)

    before = counted()
    for address in addresses:
        send(address)
    wait_for(lambda: (counted() - before).total() == len(addresses), "all hits in the journal")
    return set(counted() - before)


def test_the_site_behind_nginx(place: Place, transactional_db: None) -> None:
    front = place.front

    page = front.ask("GET", "/en/")
    assert page.status == 200
    assert page.headers["Strict-Transport-Security"]
    assert "Secure" in front.ask("GET", "/en/account/login/").headers["Set-Cookie"]

    # A static file under its hashed name comes compressed from the folder and stays; the page names it so.
    style = re.search(r"/static/phien/css/phien\.[0-9a-f]{12}\.css", page.text)
    assert style is not None
    answer = front.ask("GET", style[0], accept_encoding="gzip")
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert answer.headers["Cache-Control"] == IMMUTABLE
    assert front.ask("GET", "/static/phien/css/phien.css").headers["Cache-Control"] == "public, max-age=60"

    # Public files come from their folder; nothing else of the site's folder does.
    folder = place.home / "media" / "films"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    (folder / "f.mp4").write_bytes(b"film")
    film = front.ask("GET", "/media/films/f.mp4")
    assert (film.body, film.headers["Cache-Control"]) == (b"film", IMMUTABLE)
    for path in ("/media/../phien.env", "/media/%2e%2e/evidence/", "/evidence/", "/private/", "/static/../web.lock"):
        assert front.ask("GET", path).status in {400, 404}, path

    # Who they are is what nginx saw, whatever they say; the control past nginx shows that the header would count.
    spoofed = ("203.0.113.1", "198.51.100.7", "127.0.0.1, 192.0.2.9")
    assert (
        len(visitors_of(place, lambda address: front.ask("POST", "/hit", a_hit(), x_forwarded_for=address), spoofed))
        == 1
    )
    assert len(visitors_of(place, lambda address: past_nginx(place, address), spoofed)) == 3

    # Sizes: a hit is small, a page's form is, a film at the desk is not; also where no length is said.
    assert front.ask("POST", "/hit", b"x" * 20_000).status == 413
    assert front.ask("POST", "/en/basket/add/1/", b"x" * 4_000_000).status == 413
    assert front.ask("POST", "/en/desk/market/", b"x" * 4_000_000).status in {403, 404}
    connection = front.connect()
    connection.request("POST", "/en/basket/add/1/", iter([b"x" * 1_000_000] * 4), encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Front]:
    """nginx before processes of which none is there."""
    if not Path(NGINX).exists():
        pytest.skip("nginx is not installed; scripts/test.sh installs it on Debian")
    front = Front(tmp_path / "nginx", tmp_path / "home")
    try:
        front.start([free_port(), free_port()])
        yield front
    finally:
        front.stop()


def test_while_no_process_answers_there_is_a_clear_page(alone: Front) -> None:
    away = alone.ask("GET", "/en/anything/")
    assert (away.status, away.headers["Retry-After"]) == (503, "10")
    for language in ('<html lang="vi">', 'lang="en"', 'lang="fr"', 'lang="zh-Hans"'):
        assert language in away.text
    assert alone.ask("GET", "/away.css").status == 200
    for path in ("/claim", "/hit"):
        hot = alone.ask("POST", path, b"{}", accept_language="fr-FR,fr;q=0.9")
        assert (hot.status, hot.json["code"]) == (503, "away")
        assert "courte pause" in hot.json["message"]
    assert alone.ask("GET", "/stream?t=x").json["code"] == "away"


def test_nginx_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    if not Path(NGINX).exists():
        pytest.skip("nginx is not installed; scripts/test.sh installs it on Debian")
    front = Front(tmp_path, tmp_path)
    (tmp_path / "nginx.conf").write_text(front.config([8001, 8002]))
    words = [NGINX, "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "log")]
    tried = subprocess.run(words, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "warn" not in tried.stderr
