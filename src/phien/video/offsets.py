"""Which second of a replay shows what was filmed at a time: the same merged segments that its playlist lists."""

from bisect import bisect_right
from dataclasses import dataclass

from phien.video.folder import Air, Folder
from phien.video.footage import timelines_of
from phien.video.playlists import is_visible, merged


@dataclass(frozen=True, slots=True)
class Offsets:
    """`pieces`: (the site's time at which it begins, its length, its second of the replay), in order of that time."""

    pieces: tuple[tuple[float, float, float], ...]
    seconds: float

    def of(self, wall: float) -> float:
        """The second that shows `wall`; where nothing was filmed then, that of what was filmed next."""
        place = bisect_right(self.pieces, wall, key=lambda piece: piece[0])
        if place:
            begin, length, second = self.pieces[place - 1]
            if wall < begin + length:
                return second + wall - begin
        return self.pieces[place][2] if place < len(self.pieces) else self.seconds


def offsets_of(folder: Folder, air: Air) -> Offsets:
    """Of all that was packaged so far and may be seen."""
    main, late = timelines_of(folder)
    pieces, second = [], 0.0
    for timeline, segment in merged(main, late):
        if is_visible(timeline, segment, air):
            pieces.append((timeline.wall(segment), segment.seconds, second))
            second += segment.seconds
    return Offsets(tuple(sorted(pieces)), second)
