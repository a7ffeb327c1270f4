"""A small recording on the disk, as the packager leaves it."""

from phien.live.models import Broadcast
from phien.live.queries import folder_of
from phien.video import journal
from phien.video.folder import Folder, Lane


def lay_down(broadcast: Broadcast, *, segments: int = 3, lane: Lane = "main", at: float = 0.0) -> Folder:
    """`segments` segments of two seconds, with journal, from the broadcast's start on."""
    assert broadcast.started_at is not None
    folder = folder_of(broadcast).make()
    wall = broadcast.started_at.timestamp()
    lines = [journal.write(journal.Run(0, "take-1", wall, "copy", "copy", 90_000, 48_000, 640, 360, "avc1.42E01F"))]
    folder.init(lane, 0).write_bytes(b"init")
    for number in range(segments):
        data = f"segment {number}".encode() * 10
        folder.segment(lane, number).write_bytes(data)
        folder.segment(lane, number, sound=True).write_bytes(b"sound")
        entry = journal.Segment(0, number, at + 2.0 * number, 2.0, len(data), 5, 50)
        lines.append(journal.write(entry))
    folder.journal(lane).write_bytes(b"".join([*lines, journal.write(journal.Over())]))
    return folder
