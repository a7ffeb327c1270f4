"""The switch that stops: in each state of a broadcast, with the sale and without, and the way back by appeal."""

from types import SimpleNamespace

import pytest

from phien.evidence.models import Change
from phien.live import actions
from phien.live.errors import AlreadyDecided, AppealWaits, BroadcastCut, NotCut
from phien.live.models import Broadcast, Cut, Pin
from phien.live.queries import folder_of
from phien.live.tests.law.footage import lay_down
from phien.market.actions import pause_offer
from phien.realtime.models import Message

pytestmark = pytest.mark.django_db


def cut(day: SimpleNamespace, broadcast: Broadcast | None = None, **facts: object) -> Cut:
    told = {"reason": "hàng cấm", "notice": {"vi": "Tạm dừng"}, "by": day.organiser} | facts
    return actions.cut_broadcast(broadcast=broadcast or day.broadcast, **told)


def prices_open(day: SimpleNamespace) -> list[bool]:
    for offer in day.offers:
        offer.refresh_from_db()
    return [offer.is_open() for offer in day.offers]


@pytest.mark.django_db(transaction=True)
def test_one_on_air_goes_dark_with_everything(day: SimpleNamespace) -> None:
    folder = lay_down(day.broadcast)
    actions.pin_product(broadcast=day.broadcast, offer=day.duck, by=day.host)
    made = cut(day)
    day.broadcast.refresh_from_db()
    assert day.broadcast.state == "cut"
    assert day.broadcast.ended_at is not None
    assert folder.air().is_cut
    assert folder.is_closed
    assert not Pin.objects.filter(unpinned_at=None).exists()
    assert prices_open(day) == [False, False]
    assert sorted(made.paused_offers) == sorted(offer.pk for offer in day.offers)
    assert Message.objects.filter(kind="state").last().payload["state"] == "cut"
    assert day.broadcast.moments.filter(kind="cut").exists()
    change = Change.objects.get(noun="broadcast", verb="cut")
    assert change.facts == {"by": "organiser", "resting": ["vit-quay", "khau-nhuc"], "cut": made.pk}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", ["scheduled", "interrupted", "ended"])
def test_it_works_in_every_state(day: SimpleNamespace, state: str) -> None:
    row = day.broadcast
    if state == "scheduled":
        row = actions.schedule_broadcast(event=day.event, slug="two", name={"vi": "Hai"})
    elif state == "interrupted":
        actions.interrupt_broadcast(broadcast=row)
    else:
        actions.end_broadcast(broadcast=row)
    cut(day, row)
    row.refresh_from_db()
    assert row.state == "cut"
    assert folder_of(row).air().is_cut
    with pytest.raises(BroadcastCut):
        cut(day, row)
    assert Cut.objects.count() == 1


def test_the_sale_may_go_on(day: SimpleNamespace) -> None:
    assert cut(day, pause_sale=False).paused_offers == []
    assert prices_open(day) == [True, True]


@pytest.mark.django_db(transaction=True)
def test_lifting_brings_back_what_rested_and_no_more(day: SimpleNamespace) -> None:
    pause_offer(offer=day.pork, by=day.host)  # the host's own pause stays the host's
    assert cut(day).paused_offers == [day.duck.pk]
    actions.lift_cut(broadcast=day.broadcast, by=day.organiser)
    day.broadcast.refresh_from_db()
    assert day.broadcast.state == "ended"
    assert not folder_of(day.broadcast).air().is_cut
    assert prices_open(day) == [True, False]
    with pytest.raises(NotCut):
        actions.lift_cut(broadcast=day.broadcast, by=day.organiser)
    actions.reopen_broadcast(broadcast=day.broadcast)
    day.broadcast.refresh_from_db()
    assert day.broadcast.state == "live"


def test_what_two_stops_rest_is_sold_again_after_both(day: SimpleNamespace) -> None:
    other = actions.schedule_broadcast(event=day.event, slug="two", name={"vi": "Hai"})
    first, second = cut(day), cut(day, other)
    assert sorted(first.paused_offers) == sorted(second.paused_offers)
    actions.lift_cut(broadcast=day.broadcast, by=day.organiser)
    assert prices_open(day) == [False, False]
    actions.lift_cut(broadcast=other, by=day.organiser)
    assert prices_open(day) == [True, True]


def test_an_appeal_that_is_granted_lifts_it(day: SimpleNamespace) -> None:
    made = cut(day)
    asked = actions.appeal(cut=made, text="Giấy tờ đủ", by=day.host)
    with pytest.raises(AppealWaits):
        actions.appeal(cut=made, text="Nữa", by=day.host)
    actions.decide_appeal(appeal=asked, is_granted=True, answer="Đúng", by=day.organiser)
    made.refresh_from_db()
    assert made.lifted_by == day.organiser
    assert prices_open(day) == [True, True]
    with pytest.raises(AlreadyDecided):
        actions.decide_appeal(appeal=asked, is_granted=False, answer="", by=day.organiser)
    with pytest.raises(NotCut):
        actions.appeal(cut=made, text="Muộn", by=day.host)
    verbs = list(Change.objects.filter(noun="appeal").values_list("verb", flat=True))
    assert verbs == ["filed", "decided"]


def test_an_appeal_that_is_refused_leaves_it_and_another_may_follow(day: SimpleNamespace) -> None:
    made = cut(day)
    asked = actions.appeal(cut=made, text="Giấy tờ đủ", by=day.host)
    actions.decide_appeal(appeal=asked, is_granted=False, answer="Chưa", by=day.organiser)
    day.broadcast.refresh_from_db()
    assert day.broadcast.state == "cut"
    actions.appeal(cut=made, text="Có giấy mới", by=day.host)
