"""A lane's files and its journal: read back on start, and gone on with from the last whole part."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from phien.video import fmp4, journal
from phien.video.fmp4 import SOUND, VIDEO, VIDEO_SCALE, Sample
from phien.video.folder import Folder, Lane, write_whole
from phien.video.journal import Over, Part, Run, Segment


@dataclass(frozen=True, slots=True)
class Position:
    """How far a take was packaged: each track goes on at its `next`, in units of the run."""

    run: Run
    video_next: int
    sound_next: int


def positions(timeline: journal.Timeline) -> dict[str, Position]:
    """Of each take that a journal names, how far it was packaged."""
    found = {}
    for parts in timeline.parts.values():
        if parts:
            run = timeline.runs[parts[-1].run]
            found[run.take] = Position(run, parts[-1].video_next, parts[-1].audio_next)
    return found


class Shelf:
    """Where one lane's runs, parts and segments are put. Only one process may hold it (the lane's lock)."""

    def __init__(self, folder: Folder, lane: Lane) -> None:
        self._folder, self._lane = folder, lane
        self._path = folder.journal(lane)
        self.run: Run | None = None
        self.is_over = False
        self.positions: dict[str, Position] = {}
        self._segment = 0
        self._parts: list[Part] = []
        self._sound: list[Sample] = []
        self._file = -1
        self._drop_torn_lines()
        self._read()
        self._journal = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    # What a take's packaging asks and hands over

    @property
    def size(self) -> int:
        """How long the journal is: it grows with every part."""
        return self._path.stat().st_size

    @property
    def began(self) -> int | None:
        """Where the open segment began, in units of the leading track; None if the next part begins one."""
        if not self._parts or self.run is None:
            return None
        return round(self._parts[0].at * (VIDEO_SCALE if self.run.video else self.run.audio_scale))

    @property
    def is_bare(self) -> bool:
        """Whether the last run has no part yet."""
        return self.run is not None and not any(at.run.number == self.run.number for at in self.positions.values())

    def can_continue(self, run: Run, init: bytes) -> bool:
        """Whether the last run is one like this (its number apart) with the same init."""
        if self.run is None or self.is_over or replace(run, number=self.run.number) != self.run:
            return False
        try:
            return self._folder.init(self._lane, self.run.number).read_bytes() == init
        except FileNotFoundError:
            return False

    def begin(self, run: Run, init: bytes, sound_init: bytes) -> None:
        """A new run; it gets the next number. A segment that is still open ends."""
        self.close_segment()
        run = replace(run, number=0 if self.run is None else self.run.number + 1)
        write_whole(self._folder.init(self._lane, run.number), init)
        if sound_init:
            write_whole(self._folder.init(self._lane, run.number, sound=True), sound_init)
        self.run, self.is_over = run, False
        self._write(run)

    def part(self, video: Sequence[Sample], sound: Sequence[Sample], video_next: int, sound_next: int) -> None:
        """Append a part to the open segment, and say so."""
        run = self.run
        if run is None:
            raise RuntimeError("a part before its run")
        if self._file < 0:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | (0 if self._parts else os.O_TRUNC)
            self._file = os.open(self._folder.segment(self._lane, self._segment), flags, 0o644)
        number = len(self._parts)
        data = fmp4.fragment(self._segment << 8 | (number & 0xFF) + 1, ((VIDEO, video), (SOUND, sound)))
        _write_all(self._file, data)
        lead, scale = (video, VIDEO_SCALE) if video else (sound, run.audio_scale)
        before = self._parts[-1] if self._parts else None
        part = Part(
            run=run.number, segment=self._segment, number=number, at=round(lead[0].dts / scale, 6),
            seconds=round(sum(sample.duration for sample in lead) / scale, 6),
            offset=before.offset + before.size if before else 0, size=len(data), is_key=lead[0].is_key,
            frames=len(video), video_next=video_next, audio_next=sound_next,
        )  # fmt: skip
        self._parts.append(part)
        self._sound += sound
        self._write(part)
        self.positions[run.take] = Position(run, video_next, sound_next)

    def close_segment(self) -> None:
        """End the open segment, if there is one: its file and that of its sound alone are on the disk for good."""
        if not self._parts:
            return
        if self._file < 0:
            self._file = os.open(self._folder.segment(self._lane, self._segment), os.O_WRONLY | os.O_APPEND)
        os.fdatasync(self._file)
        os.close(self._file)
        self._file = -1
        sound_size = self._write_sound()
        first, last = self._parts[0], self._parts[-1]
        self._write(
            Segment(
                run=first.run, number=self._segment, at=first.at,
                seconds=round(sum(part.seconds for part in self._parts), 6), size=last.offset + last.size,
                sound_size=sound_size, frames=sum(part.frames for part in self._parts),
            )
        )  # fmt: skip
        os.fdatasync(self._journal)
        self._segment += 1
        self._parts, self._sound = [], []

    def over(self) -> None:
        """All is written; said once."""
        self.close_segment()
        if not self.is_over:
            self._write(Over())
            os.fdatasync(self._journal)
            self.is_over = True

    def _write_sound(self) -> int:
        if not self._sound:
            return 0
        data = b"".join(fmp4.fragment(self._segment + 1, ((SOUND, stretch),)) for stretch in _without_gaps(self._sound))
        path = self._folder.segment(self._lane, self._segment, sound=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            _write_all(file, data)
            os.fdatasync(file)
        finally:
            os.close(file)
        return len(data)

    def _write(self, entry: journal.Entry) -> None:
        _write_all(self._journal, journal.write(entry))

    # What is there already

    def _drop_torn_lines(self) -> None:
        """A line is written at once, but a full disk may leave half of one; and after a power cut the journal may
        name a part whose bytes never reached the disk."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return
        whole = data.rfind(b"\n") + 1
        while whole:
            begin = data.rfind(b"\n", 0, whole - 1) + 1
            entry = journal.read(data[begin:whole])
            if not isinstance(entry, Part) or self._holds(entry):
                break
            whole = begin
        if whole < len(data):
            os.truncate(self._path, whole)

    def _holds(self, part: Part) -> bool:
        path = self._folder.segment(self._lane, part.segment)
        return path.exists() and path.stat().st_size >= part.offset + part.size

    def _read(self) -> None:
        reader = journal.Reader(self._path, self._lane)
        reader.poll()
        found = reader.timeline
        if not found.runs:
            return
        self.run, self.is_over = found.runs[max(found.runs)], found.is_over
        self.positions = positions(found)
        self._segment = found.open_segment
        self._parts = list(found.parts.get(self._segment, ()))
        if self._parts:
            self._restore()

    def _restore(self) -> None:
        """Cut off what was written after the last part of the open segment, and find its sound again."""
        path = self._folder.segment(self._lane, self._segment)
        end = self._parts[-1].offset + self._parts[-1].size
        os.truncate(path, end)
        self._sound = list(fmp4.samples_of(path.read_bytes(), SOUND))
        if self._parts[0].run != (self.run.number if self.run else -1):
            raise RuntimeError("the open segment is of another run than the last")


def _without_gaps(samples: Sequence[Sample]) -> list[list[Sample]]:
    stretches: list[list[Sample]] = []
    end = -1
    for sample in samples:
        if sample.dts != end:
            stretches.append([])
        stretches[-1].append(sample)
        end = sample.dts + sample.duration
    return stretches


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]
