"""python -m phien.video.push <folder> <number>: reads {"url", "key"} from its input, since words can be read by all."""

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType

import av

from phien.video.folder import Folder
from phien.video.push.feed import Feed, RunFile
from phien.video.push.state import Book
from phien.video.push.target import Target

PROBE = {"probesize": "100000", "analyzeduration": "200000"}


def push(feed: Feed, target: Target, book: Book) -> None:
    """Until the broadcast is over, or this is no longer wanted."""
    while (run := feed.next_run()) is not None:
        try:
            push_run(run, feed, target, book)
        except av.error.FFmpegError as error:
            book.set("lost", str(error)[:200])  # a run that cannot be read; the next may be
    target.close()
    book.set("ended")


def push_run(run: RunFile, feed: Feed, target: Target, book: Book) -> None:
    with av.open(run, "r", format="mp4", options=PROBE, buffer_size=16384) as source:
        streams = [one for one in source.streams if one.type in ("video", "audio")]
        target.begin(streams)
        for packet in source.demux(streams):
            if packet.dts is None or packet.time_base is None:
                continue
            wall = run.run.wall + float(packet.dts * packet.time_base)
            target.send(packet, wall, feed.newest)
            book.touch()


def main() -> None:
    parser = argparse.ArgumentParser(prog="phien.video.push")
    parser.add_argument("folder", type=Path)
    parser.add_argument("number", type=int)
    parser.add_argument("--parent-watch", action="store_true", help="end when the process that started this has ended")
    words = parser.parse_args()
    told = json.loads(sys.stdin.buffer.read())
    parent, is_told_to_end = os.getppid(), False

    def end(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_told_to_end
        is_told_to_end = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    folder = Folder(words.folder)

    def is_wanted() -> bool:
        book.touch()
        return not is_told_to_end and not (words.parent_watch and os.getppid() != parent)

    feed = Feed(folder, is_wanted)
    book = Book(folder.path / "push" / f"{words.number}.json")  # from here on, what is packaged is sent
    push(feed, Target(told["url"], told["key"], book), book)


if __name__ == "__main__":
    main()
