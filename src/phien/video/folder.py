"""The folder of one broadcast's pictures: what lies where. Its name is the broadcast's unguessable video key.

    <key>/
      air.json              what the public may see (written by live): Air
      closed                exists once no new take may begin
      barred/<publisher>    exists where a sender's right was taken away
      in/<take>/            what a sender sent, kept until it is packaged and the broadcast is over
        take.json           Take
        000000.part …       a phone's recorder chunks, numbered without a gap, each complete (written, synced, renamed)
        stream.flv          or an encoder's stream: FLV, growing
        end.json            End: no more comes of this take
      journal.jsonl         what was packaged, line by line (journal.py)
      late.jsonl            the same for footage that came after its take had left the air
      i0.mp4 s000000.m4s    a run's init and its segments: picture and sound;  j0.mp4 l000000.m4s in the late lane
      ia0.mp4 a000000.m4s   the same segments, sound alone;                    ja0.mp4 b000000.m4s in the late lane
      thumb.jpg health.json the newest key frame, at most 320 px wide; how the input does (Health)
      waiting               exists while a packager waits for a place to transcode (packager/places.py)
      push/<number>.json    state of each push to another platform

All times are seconds since 1970 by the site's clock (lib/clock.py), which only processes with Django's settings know.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Self

Lane = Literal["main", "late"]
INIT = {"main": "i", "late": "j"}
SEGMENT = {"main": "s", "late": "l"}
SOUND_INIT = {"main": "ia", "late": "ja"}
SOUND = {"main": "a", "late": "b"}


def init_name(lane: Lane, run: int, *, sound: bool = False) -> str:
    return f"{(SOUND_INIT if sound else INIT)[lane]}{run}.mp4"


def segment_name(lane: Lane, number: int, *, sound: bool = False) -> str:
    return f"{(SOUND if sound else SEGMENT)[lane]}{number:06}.m4s"


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file so that readers see the old one or the new one, never half, and a power cut loses neither."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def read_json(path: Path) -> dict[str, Any] | None:
    """What a small file holds; None where there is none yet."""
    try:
        found = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, json.JSONDecodeError):
        return None
    return found if isinstance(found, dict) else None


@dataclass(frozen=True, slots=True)
class Air:
    """What of the folder is public. `since`: media before it is practice; `until`: media after it is not shown."""

    since: float | None = None
    until: float | None = None
    is_cut: bool = False
    is_public: bool = True
    low_latency: bool = True


@dataclass(frozen=True, slots=True)
class Take:
    """One recording by one sender. `began` is the site's time at its media time 0; takes stand in order of `opened`."""

    code: str
    via: Literal["phone", "rtmp"]
    format: Literal["webm", "mp4", "flv"]
    publisher: str
    label: str
    began: float
    opened: float


