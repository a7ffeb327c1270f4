"""A replay's second for each time of the site, over gaps, practice, footage that came late, and the end."""

from pathlib import Path

from phien.video.folder import Air, Folder, Lane
from phien.video.journal import Run, Segment, write
from phien.video.offsets import offsets_of

WALL = 1_790_000_000.0


def film(folder: Folder, wall: float, seconds: int, *, lane: Lane = "main", run: int = 0, first: int = 0) -> None:
    """A run of segments of two seconds in the lane's journal."""
    folder.make()
    entries: list[Run | Segment] = [Run(run, f"take-{run}", wall, "copy", "copy", 10240, 48000, 160, 120, "avc1")]
    entries += [Segment(run, first + n, 2.0 * n, 2.0, 1, 1, 40) for n in range(seconds // 2)]
    with folder.journal(lane).open("ab") as journal:
        journal.writelines(map(write, entries))


def test_a_second_of_the_replay_counts_what_was_filmed_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    film(folder, WALL, 20)
    film(folder, WALL + 80, 20, run=1, first=10)
    found = offsets_of(folder, Air(since=WALL))
    assert found.seconds == 40
    assert [found.of(WALL + at) for at in (0, 7.5, 19.5, 20, 60, 80, 95)] == [0, 7.5, 19.5, 20, 20, 20, 35]
    assert [found.of(WALL + at) for at in (-100, 100, 1000)] == [0, 40, 40]


def test_practice_and_what_came_after_the_end_do_not_count(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    film(folder, WALL, 60)
    found = offsets_of(folder, Air(since=WALL + 20, until=WALL + 40))
    assert found.seconds == 20
    assert [found.of(WALL + at) for at in (0, 20, 30, 50)] == [0, 0, 10, 20]


def test_what_came_late_stands_where_it_was_filmed(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    film(folder, WALL, 20)
    film(folder, WALL + 40, 20, run=1, first=10)
    film(folder, WALL + 20, 20, lane="late", run=2)
    found = offsets_of(folder, Air(since=WALL))
    assert found.seconds == 60
    assert [found.of(WALL + at) for at in (10, 30, 50)] == [10, 30, 50]


def test_nothing_was_filmed(tmp_path: Path) -> None:
    found = offsets_of(Folder(tmp_path), Air(since=WALL))
    assert (found.pieces, found.seconds, found.of(WALL)) == ((), 0.0, 0.0)
