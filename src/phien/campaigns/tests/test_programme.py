"""The working copy, releases, what differs and what clashes."""

from datetime import timedelta

import pytest

from phien.campaigns import actions, queries
from phien.campaigns.errors import EventHasSlots, NothingChanged
from phien.campaigns.models import Slot
from phien.campaigns.programme import changes, clashes
from phien.campaigns.tests.cast import Cast
from phien.people.models import Actor


def _add(cast: Cast, hour: float, *, title: str = "A", actors: list[Actor] | None = None, event: object = None) -> Slot:
    start = cast.live.starts_at + timedelta(hours=hour)
    return actions.add_slot(
        campaign=cast.market, event=event or cast.live, title=title, starts_at=start,
        ends_at=start + timedelta(hours=1), parts={"presenter": actors or []},
    )  # fmt: skip


def _working(cast: Cast) -> list[Slot]:
    return queries.slots_of(actions.working_copy(campaign=cast.market))


def test_a_release_is_a_copy_that_later_edits_do_not_touch(cast: Cast) -> None:
    _add(cast, 0, actors=[cast.sim])
    first = actions.release_programme(campaign=cast.market, note="Bản đầu")
    assert (first.number, str(first.note)) == (1, "Bản đầu")
    _add(cast, 1, title="B")
    assert [str(s.title) for s in queries.slots_of(first)] == ["A"]
    assert actions.release_programme(campaign=cast.market).number == 2
    assert [p.actor for p in queries.slots_of(first)[0].parts.all()] == [cast.sim]


def test_nothing_to_release_is_refused(cast: Cast) -> None:
    with pytest.raises(NothingChanged):
        actions.release_programme(campaign=cast.market)
    _add(cast, 0)
    actions.release_programme(campaign=cast.market)
    with pytest.raises(NothingChanged):
        actions.release_programme(campaign=cast.market)
    assert cast.market.programmes.exclude(number=None).count() == 1


def test_edits_can_be_thrown_away(cast: Cast) -> None:
    slot = _add(cast, 0)
    actions.release_programme(campaign=cast.market)
    actions.remove_slot(slot=slot)
    _add(cast, 2, title="C")
    actions.revert_working_copy(campaign=cast.market)
    assert [(str(s.title), s.key) for s in _working(cast)] == [("A", slot.key)]


def test_differences_are_told_apart_by_key(cast: Cast) -> None:
    kept, moved, gone = (_add(cast, n, title=t) for n, t in enumerate("ABC"))
    released = actions.release_programme(campaign=cast.market)
    later = moved.starts_at + timedelta(hours=3)
    actions.change_slot(
        slot=moved, event=cast.live, title="B", starts_at=later, ends_at=later + timedelta(hours=1),
        parts={"speaker": [cast.hao]},
    )  # fmt: skip
    actions.remove_slot(slot=gone)
    _add(cast, 3, title="D")
    found = changes(queries.slots_of(released), _working(cast))
    assert [str(s.title) for s in found.added] == ["D"]
    assert [str(s.title) for s in found.removed] == ["C"]
    assert [old.key for old, _new in found.changed] == [moved.key]
    assert len(found) == 3
    assert kept.key not in {s.key for s in found.added}


def test_clashes_name_person_place_and_hour(cast: Cast) -> None:
    elsewhere = actions.add_event(
        campaign=cast.market, slug="khac", kind="other", name="Khác", place=cast.province,
        starts_at=cast.live.starts_at, ends_at=cast.live.ends_at,
    )  # fmt: skip
    _add(cast, 0, title="A", actors=[cast.sim])
    _add(cast, 0.5, title="B")
    _add(cast, 0.5, title="C", actors=[cast.sim], event=elsewhere)
    _add(cast, 6.5, title="D")
    words = sorted((str(c.slot.title), c.words) for c in clashes(_working(cast)))
    assert [title for title, _ in words] == ["A", "A", "D"]
    assert any("Bếp Nhà Sim" in w for _t, w in words)
    assert any("B" in w for _t, w in words)


def test_slots_that_follow_each_other_do_not_clash(cast: Cast) -> None:
    _add(cast, 0, actors=[cast.sim])
    _add(cast, 1, actors=[cast.sim])
    assert clashes(_working(cast)) == []


def test_an_event_with_slots_stays(cast: Cast) -> None:
    slot = _add(cast, 0)
    with pytest.raises(EventHasSlots):
        actions.remove_event(event=cast.live)
    actions.remove_slot(slot=slot)
    actions.remove_event(event=cast.live)
    assert not cast.market.events.exists()


def test_a_cancelled_event_is_struck_out_not_taken_away(cast: Cast) -> None:
    _add(cast, 1.5)
    actions.release_programme(campaign=cast.market)
    actions.cancel_event(event=cast.live)
    line = queries.lanes(cast.market)[0].lines[0]
    assert line.state == "cancelled"
    assert clashes(queries.slots_of(queries.released_programme(cast.market)))
    actions.resume_event(event=cast.live)
    assert queries.lanes(cast.market)[0].lines[0].state == "now"


def test_a_campaign_is_the_pattern_of_the_next(cast: Cast) -> None:
    _add(cast, 0, actors=[cast.sim])
    actions.release_programme(campaign=cast.market)
    actions.add_phase(
        campaign=cast.market, kind="clips", name="Clips", starts_at=cast.market.starts_at, ends_at=cast.market.ends_at
    )
    start = cast.market.starts_at + timedelta(days=365)
    copy = actions.clone_campaign(campaign=cast.market, slug="cho-phien-2", starts_at=start, by=cast.ha)
    assert (copy.is_public, copy.edition, copy.name) == (False, 2, cast.market.name)
    assert copy.ends_at - copy.starts_at == cast.market.ends_at - cast.market.starts_at
    slot = queries.slots_of(actions.working_copy(campaign=copy))[0]
    assert slot.starts_at - cast.live.starts_at == timedelta(days=365)
    assert slot.event.campaign == copy
    assert copy.phases.count() == 1
    assert cast.sim in queries.people_in(copy)["creator"]
    assert queries.released_programme(copy) is None
