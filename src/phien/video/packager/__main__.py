"""python -m phien.video.packager <folder> [--lane main|late] [--parent-watch] [--clock-shift SECONDS]"""

import argparse
import fcntl
import os
import sys
from contextlib import suppress
from pathlib import Path

import av

from phien.video.folder import Folder
from phien.video.packager.lanes import Late, Main, parent_watch
from phien.video.packager.places import Places
from phien.video.packager.watching import Nobody, Observer

TAKEN = 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="phien.video.packager", description="Packages one broadcast's takes.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lane", choices=("main", "late"), default="main")
    parser.add_argument("--parent-watch", action="store_true", help="end when the parent process is gone")
    parser.add_argument("--clock-shift", type=float, default=0, help="by how much the site's clock is ahead")
    parser.add_argument("--encoders", type=int, default=0, help="transcode only while one of so many places is free")
    given = parser.parse_args()
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is not a folder")
    lock = os.open(given.folder / f".packager.{given.lane}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return TAKEN
    av.logging.set_level(None)
    folder = Folder(given.folder)
    look = parent_watch() if given.parent_watch else _nothing
    if given.lane == "late":
        with suppress(OSError):
            os.nice(5)
        Late(folder, Nobody(), Places(folder, given.encoders, look), look, _say).run()
        return 0
    observer = Observer(folder, given.clock_shift)

    def idle() -> None:
        look()
        observer.idle()

    Main(folder, observer, Places(folder, given.encoders, idle), idle, _say).run()
    return 0


def _nothing() -> None:
    return None


def _say(words: str) -> None:
    with suppress(OSError):
        sys.stderr.write(f"packager: {words}\n")


if __name__ == "__main__":
    sys.exit(main())
