"""The media process's loop: an RTMP server, and a round twice a second in a thread of its own."""

import asyncio
import contextlib
import logging
import signal
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

from phien.lib import clock
from phien.live.studio.door import StudioDoor
from phien.live.studio.rounds import Rounds
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
    is_open = await _open(server)
    rounds = Rounds()
    try:
        while not stop.is_set():
            publishers = [(sender.key, sender.publisher) for sender in server.publishers()]
            kicks = await loop.run_in_executor(thread, rounds.make, publishers)
            for kick in kicks:
                server.kick(kick.folder, kick.reason, publisher=kick.publisher or None)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), EVERY)
    finally:
        if is_open:
            await server.stop()
        await loop.run_in_executor(thread, rounds.end)
        thread.shutdown()


async def _open(server: Server) -> bool:
    if not settings.PHIEN_RTMP_PORT:
        return False
    try:
        await server.start(settings.PHIEN_RTMP_HOST, settings.PHIEN_RTMP_PORT)
    except OSError as error:
        log.error("Encoders cannot come in: port %s: %s", settings.PHIEN_RTMP_PORT, error.strerror)  # noqa: TRY400
        return False
    return True
