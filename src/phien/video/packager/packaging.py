"""One take on its way: from its bytes to parts on the shelf, from where it was left."""

import struct
from dataclasses import dataclass
from typing import Protocol

import av

from phien.video import fmp4
from phien.video.fmp4 import VIDEO_SCALE, Picture, Sample, Sound
from phien.video.folder import Take
from phien.video.journal import Run
from phien.video.packager.copying import CopiedSound, CopiedVideo
from phien.video.packager.encoding import EncodedVideo
from phien.video.packager.inputs import Tail
from phien.video.packager.parts import Cutter
from phien.video.packager.places import Places
from phien.video.packager.shelf import Position, Shelf
from phien.video.packager.sound import EncodedSound
from phien.video.packager.source import Source, Unusable
from phien.video.packager.timing import Timed

PATIENCE = {"webm": 0.3, "flv": 0.3, "mp4": 3.0}
"""Seconds by which sound may lag. Browsers write MP4 in pieces of one or two seconds, first the one track, then the
other."""
UNDESCRIBED = 5
"""Seconds of sound after which a run begins without its picture, which cannot be decoded so far."""


_ODD = (av.error.FFmpegError, EOFError, ValueError, LookupError, ArithmeticError, struct.error)
"""What bytes that are no recording, or a spoilt one, may raise."""


class Watch(Protocol):
    """Who looks on: at every picture, also those that were packaged already."""

    def begin(self, take: Take, source: Source) -> None: ...
    def see(self, sample: Sample, form: Picture) -> None: ...
    def hear(self, sample: Sample) -> None: ...
    def end(self) -> None: ...


class Broken(Exception):
    """The take holds nothing, or nothing more, that can be packaged; the message says why."""


@dataclass(slots=True)
class _Line:
    """One track's way through the packager."""

    track: CopiedVideo | EncodedVideo | CopiedSound | EncodedSound
    start: int | None
    """What lies before is on the shelf already."""


