"""`phien web`: uvicorn with the pages and the hot paths."""

import argparse
import fcntl
import os

from phien.cli import tls
from phien.cli.site import CannotGoOn, open_site, read_settings
from phien.cli.site import home as default_home
from phien.cli.words import _


def run(arguments: argparse.Namespace) -> int:
    if arguments.tls:
        read_settings((arguments.home or default_home()).resolve())
        tls.settle(arguments.port)
    home = open_site(arguments.home)
    certificate, key = tls.certificate(home, tls.names()) if arguments.tls else (None, None)
    import uvicorn
    from django.conf import settings

    lock = (home / "web.lock").open("w")
    if "sqlite3" in str(settings.DATABASES["default"]["ENGINE"]):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            held = _("This site is already running: %(file)s is held.")
            raise CannotGoOn(held % {"file": home / "web.lock"}) from error
    os.environ["PHIEN_PORT"] = str(arguments.port)
    uvicorn.run(
        "phien.config.asgi:application",
        host=arguments.host,
        port=arguments.port,
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    return 0
