"""The iCal feed: what phones keep. UIDs stay, SEQUENCE rises with each change and only then, what is gone is told."""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from phien.campaigns import actions, queries
from phien.campaigns.models import Event, Slot
from phien.campaigns.programme import changes
from phien.campaigns.tests.cast import Cast
from phien.lib import clock
from phien.lib.tests.statements import statements_of

FEED = "/c/cho-phien/programme.ics"
Entry = dict[str, str]


def _read(client: Client, url: str = FEED) -> dict[str, Entry]:
    """The feed's entries by the slot's key."""
    text = client.get(url).content.decode().replace("\r\n ", "")
    found = {}
    for block in text.split("BEGIN:VEVENT")[1:]:
        entry = dict(line.split(":", 1) for line in block.split("END:VEVENT")[0].strip().split("\r\n"))
        found[entry["UID"].partition("@")[0]] = entry
    return found


def _add(cast: Cast, minutes: int, event: Event | None = None, title: str = "A", **parts: Any) -> UUID:
    start = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    return actions.add_slot(
        campaign=cast.market, event=event or cast.live, title=title, starts_at=start,
        ends_at=start + timedelta(minutes=30), parts=parts,
    ).key  # fmt: skip


def _working(cast: Cast, key: UUID) -> Slot:
    return actions.working_copy(campaign=cast.market).slots.select_related("event").get(key=key)


def _elsewhere(cast: Cast) -> Event:
    return actions.add_event(
        campaign=cast.market, slug="khac", kind="other", name="Khác", place=cast.province,
        starts_at=cast.live.starts_at, ends_at=cast.live.ends_at,
    )  # fmt: skip


def test_only_the_slot_that_changed_counts_on(client: Client, cast: Cast) -> None:
    moved, still = (str(_add(cast, minutes)) for minutes in (30, 60))
    actions.release_programme(campaign=cast.market)
    first = _read(client)
    slot = _working(cast, UUID(moved))
    actions.change_slot(
        slot=slot, event=slot.event, title="A", starts_at=slot.starts_at + timedelta(minutes=5), ends_at=slot.ends_at,
        parts={},
    )  # fmt: skip
    actions.release_programme(campaign=cast.market)
    second = _read(client)
    assert int(second[moved]["SEQUENCE"]) == int(first[moved]["SEQUENCE"]) + 1
    assert second[still] == first[still]


def test_what_is_taken_out_stays_as_cancelled_for_a_while(client: Client, cast: Cast) -> None:
    key = _add(cast, 30, title="Vịt quay")
    _add(cast, 60)
    actions.release_programme(campaign=cast.market)
    before = _read(client)[str(key)]
    actions.remove_slot(slot=_working(cast, key))
    assert _read(client)[str(key)] == before  # not released yet
    actions.release_programme(campaign=cast.market)
    gone = _read(client)[str(key)]
    assert (gone["STATUS"], gone["SUMMARY"]) == ("CANCELLED", "Vịt quay")
    assert int(gone["SEQUENCE"]) == int(before["SEQUENCE"]) + 1
    with clock.standing_at(clock.now() + timedelta(days=29)):
        assert str(key) in _read(client)
    with clock.standing_at(clock.now() + timedelta(days=31)):
        assert str(key) not in _read(client)


def test_a_delay_moves_the_entries_and_says_why(client: Client, cast: Cast) -> None:
    key = str(_add(cast, 30))
    other = str(_add(cast, 30, _elsewhere(cast)))
    actions.release_programme(campaign=cast.market)
    before = _read(client)
    actions.announce_delay(event=cast.live, minutes=20, note="Sương mù")
    late = _read(client, "/en" + FEED)[key]
    start = _working(cast, UUID(key)).starts_at
    assert late["DTSTART"] == f"{start + timedelta(minutes=20):%Y%m%dT%H%M%SZ}"
    assert "20 minutes later than planned: Sương mù" in late["DESCRIPTION"]
    assert int(late["SEQUENCE"]) == int(before[key]["SEQUENCE"]) + 1
    assert _read(client)[other] == before[other]
    actions.announce_delay(event=cast.live, minutes=0)
    again = _read(client)[key]
    assert again["DTSTART"] == before[key]["DTSTART"]
    assert int(again["SEQUENCE"]) == int(before[key]["SEQUENCE"]) + 2


