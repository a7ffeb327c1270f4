"""The media process's loop: an RTMP server, with TLS too, and a round twice a second in a thread of its own."""

import asyncio
import contextlib
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from ssl import SSLContext

from django.conf import settings

from phien.lib import clock
from phien.live.studio.door import StudioDoor
from phien.live.studio.rounds import Rounds
from phien.video.rtmp.certificate import Certificate
from phien.video.rtmp.server import Server

log = logging.getLogger(__name__)
EVERY = 0.5


async def work() -> None:
    """Run until SIGTERM or SIGINT. A taken RTMP port keeps encoders out, never phones."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    settings.PHIEN_VIDEO_ROOT.mkdir(parents=True, exist_ok=True)
    thread = ThreadPoolExecutor(1, thread_name_prefix="rounds")  # one thread, so one connection to the database
    server = Server(door=StudioDoor(thread), now=lambda: clock.now().timestamp(), root=settings.PHIEN_VIDEO_ROOT)
    certificate = await _open(server)
    rounds = Rounds()
    try:
        while not stop.is_set():
            publishers = [(sender.key, sender.publisher) for sender in server.publishers()]
            kicks = await loop.run_in_executor(thread, rounds.make, publishers)
            if certificate is not None:
                certificate.refresh()
            for kick in kicks:
                server.kick(kick.folder, kick.reason, publisher=kick.publisher or None)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), EVERY)
    finally:
        await server.stop()
        await loop.run_in_executor(thread, rounds.end)
        thread.shutdown()


async def _open(server: Server) -> Certificate | None:
    """Listen where the settings say. Gives the certificate that stands behind RTMPS, if there is one."""
    await server.start()
    host, certificate = settings.PHIEN_RTMP_HOST, None
    if settings.PHIEN_RTMP_PORT:
        await _listen(server, host, settings.PHIEN_RTMP_PORT)
    if settings.PHIEN_RTMPS_PORT:
        certificate = Certificate(Path(settings.PHIEN_RTMPS_CERT), Path(settings.PHIEN_RTMPS_KEY))
        await _listen(server, host, settings.PHIEN_RTMPS_PORT, certificate.context)
    return certificate


async def _listen(server: Server, host: str, port: int, ssl: SSLContext | None = None) -> None:
    try:
        await server.listen(host, port, ssl)
    except OSError as error:
        log.error("Encoders cannot come in: port %s: %s", port, error.strerror)  # noqa: TRY400
