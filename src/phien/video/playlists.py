"""HLS playlists as text, from what the journals say and what of it may be seen. Pure: no files, no clock.

A media sequence number is the segment's number in the main lane, also where practice came before. A discontinuity
sequence number is the count of runs that had segments before. So any process gives the same list, and a later list says
of a segment what an earlier one said. Rules: RFC 8216 and draft-pantos-hls-rfc8216bis.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from phien.video.folder import Air, init_name, segment_name
from phien.video.journal import Part, Run, Segment, Timeline

WINDOW = 6
"""Segments in a live list."""

PART_WINDOW = 3
"""The newest of them that are listed part by part too."""

PART_TARGET = 0.5
SHORTEST_TARGET = 2
SETTLED = 30.0
"""Seconds after the end at which a live list is finished even where the packager has not said that all is written."""

EVERYTHING = Air(since=float("-inf"))
"""What a desk may see."""

Placed = tuple[Timeline, Segment]


def is_visible(timeline: Timeline, piece: Segment | Part, air: Air) -> bool:
    """Whether this piece has something of what may be seen."""
    begin = timeline.wall(piece)
    return air.since is not None and begin + piece.seconds > air.since and (air.until is None or begin < air.until)


def is_open_visible(timeline: Timeline, air: Air) -> bool:
    """Whether the segment that is being written may be seen: all its parts, as later the whole segment, or none."""
    return any(is_visible(timeline, part, air) for part in timeline.parts.get(timeline.open_segment, ()))


def is_ended(timeline: Timeline, air: Air, now: float) -> bool:
    """Whether nothing is to be added to a live list."""
    if timeline.is_over:
        return True
    if air.until is None:
        return False
    last = timeline.segments[-1] if timeline.segments else None
    return now >= air.until + SETTLED or (last is not None and timeline.wall(last) + last.seconds >= air.until)


def live(timeline: Timeline, air: Air, *, ended: bool = False, sound: bool = False, token: str = "") -> str | None:
    """The last closed segments, with sound alone where asked. None where there is nothing to be seen or heard yet."""
    listed = _window(timeline, air)
    if not listed or (sound and not any(segment.sound_size for segment in listed)):
        return None
    lines = _head(7, listed)
    lines += _numbers(timeline, listed[0])
    lines += _segments([(timeline, segment) for segment in listed], air, sound=sound, query=_query(token))
    return _text(lines, ended=ended)


def low_latency(timeline: Timeline, air: Air, *, ended: bool = False) -> str | None:
    """The same with parts, and the part to be asked for next."""
    opened = [] if ended or not is_open_visible(timeline, air) else timeline.parts[timeline.open_segment]
    listed = _window(timeline, air, goes_on=bool(opened))
    if not listed and not opened:
        return None
    by_parts = [segment for segment in listed[-PART_WINDOW:] if is_visible(timeline, segment, air)]
    shown = [part for segment in by_parts for part in timeline.parts.get(segment.number, ())] + opened
    target = max([PART_TARGET, *(part.seconds for part in shown)])
    lines = _head(9, listed)
    lines.append(f"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK={3 * target:.5f}")
    lines.append(f"#EXT-X-PART-INF:PART-TARGET={target:.5f}")
    lines += _numbers(timeline, listed[0] if listed else opened[0])
    parts = {segment.number: timeline.parts.get(segment.number, []) for segment in by_parts}
    lines += _segments([(timeline, segment) for segment in listed], air, parts=parts)
    if opened:
        if not listed or listed[-1].run != opened[0].run:
            lines += _run_lines(timeline, timeline.runs[opened[0].run], breaks=bool(listed))
        lines.append(_date(timeline.wall(opened[0])))
        lines += _parts(opened)
    if not ended:
        number = timeline.open_segment
        lines.append(f'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="p{number}.{len(timeline.parts.get(number, ()))}.m4s"')
    return _text(lines, ended=ended)


def replay(
    main: Timeline, late: Timeline, air: Air, *, ended: bool, sound: bool = False, token: str = ""
) -> str | None:
    """All that may be seen, from the beginning.

    While the broadcast goes on the list only grows (EVENT), so footage that comes late is not in it yet. When it has
    ended the list is complete as far as is known (VOD): a player does not ask for it again, the next one gets more.
    """
    placed = merged(main, late) if ended else [(main, segment) for segment in main.segments]
    placed = [(timeline, segment) for timeline, segment in placed if is_visible(timeline, segment, air)]
    if not placed or (sound and not any(segment.sound_size for _timeline, segment in placed)):
        return None
    lines = _head(7, [segment for _timeline, segment in placed])
    lines.append(f"#EXT-X-PLAYLIST-TYPE:{'VOD' if ended else 'EVENT'}")
    lines.append("#EXT-X-MEDIA-SEQUENCE:0")
    lines += _segments(placed, air, sound=sound, query=_query(token))
    return _text(lines, ended=ended)


def merged(main: Timeline, late: Timeline) -> list[Placed]:
    """Both lanes' segments by the time at which their takes began to give pictures, each take's in the order of its own
    time: what came late of a take stands right after what came of it in time."""
    takes: dict[str, list[Placed]] = {}
    for timeline in (main, late):
        for segment in timeline.segments:
            takes.setdefault(timeline.runs[segment.run].take, []).append((timeline, segment))
    for placed in takes.values():
        placed.sort(key=lambda one: one[1].at)
    ordered = sorted(takes.values(), key=lambda placed: placed[0][0].wall(placed[0][1]))
    return [one for placed in ordered for one in placed]


def _window(timeline: Timeline, air: Air, *, goes_on: bool = False) -> Sequence[Segment]:
    """The newest segments, without those before and after what may be seen. One in between is listed as a gap."""
    end = len(timeline.segments)
    while end and not goes_on and not is_visible(timeline, timeline.segments[end - 1], air):
        end -= 1
    begin = max(end - WINDOW, 0)
    while begin < end and not is_visible(timeline, timeline.segments[begin], air):
        begin += 1
    return timeline.segments[begin:end]


def _head(version: int, listed: Sequence[Segment]) -> list[str]:
    return ["#EXTM3U", f"#EXT-X-VERSION:{version}", f"#EXT-X-TARGETDURATION:{_target(listed)}"]


def _target(listed: Sequence[Segment]) -> int:
    """The longest of these, rounded to the nearest second. A list that moves on forgets one long segment."""
    return max([SHORTEST_TARGET, *(int(segment.seconds + 0.5) for segment in listed)])


def target_duration(timeline: Timeline) -> int:
    """The target duration of the live lists, in seconds."""
    return _target(timeline.segments[-WINDOW:])


def _numbers(timeline: Timeline, first: Segment | Part) -> list[str]:
    number = first.number if isinstance(first, Segment) else first.segment
    had = sum(_has_segments(timeline, run) for run in timeline.runs if run < first.run)
    return [f"#EXT-X-MEDIA-SEQUENCE:{number}", f"#EXT-X-DISCONTINUITY-SEQUENCE:{had}"]


def _has_segments(timeline: Timeline, run: int) -> bool:
    at = bisect_left(timeline.segments, run, key=lambda segment: segment.run)
    return at < len(timeline.segments) and timeline.segments[at].run == run


def _segments(
    placed: Sequence[Placed],
    air: Air,
    *,
    sound: bool = False,
    query: str = "",
    parts: dict[int, list[Part]] | None = None,
) -> Iterator[str]:
    before: Run | None = None
    lane = ""
    ended_at = 0.0
    for timeline, segment in placed:
        run = timeline.runs[segment.run]
        if before is None or lane != timeline.lane or before.number != run.number:
            goes_on = before is None or (lane != timeline.lane and _goes_on(before, ended_at, run, segment.at))
            yield from _run_lines(timeline, run, breaks=not goes_on, sound=sound, query=query)
        yield _date(timeline.wall(segment))
        if parts is not None:
            yield from _parts(parts.get(segment.number, ()))
        if not is_visible(timeline, segment, air) or (sound and not segment.sound_size):
            yield "#EXT-X-GAP"
        yield f"#EXTINF:{segment.seconds:.5f},"
        yield segment_name(timeline.lane, segment.number, sound=sound) + query
        before, lane, ended_at = run, timeline.lane, segment.at + segment.seconds


def _run_lines(timeline: Timeline, run: Run, *, breaks: bool, sound: bool = False, query: str = "") -> Iterator[str]:
    if breaks:
        yield "#EXT-X-DISCONTINUITY"
    if not sound or run.audio:
        yield f'#EXT-X-MAP:URI="{init_name(timeline.lane, run.number, sound=sound)}{query}"'


def _goes_on(before: Run, ended_at: float, run: Run, at: float) -> bool:
    """Whether another lane's run goes on where this take's earlier one stopped, with the same init segment."""

    def kind(one: Run) -> tuple[object, ...]:
        return (one.take, one.video, one.audio, one.video_scale, one.audio_scale, one.width, one.height, one.codecs)

    return kind(before) == kind(run) and abs(at - ended_at) < 0.05


def _parts(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        key = ",INDEPENDENT=YES" if part.is_key else ""
        yield f'#EXT-X-PART:DURATION={part.seconds:.5f},URI="p{part.segment}.{part.number}.m4s"{key}'


def _date(wall: float) -> str:
    moment = datetime.fromtimestamp(round(wall, 3), tz=UTC).isoformat(timespec="milliseconds")
    return f"#EXT-X-PROGRAM-DATE-TIME:{moment.replace('+00:00', 'Z')}"


def _query(token: str) -> str:
    return "?" + urlencode({"t": token}) if token else ""


def _text(lines: list[str], *, ended: bool) -> str:
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""] if ended else [*lines, ""])