def test_a_cancelled_event_is_cancelled_in_calendars_too(client: Client, cast: Cast) -> None:
    key = str(_add(cast, 30))
    actions.release_programme(campaign=cast.market)
    actions.cancel_event(event=cast.live, note="Mưa lũ")
    entry = _read(client)[key]
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", "2")
    assert "Mưa lũ" in entry["DESCRIPTION"]
    actions.resume_event(event=cast.live)
    entry = _read(client)[key]
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CONFIRMED", "3")


def test_the_same_state_is_the_same_bytes_and_is_not_sent_twice(client: Client, cast: Cast) -> None:
    _add(cast, 30)
    actions.release_programme(campaign=cast.market)
    first = client.get(FEED)
    with clock.standing_at(clock.now() + timedelta(hours=3)):
        second = client.get(FEED)
    assert first.content == second.content
    assert client.get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(FEED, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    actions.announce_delay(event=cast.live, minutes=5)
    third = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert third.status_code == 200
    assert third["ETag"] != first["ETag"]


def test_a_programme_without_a_release_is_an_empty_calendar(client: Client, cast: Cast) -> None:
    _add(cast, 30)
    response = client.get(FEED)
    assert response.status_code == 200
    assert "VEVENT" not in response.content.decode()
    assert client.post(FEED).status_code == 405


def test_the_feed_costs_the_same_with_many_versions(client: Client, cast: Cast) -> None:
    def grow(minutes: int) -> int:
        key = _add(cast, minutes, presenter=[cast.sim])
        _add(cast, minutes + 40, presenter=[cast.hao])
        actions.release_programme(campaign=cast.market)
        actions.remove_slot(slot=_working(cast, key))
        actions.release_programme(campaign=cast.market)
        actions.announce_delay(event=cast.live, minutes=minutes % 60 + 1)
        return statements_of(client, FEED)

    one = grow(30)
    grow(200)
    assert grow(330) == one


def _step(cast: Cast, events: list[Event], chance: random.Random) -> None:
    """Something that an organiser might do, at random."""
    event = Event.objects.select_related("campaign").get(pk=chance.choice(events).pk)
    slots = list(actions.working_copy(campaign=cast.market).slots.select_related("event"))
    match chance.randrange(13):
        case 0 | 1:
            _add(cast, chance.randrange(10, 300, 10), event)
        case 2 if slots:
            actions.remove_slot(slot=chance.choice(slots))
        case 3 | 4 if slots:
            slot = chance.choice(slots)
            start = slot.starts_at + timedelta(minutes=chance.choice((-10, 0, 10)))
            actions.change_slot(
                slot=slot, event=event, title=chance.choice("AB"), starts_at=start,
                ends_at=start + timedelta(minutes=30), parts={},
            )  # fmt: skip
        case 5:
            if event.cancelled_at is None:
                actions.announce_delay(event=event, minutes=chance.choice((0, 5, 10)))
        case 6:
            (actions.resume_event if event.cancelled_at else actions.cancel_event)(event=event)
        case 7:
            actions.revert_working_copy(campaign=cast.market)
        case _ if queries.released_programme(cast.market) is None or not _is_released(cast):
            if slots:
                actions.release_programme(campaign=cast.market)


def _is_released(cast: Cast) -> bool:
    released = queries.slots_of(queries.released_programme(cast.market))
    working = queries.slots_of(actions.working_copy(campaign=cast.market))
    return not changes(released, working)


def _shown(entry: Entry) -> Entry:
    return {name: value for name, value in entry.items() if name not in {"SEQUENCE", "DTSTAMP", "LAST-MODIFIED"}}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_organisers_do_phones_can_follow(client: Client, cast: Cast, seed: int) -> None:
    """No UID is lost, no SEQUENCE falls, and what looks different has a higher one."""
    chance = random.Random(seed)  # the same walk each time
    events = [cast.live, _elsewhere(cast)]
    for event in events:
        _add(cast, 30, event)
    actions.release_programme(campaign=cast.market)
    before = _read(client)
    started = clock.now()
    seen = 0
    for number in range(45):
        with clock.standing_at(started + timedelta(seconds=number // 3)):  # some fall into the same second
            _step(cast, events, chance)
            after = _read(client)
        assert before.keys() <= after.keys()
        for key, entry in before.items():
            old, new = int(entry["SEQUENCE"]), int(after[key]["SEQUENCE"])
            assert new >= old
            assert after[key]["LAST-MODIFIED"] >= entry["LAST-MODIFIED"]
            if _shown(after[key]) != _shown(entry):
                assert new > old
                seen += 1
        before = after
    assert seen > 2