@dataclass(frozen=True, slots=True)
class End:
    """`reason`: unpublish (the sender said so), lost, replaced, revoked, ended, cut. `chunks`: how many a phone's take
    has.
    """

    reason: str
    chunks: int | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How the input of the take on air does; written about once a second. Rates in bit/s over the last ten seconds.

    `at` is when this was written, `media` the site's time of the newest packaged picture. `dropped` counts pictures
    that the sender's own time stamps show missing (gaps of more than 1.8 frames) since the take began.
    `keyframe_seconds` is the longest of the last ten intervals.
    """

    at: float
    take: str
    media: float
    bitrate: float
    frames: int
    fps: float
    dropped: int
    keyframe_seconds: float
    width: int
    height: int
    video: str
    audio: str


class Folder:
    """Paths of one broadcast's pictures, and its small files read and written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._takes: dict[str, Take] = {}  # a take's description never changes

    def exists(self) -> bool:
        return self.path.is_dir()

    def make(self) -> Self:
        (self.path / "in").mkdir(parents=True, exist_ok=True)
        return self

    def journal(self, lane: Lane = "main") -> Path:
        return self.path / ("journal.jsonl" if lane == "main" else "late.jsonl")

    def init(self, lane: Lane, run: int, *, sound: bool = False) -> Path:
        return self.path / init_name(lane, run, sound=sound)

    def segment(self, lane: Lane, number: int, *, sound: bool = False) -> Path:
        return self.path / segment_name(lane, number, sound=sound)

    @property
    def thumb(self) -> Path:
        return self.path / "thumb.jpg"

    # What the public may see

    def air(self) -> Air:
        """Nothing is public until live has said what is."""
        found = read_json(self.path / "air.json")
        return Air(**found) if found is not None else Air(is_public=False)

    def set_air(self, air: Air) -> None:
        self.make()
        write_whole(self.path / "air.json", json.dumps(asdict(air)).encode())

    @property
    def is_closed(self) -> bool:
        return (self.path / "closed").exists()

    def close(self) -> None:
        self.make()
        write_whole(self.path / "closed", b"")

    def reopen(self) -> None:
        (self.path / "closed").unlink(missing_ok=True)

    def bar(self, publisher: str) -> None:
        """Take nothing more of this sender, whatever token it holds; its takes are over."""
        path = self.make().path / "barred"
        path.mkdir(exist_ok=True)
        write_whole(path / publisher, b"")
        for take in self.takes():
            if take.publisher == publisher:
                self.end_take(take.code, End("revoked"))

    def is_barred(self, publisher: str) -> bool:
        return (self.path / "barred" / publisher).exists()

    # What came in

    def take_folder(self, code: str) -> Path:
        return self.path / "in" / code

    def open_take(self, take: Take) -> Path:
        """Make the take's folder; one that is there already stays as it was first described."""
        folder = self.take_folder(take.code)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "take.json").exists():
            write_whole(folder / "take.json", json.dumps(asdict(take)).encode())
        return folder

    def end_take(self, code: str, end: End) -> None:
        """No more comes of this take; the first end stands."""
        path = self.take_folder(code) / "end.json"
        if path.parent.is_dir() and not path.exists():
            write_whole(path, json.dumps(asdict(end)).encode())

    def take(self, code: str) -> Take | None:
        if code not in self._takes:
            found = read_json(self.take_folder(code) / "take.json")
            if found is None:
                return None
            self._takes[code] = Take(**found)
        return self._takes[code]

    def end(self, code: str) -> End | None:
        path = f"{self.path}/in/{code}/end.json"
        if not os.access(path, os.F_OK):  # asked some times a second, and mostly there is none
            return None
        found = read_json(Path(path))
        return End(**found) if found is not None else None

    def takes(self) -> list[Take]:
        """In the order in which they were opened."""
        try:
            codes = os.listdir(self.path / "in")  # noqa: PTH208  # asked many times a second
        except FileNotFoundError:
            return []
        found = [take for code in codes if (take := self.take(code)) is not None]
        return sorted(found, key=lambda take: (take.opened, take.code))

    def drop_inputs(self) -> None:
        """Forget what was sent, once all of it is packaged and no more comes; who sent it and how it ended stays."""
        for path in (self.path / "in").glob("*/*"):
            if path.suffix != ".json":
                path.unlink(missing_ok=True)

    # How it does

    def health(self) -> Health | None:
        found = read_json(self.path / "health.json")
        return Health(**found) if found is not None else None

    @property
    def is_waiting(self) -> bool:
        """Whether a packager waits for a place to transcode."""
        return (self.path / "waiting").exists()

    def set_waiting(self, *, is_waiting: bool) -> None:
        path = self.path / "waiting"
        path.touch() if is_waiting else path.unlink(missing_ok=True)

    def set_health(self, health: Health) -> None:
        temporary = self.path / ".health.json"
        temporary.write_text(json.dumps(asdict(health)))
        temporary.replace(self.path / "health.json")

    def push_state(self, number: int) -> dict[str, Any] | None:
        return read_json(self.path / "push" / f"{number}.json")


def chunk_name(number: int) -> str:
    return f"{number:06}.part"


def chunks_of(folder: Path) -> Iterator[Path]:
    """A phone take's chunks in order, up to the first gap."""
    number = 0
    while (path := folder / chunk_name(number)).exists():
        yield path
        number += 1
