"""`phien tick`: once a second, do what has become due. An error in one tick is logged and stops no other."""

import argparse
import logging
import os
import signal
import threading

from phien.cli.site import open_site

SECONDS = 1.0


def run(arguments: argparse.Namespace) -> int:
    open_site(arguments.home)
    from django.db import close_old_connections

    from phien.config.ticks import TICKS
    from phien.lib import clock

    os.nice(5)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    log = logging.getLogger("phien.tick")
    while not stop.wait(SECONDS):
        for name, tick in TICKS:
            try:
                tick(clock.now())
            except Exception:  # the next tick must still come, and the next second
                log.exception("tick failed: %s", name)
        close_old_connections()
    return 0
