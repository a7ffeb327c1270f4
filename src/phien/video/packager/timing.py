"""Media times: from a recorder's time stamps, which may wrap, jump or repeat, to times that only go forward."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

JUMP = 10
"""Seconds forward from which on a new run begins."""
_HELD = 150


class Timed(NamedTuple):
    """A packet with its media time, in units of its track's output. `turn`: how often the take's time has jumped."""

    kind: str
    packet: Any
    dts: int
    offset: int
    turn: int


@dataclass(slots=True)
class Track:
    """One track's way through time. `wrap`: after how many of its units a stamp begins again, 0 for never.
    `zero`: the stamp in seconds that is media time 0.
    """

    scale: int
    unit: Fraction
    wrap: int = 0
    zero: Fraction = Fraction(0)
    last: int | None = None
    turn: int = 0
    _raw: int | None = None
    _laps: int = 0
    _shifted: dict[int, int] = field(default_factory=dict)
    _over: int = 1
    _under: int = 1

    def __post_init__(self) -> None:
        self._over, self._under = self.unit.numerator * self.scale, self.unit.denominator

    def scaled(self, stamp: int) -> int:
        """In units of the output, rounded; in whole numbers, since it is asked for each packet."""
        return (2 * stamp * self._over + self._under) // (2 * self._under)

    def at(self, stamp: int, turn: int, shift: Fraction) -> int:
        """Where a stamp lies in media time, once the track's clock is shifted by that turn's seconds."""
        if turn not in self._shifted:
            self._shifted[turn] = round((shift - self.zero) * self.scale)
        return self.scaled(stamp) + self._shifted[turn]

    @property
    def following(self) -> int:
        """A stamp for a packet that has none."""
        return (self._raw or 0) + 1

    def unwrapped(self, stamp: int) -> int:
        if self.wrap and self._raw is not None:
            if self._raw - stamp > self.wrap // 2:
                self._laps += 1
            elif stamp - self._raw > self.wrap // 2 and self._laps:
                self._laps -= 1
        self._raw = stamp
        return stamp + self._laps * self.wrap


@dataclass(slots=True)
class Timing:
    """Gives each packet of a take its media time: strictly rising in its track.

    A clock that was set back, or ahead by more than `trusted` seconds, goes on where the picture was; a smaller jump
    ahead is believed. Each track jumps for itself, since packets of both lie mixed; they land on the same new clock.
    """

    trusted: float
    tracks: dict[str, Track]
    _shifts: list[Fraction] = field(default_factory=lambda: [Fraction(0)])

    def place(self, kind: str, stamp: int) -> tuple[int, int]:
        """The media time for a decoding time stamp, and in which turn of the clock it lies."""
        track = self.tracks[kind]
        stamp = track.unwrapped(stamp)
        if track.last is None:
            if not self._fits(track, stamp, 0):
                self._turn(track, stamp)
        elif self._jumped(track, self._at(track, stamp)):
            newest = len(self._shifts) - 1
            if track.turn < newest and self._fits(track, stamp, newest):
                track.turn = newest
            elif not self._only_paused(track, stamp):
                self._turn(track, stamp)
        dts = self._at(track, stamp)
        if track.last is not None and dts <= track.last:
            dts = track.last + 1
        track.last = max(dts, 0)
        return track.last, track.turn

    def _at(self, track: Track, stamp: int, turn: int | None = None) -> int:
        turn = track.turn if turn is None else turn
        return track.at(stamp, turn, self._shifts[turn])

    def _jumped(self, track: Track, dts: int) -> bool:
        """Half a second back is a slip; more is a clock that was set back."""
        step = dts - (track.last or 0)
        return step > JUMP * track.scale or 2 * step < -track.scale

    def _only_paused(self, track: Track, stamp: int) -> bool:
        """Whether this track alone had nothing for a while, and comes back to where the other is."""
        return self._at(track, stamp) > (track.last or 0) and self._fits(track, stamp, track.turn)

    def _fits(self, track: Track, stamp: int, turn: int) -> bool:
        """Whether on that turn's clock the stamp lies near where the tracks of that turn are."""
        there = [
            Fraction(other.last, other.scale)
            for other in self.tracks.values()
            if other.last is not None and other.turn >= turn
        ]
        at = Fraction(self._at(track, stamp, turn), track.scale)
        return not there or abs(at - max(there)) <= JUMP

    def _turn(self, track: Track, stamp: int) -> None:
        ends = [Fraction(other.last, other.scale) for other in self.tracks.values() if other.last is not None]
        end = max(ends, default=Fraction(0))
        at = Fraction(self._at(track, stamp, len(self._shifts) - 1), track.scale)
        shift = self._shifts[-1]
        if not 0 < at - end <= self.trusted:
            shift += end + Fraction(1, 30) - at
        self._shifts.append(shift)
        track.turn = len(self._shifts) - 1


def in_turns(packets: Iterable[Timed], kinds: int) -> Iterator[Timed]:
    """The packets with those of each turn together: what another track still has of the turn before comes first.

    Sound of an old turn that comes after the new one has begun is dropped; a picture never is.
    """
    now = 0
    held: list[Timed] = []
    for timed in packets:
        if timed.turn > now:
            held.append(timed)
            if len({one.kind for one in held}) == kinds or len(held) >= _HELD:
                now = min(one.turn for one in held)
                ready, held = [one for one in held if one.turn <= now], [one for one in held if one.turn > now]
                yield from ready
        elif timed.turn == now or timed.kind == "video":
            yield timed._replace(turn=now)
    yield from held
