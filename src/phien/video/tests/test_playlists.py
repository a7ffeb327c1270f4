"""Lists, read back as a player would, from journals written by hand and by chance."""

from hypothesis import given, settings
from hypothesis import strategies as st

from phien.video import playlists
from phien.video.folder import Air
from phien.video.journal import Entry, Over, Part, Run, Segment, Timeline
from phien.video.tests.by_hand import WALL, Packager
from phien.video.tests.reading import parse

ON = Air(since=WALL)


def live(packager: Packager, air: Air = ON, **how: bool | str):
    text = playlists.live(packager.timeline, air, **how)
    return parse(text) if text is not None else None


def replay(main: Packager, late: Packager | None = None, air: Air = ON, *, ended: bool = True):
    text = playlists.replay(main.timeline, (late or Packager(lane="late")).timeline, air, ended=ended)
    return parse(text) if text is not None else None


def low_latency(packager: Packager, air: Air = ON, **how: bool):
    text = playlists.low_latency(packager.timeline, air, **how)
    return parse(text) if text is not None else None


def test_a_live_list_has_the_last_six_closed_segments() -> None:
    packager = Packager()
    packager.run()
    at = packager.segments(8)
    packager.part(at)
    found = live(packager)
    assert found.uris == [f"s00000{number}.m4s" for number in range(2, 8)]
    assert [segment.number for segment in found.segments] == list(range(2, 8))
    assert {segment.init for segment in found.segments} == {"i0.mp4"}
    assert [segment.wall for segment in found.segments] == [WALL + 2 * number for number in range(2, 8)]
    assert found.facts == {
        "VERSION": "7",
        "TARGETDURATION": "2",
        "MEDIA-SEQUENCE": "2",
        "DISCONTINUITY-SEQUENCE": "0",
    }
    assert not found.is_ended
    assert live(packager, ended=True).is_ended


def test_nothing_is_listed_before_there_is_something_to_see() -> None:
    packager = Packager()
    assert live(packager) is None
    assert replay(packager) is None
    packager.run()
    packager.part(0)
    assert live(packager) is None
    assert low_latency(packager, Air()) is None
    packager.segments(2, 0.5)
    assert live(packager, Air()) is None, "it has not begun"
    assert live(packager, Air(since=WALL + 4.5)) is None, "all of it is practice"


def test_a_target_is_rounded_to_the_nearest() -> None:
    packager = Packager()
    packager.run()
    at = packager.segments(1, seconds=2.4)
    assert live(packager).facts["TARGETDURATION"] == "2"
    packager.segments(1, at, seconds=2.5)
    assert live(packager).facts["TARGETDURATION"] == "3"


def test_practice_shifts_the_numbers_and_is_not_listed() -> None:
    packager = Packager()
    packager.run()
    packager.segments(5)
    found = live(packager, Air(since=WALL + 7))
    assert found.uris == ["s000003.m4s", "s000004.m4s"], "the segment in which it began belongs to it"
    assert found.facts["MEDIA-SEQUENCE"] == "3"
    assert replay(packager, air=Air(since=WALL + 6, until=WALL + 8)).uris == ["s000003.m4s"]


def test_each_run_has_its_init_and_a_discontinuity() -> None:
    packager = Packager()
    packager.run()
    packager.segments(2)
    packager.run("take-two", WALL + 60)
    packager.segments(5)
    found = live(packager)
    assert [(segment.init, segment.break_number) for segment in found.segments] == [("i0.mp4", 0)] + [("i1.mp4", 1)] * 5
    packager.segments(1, 10)
    found = live(packager)
    assert found.facts["DISCONTINUITY-SEQUENCE"] == "1", "the break has left the list"
    assert {segment.break_number for segment in found.segments} == {1}


def test_a_run_without_segments_counts_for_nothing() -> None:
    packager = Packager()
    packager.run()
    packager.segments(1)
    packager.run()
    packager.run()
    packager.segments(7)
    assert live(packager).facts["DISCONTINUITY-SEQUENCE"] == "1"


def test_footage_from_before_the_beginning_that_came_in_between_is_a_gap() -> None:
    packager = Packager()
    packager.run()
    packager.segments(1)
    packager.run("take-old", WALL - 100)
    packager.segments(1)
    packager.run("take-new", WALL + 30)
    packager.segments(1)
    found = live(packager)
    assert [segment.is_gap for segment in found.segments] == [False, True, False]
    assert [segment.number for segment in found.segments] == [0, 1, 2]
    assert replay(packager).uris == ["s000000.m4s", "s000002.m4s"]


