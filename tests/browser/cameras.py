"""A camera in a room of the sample day, as the demo has one: its drawn film comes in by RTMP."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import phien
from phien.cli.simulate.camera import Camera, films
from tests.browser.conftest import Site, environment

SAMPLE = Path(phien.__file__).parent / "sample" / "lang_son"
MAKE_KEY = """
import sys
from pathlib import Path
from phien.cli.site import open_site
open_site(Path(sys.argv[1]))
from phien.live import actions
from phien.live.models import Broadcast, StreamKey
row = Broadcast.objects.get(slug=sys.argv[2])
print(actions.make_stream_key(broadcast=row, role=StreamKey.Role.GUEST, by=None))
"""


@contextlib.contextmanager
def camera_in(site: Site, slug: str) -> Iterator[None]:
    """The room has a picture for as long as this lasts."""
    words = [sys.executable, "-c", MAKE_KEY, str(site.home), slug]
    made = subprocess.run(words, env=environment(), capture_output=True, text=True, timeout=100, check=True)
    stop = threading.Event()
    url = f"rtmp://127.0.0.1:{site.rtmp_port}/live/{made.stdout.splitlines()[-1]}"
    camera = Camera(slug, films(SAMPLE)[slug], url, stop)
    camera.start()
    try:
        yield
    finally:
        stop.set()
        camera.join(10)
