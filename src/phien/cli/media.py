"""`phien media`: encoders come in by RTMP; packagers and pushes are kept running; rows follow what the pictures do."""

import argparse
import fcntl

from phien.cli import open_files
from phien.cli.site import CannotGoOn, check_settings, open_site
from phien.cli.words import _


def run(arguments: argparse.Namespace) -> int:
    home = open_site(arguments.home)
    check_settings()
    import uvloop

    from phien.live.studio.process import work

    lock = (home / "media.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held = _("This site's media process is already running: %(file)s is held.")
        raise CannotGoOn(held % {"file": home / "media.lock"}) from error
    open_files.allow_many()
    uvloop.run(work())
    return 0
