"""`phien tick`: once a second, do what has become due. An error in one tick is logged and stops no other.

It may be started on several machines: one works, the others wait to take over (turn.py).
"""

import argparse
import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime

from phien.cli.site import open_site

SECONDS = 1.0

Tick = tuple[str, Callable[[datetime], object]]

log = logging.getLogger("phien.tick")


def walk(ticks: list[Tick], stop: threading.Event, may_work: Callable[[], bool]) -> None:
    """Do these in turn, each second, until told to stop."""
    from django.db import close_old_connections

    from phien.lib import clock

    while not stop.wait(SECONDS):
        if not may_work():
            continue
        for name, tick in ticks:
            try:
                tick(clock.now())
            except Exception:  # the next tick must still come, and the next second
                log.exception("tick failed: %s", name)
        close_old_connections()


def walk_apart(tick: Tick, stop: threading.Event, may_work: Callable[[], bool]) -> None:
    """One alone, in a thread that lets pages and all other ticks go first.

    The process ends when it is done with what it has begun, or is killed meanwhile: nothing is lost by that.
    """

    def run() -> None:
        os.nice(5)  # Linux counts it per thread
        walk([tick], stop, may_work)

    threading.Thread(target=run, name=tick[0]).start()


def run(arguments: argparse.Namespace) -> int:
    home = open_site(arguments.home)
    from phien.cli import turn
    from phien.config.ticks import APART, TICKS

    os.nice(5)
    stop, works = threading.Event(), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    ours = turn.of_tick(home)

    def may_work() -> bool:
        if ours.is_ours():  # its connection belongs to this thread, so the others look at what it found
            works.set()
        else:
            works.clear()
        return works.is_set()

    for tick in APART:
        walk_apart(tick, stop, works.is_set)
    walk(TICKS, stop, may_work)
    return 0