def test_sound_alone_has_gaps_where_there_was_none() -> None:
    packager = Packager()
    packager.run(audio="")
    packager.segments(1)
    assert live(packager, sound=True) is None
    packager.run("take-two", WALL + 10)
    packager.segments(1)
    found = live(packager, sound=True)
    assert [(segment.uri, segment.is_gap, segment.init) for segment in found.segments] == [
        ("a000000.m4s", True, ""),
        ("a000001.m4s", False, "ia1.mp4"),
    ]


def test_a_token_goes_with_every_address() -> None:
    packager = Packager()
    packager.run()
    packager.segments(1)
    found = live(packager, playlists.EVERYTHING, token="a:b/c")
    assert (found.segments[0].uri, found.segments[0].init) == ("s000000.m4s?t=a%3Ab%2Fc", "i0.mp4?t=a%3Ab%2Fc")


def test_low_latency_lists_the_parts_of_the_newest_segments() -> None:
    packager = Packager()
    packager.run()
    at = packager.segments(5)
    packager.part(at)
    packager.part(at + 0.5, 0.52)
    found = low_latency(packager)
    assert found.facts["VERSION"] == "9"
    assert found.facts["PART-INF"] == "PART-TARGET=0.52000"
    assert found.facts["SERVER-CONTROL"] == "CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.56000"
    assert found.uris == [f"s00000{number}.m4s" for number in range(5)]
    assert sorted(found.parts) == [2, 3, 4, 5]
    assert [uri for uri, _seconds, _key in found.parts[5]] == ["p5.0.m4s", "p5.1.m4s"]
    assert [key for _uri, _seconds, key in found.parts[4]] == [True, False, False, False]
    assert found.hint == "p5.2.m4s"
    packager.close()
    assert low_latency(packager).hint == "p6.0.m4s"
    ended = low_latency(packager, ended=True)
    assert (ended.is_ended, ended.hint) == (True, "")


def test_low_latency_begins_with_the_first_public_part() -> None:
    packager = Packager()
    packager.run()
    at = packager.segments(3)
    packager.run("take-two", WALL + at)
    packager.part(0)
    packager.part(0.5)
    assert low_latency(packager, Air(since=WALL + at + 1.2)) is None
    found = low_latency(packager, Air(since=WALL + at + 0.7))
    assert found.segments == []
    assert [uri for uri, _seconds, _key in found.parts[3]] == ["p3.0.m4s", "p3.1.m4s"]
    assert (found.facts["MEDIA-SEQUENCE"], found.facts["DISCONTINUITY-SEQUENCE"]) == ("3", "1")


def test_a_live_list_ends_with_the_packager_or_the_broadcast() -> None:
    packager = Packager()
    packager.run()
    packager.segments(3)
    timeline, until = packager.timeline, Air(since=WALL, until=WALL + 7)
    assert not playlists.is_ended(timeline, ON, WALL + 1e6)
    assert not playlists.is_ended(timeline, until, WALL + 8), "the last second may still come"
    assert playlists.is_ended(timeline, until, WALL + 40), "it did not"
    packager.segments(1, 6.0)
    assert playlists.is_ended(timeline, until, WALL + 8)
    packager.over()
    assert playlists.is_ended(timeline, ON, WALL)
    packager.run("take-again", WALL + 50)
    assert not playlists.is_ended(timeline, ON, WALL), "it was opened again"


def test_late_footage_stands_behind_its_take() -> None:
    main, late = Packager(), Packager(lane="late")
    main.run("take-one", WALL)
    main.segments(3)
    main.run("take-two", WALL + 20)
    main.segments(2)
    late.run("take-one", WALL)
    late.segments(2, 6.0)
    found = replay(main, late)
    assert found.uris == [
        *("s000000.m4s", "s000001.m4s", "s000002.m4s"),
        *("l000000.m4s", "l000001.m4s"),
        *("s000003.m4s", "s000004.m4s"),
    ]
    assert [segment.init for segment in found.segments] == ["i0.mp4"] * 3 + ["j0.mp4"] * 2 + ["i1.mp4"] * 2
    assert [segment.break_number for segment in found.segments] == [0] * 5 + [1] * 2, "the lane changed, not the stream"
    assert (found.facts["PLAYLIST-TYPE"], found.is_ended) == ("VOD", True)
    growing = replay(main, late, ended=False)
    assert growing.uris == [f"s00000{number}.m4s" for number in range(5)], "a list that grows takes nothing in between"
    assert (growing.facts["PLAYLIST-TYPE"], growing.is_ended) == ("EVENT", False)


