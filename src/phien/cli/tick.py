"""`phien tick`: once a second, do what has become due. An error in one tick is logged and stops no other.

It may be started on several machines: one works, the others wait to take over (turn.py).
"""

import argparse
import logging
import os
import signal
import threading

from phien.cli.site import open_site

SECONDS = 1.0


def run(arguments: argparse.Namespace) -> int:
    home = open_site(arguments.home)
    from django.db import close_old_connections

    from phien.cli import turn
    from phien.config.ticks import TICKS
    from phien.lib import clock

    os.nice(5)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    log = logging.getLogger("phien.tick")
    ours = turn.of_tick(home)
    while not stop.wait(SECONDS):
        if not ours.is_ours():
            continue
        for name, tick in TICKS:
            try:
                tick(clock.now())
            except Exception:  # the next tick must still come, and the next second
                log.exception("tick failed: %s", name)
        close_old_connections()
    return 0