class Packaging:
    """Packages what the tail gives of a take. `position`: how far it was packaged, in whichever lane."""

    def __init__(
        self, take: Take, tail: Tail, shelf: Shelf, position: Position | None, watch: Watch, places: Places
    ) -> None:
        self._take, self._tail, self._shelf, self._watch, self._places = take, tail, shelf, watch, places
        self._position = position
        self._cutter: Cutter | None = None
        self._forms: tuple[Picture | None, Sound | None] = (None, None)
        self._skipped = False
        self._turn = 0
        self._held: list[Sample] = []
        self._video: _Line | None = None
        self._sound: _Line | None = None

    def run(self) -> None:
        """Until the tail ends. Raises Broken."""
        try:
            self._run()
        finally:
            self._places.give_back()

    def _run(self) -> None:
        try:
            source = Source(self._tail, self._take.format)
        except (Unusable, *_ODD) as error:
            self._give_up(error)
            return
        try:
            self._set_up(source)
            self._watch.begin(self._take, source)
            for timed in source.packets():
                self._take_in(timed)
        except _ODD as error:
            self._end_run()
            self._give_up(error)
        finally:
            source.close()
        self._flush()
        self._watch.end()
        if not self._tail.is_at_end:
            raise Broken("its bytes go on behind what can be read")
        is_written = self._position is not None or self._take.code in self._shelf.positions
        if self._tail.is_complete and not is_written:
            raise Broken("neither picture nor sound")

    def _give_up(self, error: Exception) -> None:
        """What is cut short may only look broken: the rest may come."""
        if not self._tail.is_at_end or self._tail.is_complete:
            raise Broken(str(error)) from error

    def _set_up(self, source: Source) -> None:
        at = self._position
        if source.video is not None:
            start = None if at is None else at.video_next
            if source.copies_video:
                self._video = _Line(CopiedVideo(source.video), start)
            else:
                self._places.take()
                size = (at.run.width, at.run.height) if at is not None and at.run.video == "encode" else None
                self._video = _Line(EncodedVideo(source.video, start, size), start)
        if source.audio is not None:
            scale = source.sound_scale
            start = None if at is None or not at.run.audio else -(-at.sound_next * scale // at.run.audio_scale)
            if source.copies_audio:
                self._sound = _Line(CopiedSound(source.audio), start)
            else:
                self._sound = _Line(EncodedSound(source.audio, start), start)

    def _take_in(self, timed: Timed) -> None:
        if timed.turn != self._turn:
            self._flush()
            self._turn, self._skipped = timed.turn, False
        line = self._video if timed.kind == "video" else self._sound
        if line is None:
            return
        if line.start is not None and timed.dts < line.start:
            self._skipped = True  # a track that is encoded does so for itself
        for sample in line.track.feed(timed):
            self._put(line, sample)

    def _put(self, line: _Line, sample: Sample) -> None:
        is_video = line is self._video
        if is_video and isinstance(line.track.form, Picture):
            self._watch.see(sample, line.track.form)
        elif not is_video:
            self._watch.hear(sample)
        if line.start is not None and sample.dts < line.start:
            return
        forms = self._described()
        if self._cutter is not None and forms != self._forms:
            self._end_run()
            self._skipped = False
        if self._cutter is None:
            if not is_video and self._video is not None and forms[0] is None:
                self._held.append(sample)
                if sample.dts - self._held[0].dts < UNDESCRIBED * line.track.scale:
                    return
                held, self._held = self._held, []
                self._begin_run(forms)
                for one in held:
                    self._add(one, is_video=False)
                return
            self._begin_run(forms)
            held, self._held = self._held, []
            for one in held:
                self._add(one, is_video=False)
        self._add(sample, is_video=is_video)

    def _add(self, sample: Sample, *, is_video: bool) -> None:
        if self._cutter is not None and self._forms[0 if is_video else 1] is not None:
            self._cutter.add(sample, is_video=is_video)

    def _described(self) -> tuple[Picture | None, Sound | None]:
        picture = self._video.track.form if self._video is not None else None
        sound = self._sound.track.form if self._sound is not None else None
        return (picture if isinstance(picture, Picture) else None, sound if isinstance(sound, Sound) else None)

    def _begin_run(self, forms: tuple[Picture | None, Sound | None]) -> None:
        picture, sound = self._forms = forms
        init = fmp4.init(picture, sound)
        width, height = picture.shown if picture else (0, 0)
        run = Run(
            number=0, take=self._take.code, wall=self._take.began,
            video=self._video.track.how if self._video and picture else "",
            audio=self._sound.track.how if self._sound and sound else "",
            video_scale=VIDEO_SCALE, audio_scale=sound.rate if sound else 0, width=width, height=height,
            codecs=",".join(form.codec for form in forms if form is not None),
        )  # fmt: skip
        began = None
        if (self._skipped or self._shelf.is_bare) and self._shelf.can_continue(run, init):
            began = self._shelf.began
        else:
            self._shelf.begin(run, init, fmp4.init(None, sound) if sound else b"")
        at = self._shelf.positions.get(self._take.code) or self._position
        self._cutter = Cutter(
            self._shelf, sound_scale=run.audio_scale or 1, has_video=picture is not None, has_sound=sound is not None,
            patience=PATIENCE[self._take.format], began=began,
            nexts=(at.video_next, _scaled(at, run)) if at is not None else (0, 0),
        )  # fmt: skip

    def _end_run(self) -> None:
        if self._cutter is not None:
            self._cutter.flush()
            self._cutter = None

    def _flush(self) -> None:
        """What the tracks still hold is written; what comes then begins a run."""
        for line in (self._video, self._sound):
            if line is not None:
                for sample in line.track.flush():
                    self._put(line, sample)
        if self._held:
            held, self._held = self._held, []
            if self._cutter is None:
                self._begin_run(self._described())
            for one in held:
                self._add(one, is_video=False)
        self._end_run()


def _scaled(at: Position, run: Run) -> int:
    if not run.audio_scale or not at.run.audio_scale:
        return 0
    return at.sound_next * run.audio_scale // at.run.audio_scale