def test_a_late_run_of_another_size_or_after_a_hole_breaks() -> None:
    for width, at in ((1280, 6.0), (640, 7.0)):
        main, late = Packager(), Packager(lane="late")
        main.run("take-one", WALL)
        main.segments(3)
        late.run("take-one", WALL, width=width)
        late.segments(1, at)
        assert [segment.break_number for segment in replay(main, late).segments] == [0, 0, 0, 1]


# By chance

steps = st.lists(
    st.one_of(
        st.tuples(st.just("run"), st.integers(-40, 200), st.booleans()),
        st.tuples(st.just("part"), st.sampled_from([0.3, 0.5, 0.6]), st.just(None)),
        st.tuples(st.just("close"), st.just(None), st.just(None)),
    ),
    max_size=70,
)


def written(plan: list[tuple[str, object, object]]) -> list[Entry]:
    """A journal as a packager may write it: a run's parts, segments closed before the next run."""
    packager = Packager()
    packager.run()
    at, opened, take = 0.0, False, 0
    for what, one, two in plan:
        if what == "part":
            packager.part(at, float(one))
            at, opened = at + float(one), True
        elif opened:
            packager.close()
            opened = False
        if what == "run":
            take += 1
            packager.run(f"take-{take}", WALL + float(one), audio="copy" if two else "")
            at = 0.0
    if opened:
        packager.close()
    packager.over()
    return packager.entries


airs = st.builds(
    Air,
    since=st.integers(-5, 12).map(lambda seconds: WALL + seconds),
    until=st.one_of(st.none(), st.integers(10, 60).map(lambda seconds: WALL + seconds)),
)


@settings(max_examples=60, deadline=None)
@given(steps, airs)
def test_a_later_list_never_contradicts_an_earlier_one(plan, air) -> None:
    timeline, late = Timeline(), Timeline("late")
    known: dict[tuple[str, int], tuple] = {}
    part_of: dict[str, float] = {}
    grown: list[str] = []
    first = {"live": 0, "ll": 0, "audio": 0}
    for entry in written(plan):
        timeline.add(entry)
        ended = playlists.is_ended(timeline, air, WALL)
        texts = {
            "live": playlists.live(timeline, air, ended=ended),
            "ll": playlists.low_latency(timeline, air, ended=ended),
            "audio": playlists.live(timeline, air, ended=ended, sound=True),
        }
        for kind, text in texts.items():
            if text is None:
                continue
            found = parse(text)
            assert found.is_ended == ended
            assert int(found.facts["MEDIA-SEQUENCE"]) >= first[kind], "a live list only moves on"
            first[kind] = int(found.facts["MEDIA-SEQUENCE"])
            for one in found.segments:
                says = (one.uri, one.seconds, one.init, one.wall, one.is_gap, one.break_number)
                assert known.setdefault((kind, one.number), says) == says
                assert one.uri[1:7] == f"{one.number:06}"
            for number, parts in found.parts.items():
                assert [uri for uri, _seconds, _key in parts] == [f"p{number}.{i}.m4s" for i in range(len(parts))]
                for uri, seconds, _key in parts:
                    assert part_of.setdefault(uri, seconds) == seconds
                    assert seconds <= float(found.facts["PART-INF"].removeprefix("PART-TARGET="))
        text = playlists.replay(timeline, late, air, ended=False)
        if text is not None:
            uris = parse(text).uris
            assert uris[: len(grown)] == grown, "what grows only grows at its end"
            grown = uris


@settings(max_examples=60, deadline=None)
@given(steps, steps, airs)
def test_a_replay_has_each_visible_frame_once(main_plan, late_plan, air) -> None:
    main, late = Timeline(), Timeline("late")
    for timeline, plan in ((main, main_plan), (late, late_plan)):
        for entry in written(plan):
            timeline.add(entry)
    text = playlists.replay(main, late, air, ended=True)
    found = parse(text) if text is not None else None
    expected = {
        f"{letter}{segment.number:06}.m4s": segment.frames
        for letter, timeline in (("s", main), ("l", late))
        for segment in timeline.segments
        if playlists.is_visible(timeline, segment, air)
    }
    uris = found.uris if found else []
    assert sorted(uris) == sorted(expected)
    places: dict[str, list[float]] = {}
    for placed_in, segment in playlists.merged(main, late):
        places.setdefault(placed_in.runs[segment.run].take, []).append(segment.at)
    assert all(ats == sorted(ats) for ats in places.values()), "each take in the order of its own time"


def test_entries_are_of_the_kinds_that_a_journal_knows() -> None:
    kinds = {type(entry) for entry in written([("part", 0.5, None), ("close", None, None)])}
    assert kinds == {Run, Part, Segment, Over}
