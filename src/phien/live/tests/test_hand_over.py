"""Handing a broadcast over: who presents, until when, and what the room is told."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from phien.campaigns import actions as campaigns
from phien.campaigns.models import Event, Programme, Slot
from phien.lib import clock
from phien.live import actions, queries
from phien.live.errors import NotOn, SlotElsewhere
from phien.live.models import Broadcast, Moment, Take
from phien.people.models import Scope
from phien.realtime import queries as messages
from phien.video.folder import Take as SentTake


def _presents(day: SimpleNamespace) -> str | None:
    current = queries.room_of(Broadcast.objects.select_related("event__campaign").get(pk=day.broadcast.pk))["current"]
    return str(current.slot.title) if current is not None else None


def _told(day: SimpleNamespace) -> list[dict[str, object]]:
    return [m.payload for m in messages.latest(topic=day.broadcast.topic, kinds=["handed_over"])]


def test_the_people_of_the_slot_present_before_its_hour(day: SimpleNamespace) -> None:
    assert _presents(day) == "Vịt quay"
    actions.hand_over(broadcast=day.broadcast, slot=day.slots[1], by=day.host)
    assert _presents(day) == "Khâu nhục"
    moment = day.broadcast.moments.get(kind=Moment.Kind.HANDED_OVER)
    assert moment.ref == "Khâu nhục"
    [told] = _told(day)
    assert told["slot"] == str(day.slots[1].key)
    assert told["presenters"] == [{"vi": "Cô Thơ"}]
    with clock.standing_at(day.slots[1].starts_at + timedelta(minutes=5)):
        assert _presents(day) == "Khâu nhục"  # its own beginning changes nothing


def test_who_goes_on_past_the_hour_does_so_until_the_next_begins(day: SimpleNamespace) -> None:
    third = Slot.objects.create(
        programme=day.slots[0].programme, event=day.event, key=uuid4(), title={"vi": "Chè"},
        starts_at=day.slots[1].ends_at, ends_at=day.slots[1].ends_at + timedelta(hours=1),
    )  # fmt: skip
    with clock.standing_at(day.slots[1].starts_at + timedelta(minutes=1)):
        assert _presents(day) == "Khâu nhục"
        actions.hand_over(broadcast=day.broadcast, slot=day.slots[0], by=day.host)
        assert _presents(day) == "Vịt quay"
    with clock.standing_at(third.starts_at - timedelta(minutes=1)):
        assert _presents(day) == "Vịt quay"
    with clock.standing_at(third.starts_at):
        assert _presents(day) == "Chè"


def test_back_to_the_clock(day: SimpleNamespace) -> None:
    actions.hand_over(broadcast=day.broadcast, slot=day.slots[1], by=day.host)
    actions.hand_over(broadcast=day.broadcast, slot=None, by=day.host)
    assert _presents(day) == "Vịt quay"
    assert _told(day)[-1]["slot"] == str(day.slots[0].key)


def test_the_same_again_tells_nobody(day: SimpleNamespace) -> None:
    actions.hand_over(broadcast=day.broadcast, slot=None, by=day.host)
    for _again in range(2):
        actions.hand_over(broadcast=day.broadcast, slot=day.slots[1], by=day.host)
    assert len(_told(day)) == 1


def test_a_delay_moves_who_presents(day: SimpleNamespace) -> None:
    with clock.standing_at(day.slots[1].starts_at + timedelta(minutes=5)):
        assert _presents(day) == "Khâu nhục"
        campaigns.announce_delay(event=day.event, minutes=15)
        assert _presents(day) == "Vịt quay"


def test_a_slot_from_elsewhere_is_refused(day: SimpleNamespace) -> None:
    scope = Scope.objects.create(kind="event", label="khac", parent=day.campaign.scope)
    facts = {"starts_at": day.event.starts_at, "ends_at": day.event.ends_at}
    other = Event.objects.create(
        campaign=day.campaign, slug="khac", kind="live", name={"vi": "Khác"}, place=day.province, scope=scope, **facts
    )  # fmt: skip
    working = Programme.objects.create(campaign=day.campaign)
    for programme, event in ((day.slots[0].programme, other), (working, day.event)):
        slot = Slot.objects.create(programme=programme, event=event, key=uuid4(), title={"vi": "X"}, **facts)
        with pytest.raises(SlotElsewhere):
            actions.hand_over(broadcast=day.broadcast, slot=slot, by=day.host)
    assert Broadcast.objects.get().slot_key is None
    assert _told(day) == []


def test_nothing_is_handed_over_that_is_not_on(day: SimpleNamespace) -> None:
    for fields in ({"ended_at": clock.now()}, {"ended_at": None, "started_at": None}):
        Broadcast.objects.update(**fields)
        with pytest.raises(NotOn):
            actions.hand_over(broadcast=day.broadcast, slot=day.slots[1], by=day.host)
    assert not Moment.objects.filter(kind=Moment.Kind.HANDED_OVER).exists()


def test_two_senders_follow_each_other_in_one_broadcast(day: SimpleNamespace) -> None:
    """The second phone's picture and the second presenter: two rows of takes, one broadcast that never stopped."""
    now = clock.now().timestamp()
    for number, label in enumerate(("Máy 1", "Máy 2")):
        take = SentTake(
            code=f"take-0000{number}", via="phone", format="webm", publisher=f"host-{number}", label=label,
            began=now + number, opened=now + number,
        )  # fmt: skip
        actions.note_take(broadcast=day.broadcast, take=take)
    actions.hand_over(broadcast=day.broadcast, slot=day.slots[1], by=day.host)
    actions.end_take(broadcast=day.broadcast, code="take-00000", reason="replaced")
    first, second = Take.objects.order_by("began_at")
    assert (first.reason, second.ended_at) == ("replaced", None)
    row = Broadcast.objects.get()
    assert (row.state, row.slot_key) == (Broadcast.State.LIVE, day.slots[1].key)
