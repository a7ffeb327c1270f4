"""`phien web`: uvicorn with the pages and the hot paths.

On PostgreSQL with Redis any number of these serve one site, each on a port of its own behind nginx (docs/deploy.md).
"""

import argparse
import fcntl
import os
import sys
from pathlib import Path
from typing import IO

from phien.cli import open_files, tls
from phien.cli.site import CannotGoOn, check_settings, open_site, read_settings
from phien.cli.site import home as default_home
from phien.cli.words import _


def run(arguments: argparse.Namespace) -> int:
    if arguments.tls:
        read_settings((arguments.home or default_home()).resolve())
        tls.settle(arguments.port)
    home = open_site(arguments.home)
    certificate, key = tls.certificate(home, tls.names()) if arguments.tls else (None, None)
    check_settings()
    from phien.config.serving import serve

    lock = be_the_only_one(home)
    files = open_files.allow_many()
    if files < open_files.FEW:
        few = _("This system lets one process open %(count)s files, and each viewer needs one; ulimit -n raises it.")
        print(few % {"count": files}, file=sys.stderr)
    os.environ["PHIEN_PORT"] = str(arguments.port)
    serve(host=arguments.host, port=arguments.port, certificate=certificate, key=key)
    lock.close()
    return 0


def be_the_only_one(home: Path) -> IO[str]:
    """Hold the site's lock where it can have one web process only, until the file given back is closed.

    SQLite has one writer; and without Redis each process would have counters, limits and a cache of its own.
    """
    from django.db import connection

    from phien.realtime import shared

    lock = (home / "web.lock").open("w")
    if connection.vendor != "sqlite" and shared.is_used():
        return lock
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held = _("This site is already running: %(file)s is held.") % {"file": home / "web.lock"}
        if connection.vendor != "sqlite":
            held += " " + _("Several web processes need PHIEN_REDIS_URL.")
        raise CannotGoOn(held) from error
    return lock
