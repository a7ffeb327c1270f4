"""`phien crowd`: simulated viewers while the demo runs. They watch, ask, and now and then buy.

They use the rooms' own actions; only their event streams go over HTTP, so that the viewer count is a real one.
"""

import argparse
import asyncio
import random
import signal
import threading
import time
from typing import TYPE_CHECKING

from phien.cli import tls
from phien.cli.site import CannotGoOn, open_site
from phien.cli.words import _

if TYPE_CHECKING:
    from phien.cli.simulate.camera import Camera
    from phien.live.models import Broadcast

VIEWERS = 24
BUY_EVERY, SAY_EVERY = 75.0, 9.0


def run(arguments: argparse.Namespace) -> int:
    open_site(arguments.home)
    from phien.lib import clock

    if not clock.is_shifted():
        raise CannotGoOn(_("Only a demo has a simulated crowd; this site's clock is the real one."))
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_args: stop.set())
    signal.signal(signal.SIGINT, lambda *_args: stop.set())
    time.sleep(2)
    watching = threading.Thread(target=lambda: asyncio.run(watch(arguments, stop)), daemon=True)
    watching.start()
    cameras = start_cameras(stop)
    act(stop)
    for camera in cameras:
        camera.join(5)
    watching.join(5)
    return 0


def start_cameras(stop: threading.Event) -> "list[Camera]":
    """A camera in each room that has a film, with a stream key of its own."""
    from django.conf import settings

    from phien.cli.simulate.camera import Camera, films
    from phien.cli.simulate.day import SAMPLE
    from phien.live import actions
    from phien.live.models import StreamKey

    started = []
    sent = films(SAMPLE)
    for room in running():
        if room.slug in sent:
            key = actions.make_stream_key(broadcast=room, role=StreamKey.Role.GUEST, by=None)
            camera = Camera(room.slug, sent[room.slug], f"rtmp://127.0.0.1:{settings.PHIEN_RTMP_PORT}/live/{key}", stop)
            camera.start()
            started.append(camera)
    return started


def act(stop: threading.Event) -> None:
    """Ask, show and buy in the rooms that are on, at random intervals."""
    from django.db import close_old_connections

    from phien.cli.simulate import buyers, day, rooms
    from phien.lib import clock

    rng = random.Random()
    crowd, lines = day.crowd_of(day.CAMPAIGN), day.lines()
    names = {language: day.names(language) for language in {line["lang"] for line in lines}}
    team = rooms.Rooms.of(day.CAMPAIGN, names=names, lines=lines)
    next_buy = time.monotonic() + 20
    while not stop.wait(rng.expovariate(1 / SAY_EVERY)):
        close_old_connections()
        on = running()
        if not on:
            continue
        for room in on:
            team.show(room, clock.now())
        rooms.say(rng.choice(on), rng.choice(lines), names, rng)
        if time.monotonic() >= next_buy:
            buyers.buy(crowd, rng)
            next_buy = time.monotonic() + rng.uniform(0.5, 1.5) * BUY_EVERY


def running() -> "list[Broadcast]":
    from phien.cli.simulate.day import CAMPAIGN
    from phien.live.models import Broadcast

    found = Broadcast.objects.filter(event__campaign__slug=CAMPAIGN).select_related("event__campaign")
    return [room for room in found if room.is_on]


async def watch(arguments: argparse.Namespace, stop: threading.Event) -> None:
    """Hold open the streams of some viewers, shared among the rooms, until told to stop."""
    from asgiref.sync import sync_to_async

    while not stop.is_set():
        rooms = await sync_to_async(running)()
        if rooms:
            tasks = [
                asyncio.create_task(stream(arguments.port, rooms[n % len(rooms)].topic, arguments.tls))
                for n in range(VIEWERS)
            ]
            while not stop.is_set() and not all(task.done() for task in tasks):
                await asyncio.sleep(1)
            for task in tasks:
                task.cancel()
        await asyncio.sleep(2)


async def stream(port: int, topic: str, secure: bool) -> None:
    """One viewer's event stream, read and thrown away; it ends when the server does."""
    from phien.realtime.tokens import room_token

    await asyncio.sleep(random.uniform(0, 20))
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls.loopback() if secure else None)
        writer.write(
            f"GET /stream?t={room_token(topic)} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/event-stream\r\n"
            "User-Agent: phien-crowd\r\n\r\n".encode()
        )
        await writer.drain()
        while await asyncio.wait_for(reader.read(65536), 60):
            pass
    except (OSError, TimeoutError):
        return
