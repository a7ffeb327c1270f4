"""Cuts samples into parts and segments."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Protocol

from phien.video.fmp4 import VIDEO_SCALE, Sample

PART = 0.5
"""Seconds that a part lasts at most, unless a single picture lasts longer."""
SLACK = 0.003
"""Seconds more that stamps in whole milliseconds may make of it."""
SEGMENT = 1.5
"""Seconds after which the next key frame begins a new segment; with one each two seconds they last two."""
LONGEST = 12
"""Seconds after which a segment ends without a key frame."""
LONG = 1 << 31
"""Units that a sample lasts at most: the format has 32 bits."""
ALONE = 2
"""Seconds by which sound may be ahead of the picture, beyond the patience, before it goes on without."""


class Shelf(Protocol):
    def part(self, video: Sequence[Sample], sound: Sequence[Sample], video_next: int, sound_next: int) -> None: ...
    def close_segment(self) -> None: ...


class Cutter:
    """Takes one run's samples of both tracks, each in order, and hands parts to the shelf.

    The picture leads: a part ends before the picture that would make it too long, once the sound has come as far or
    is more than `patience` seconds behind. `began`: where a segment that is open already began, in the leader's units.
    """

    def __init__(
        self, shelf: Shelf, *, sound_scale: int, has_video: bool, has_sound: bool, patience: float,
        began: int | None = None, nexts: tuple[int, int] = (0, 0),
    ) -> None:  # fmt: skip
        self._shelf = shelf
        self._has_video, self._has_sound = has_video, has_sound
        self._sound_scale = sound_scale
        self._patience = patience
        self._began = began
        self._video: deque[Sample] = deque()
        self._sound: deque[Sample] = deque()
        self._typical = VIDEO_SCALE // 30
        self._video_next, self._sound_next = nexts
        self._lead, self._scale = (self._video, VIDEO_SCALE) if has_video else (self._sound, sound_scale)

    def add(self, sample: Sample, *, is_video: bool) -> None:
        queue = self._video if is_video else self._sound
        if queue:
            queue[-1].duration = min(max(1, sample.dts - queue[-1].dts), LONG)
        elif queue is self._lead and self._ends_segment(sample):
            self._close()  # whoever was here before ended just when it was due
        queue.append(sample)
        while self._cut():
            pass

    def flush(self) -> None:
        """Hand over all that is there; the last samples last as long as those before them."""
        while self._cut(is_last=True):
            pass
        if self._lead or self._sound:
            self._hand_over(len(self._video), None)

    def _cut(self, *, is_last: bool = False) -> bool:
        place = self._boundary()
        if place is None:
            return self._has_video and self._cut_sound_alone()
        end = self._lead[place].dts
        if not is_last and self._has_video and self._has_sound and not self._sound_has_come(end):
            return False
        self._hand_over(place, end)
        if self._ends_segment(self._lead[0]):
            self._close()
        return True

    def _boundary(self) -> int | None:
        """How many of the leader's samples make a part, if they are all there."""
        first = self._lead[0].dts if self._lead else 0
        began = first if self._began is None else self._began
        target = (PART + SLACK) * self._scale
        step = 0
        for place in range(1, len(self._lead)):
            sample = self._lead[place]
            step = sample.dts - self._lead[place - 1].dts
            is_end = sample.is_key and self._has_video and sample.dts - began >= SEGMENT * self._scale
            if sample.dts - first > target:
                return max(1, place - 1)
            if is_end or sample.dts - began >= LONGEST * self._scale or sample.dts + step - first > target:
                return place
        return None

    def _ends_segment(self, following: Sample) -> bool:
        lasted = following.dts - (following.dts if self._began is None else self._began)
        if not self._has_video:
            return lasted >= SEGMENT * self._scale
        return lasted >= (SEGMENT if following.is_key else LONGEST) * self._scale

    def _sound_has_come(self, end: int) -> bool:
        if self._sound and self._sound[-1].dts * VIDEO_SCALE >= end * self._sound_scale:
            return True
        return self._video[-1].dts - end >= self._patience * VIDEO_SCALE

    def _cut_sound_alone(self) -> bool:
        """The picture has stopped, for a while or for good; whoever listens goes on."""
        if not self._sound:
            return False
        newest = self._sound[-1].dts / self._sound_scale
        seen = self._video[-1].dts / VIDEO_SCALE if self._video else self._video_next / VIDEO_SCALE
        if newest - seen < ALONE + self._patience or (
            not self._video and newest - self._sound[0].dts / self._sound_scale < PART
        ):
            return False
        if self._video:
            self._hand_over(len(self._video), round((newest - ALONE / 2) * VIDEO_SCALE))
        else:
            self._hand_over(0, round(newest * VIDEO_SCALE))
        return True

    def _hand_over(self, count: int, end: int | None) -> None:
        """A part of so many pictures and the sound before `end`, in the leader's units (None: all of it)."""
        if self._has_video:
            video = [self._video.popleft() for _ in range(count)]
            sound = list(self._sound_until(end, VIDEO_SCALE))
        else:
            video, sound = [], list(self._sound_until(end, self._sound_scale))
        if video:
            if not video[-1].duration and end is not None:
                video[-1].duration = min(max(1, end - video[-1].dts), LONG)  # it stands while the sound goes on
                self._video_next = video[-1].dts + 1
            else:
                self._video_next = self._settle(video, self._video, self._typical)
            self._typical = video[0].duration
        if sound:
            self._sound_next = self._settle(sound, self._sound, 1024)
        if self._began is None:
            lead = video or sound
            if lead:
                scale = VIDEO_SCALE if video else self._sound_scale
                self._began = lead[0].dts * self._scale // scale
        if video or sound:
            self._shelf.part(video, sound, self._video_next, self._sound_next)

    def _sound_until(self, end: int | None, scale: int) -> Iterator[Sample]:
        while self._sound and (end is None or self._sound[0].dts * scale < end * self._sound_scale):
            yield self._sound.popleft()

    @staticmethod
    def _settle(samples: Sequence[Sample], following: Sequence[Sample] | deque[Sample], typical: int) -> int:
        """Where the track goes on. A last sample whose successor has not come gets a likely duration, and then the
        successor may come before its end; what is sure is that nothing up to it is still to be written.
        """
        last = samples[-1]
        if last.duration:
            return following[0].dts if following else last.dts + last.duration
        last.duration = samples[-2].duration if len(samples) > 1 else typical
        return last.dts + 1

    def _close(self) -> None:
        self._shelf.close_segment()
        self._began = None
