"""The switch that stops a broadcast: its picture, its replay and its sale; and the way back."""

from django.db import transaction

from phien.evidence import actions as evidence
from phien.lib import clock
from phien.live.actions.broadcasts import end_broadcast
from phien.live.actions.moments import locked, note
from phien.live.actions.studio import air_on_commit, tell_state
from phien.live.editions import renew_cards
from phien.live.errors import AlreadyDecided, AppealWaits, BroadcastCut, NotCut
from phien.live.models import Appeal, Broadcast, Cut, Moment
from phien.live.queries.room import goods_of, stretches_of
from phien.market import actions as market
from phien.market.models import Offer
from phien.people.models import Actor


@transaction.atomic
def cut_broadcast(
    *, broadcast: Broadcast, reason: str, notice: dict[str, str] | str, by: Actor, pause_sale: bool = True
) -> Cut:
    """Stop it at once, in whatever state it is: nothing comes in, nothing is shown, and what it sells rests.

    `reason` is for the record, `notice` for the public. Raises BroadcastCut where it is stopped already.
    """
    row = locked(broadcast)
    if row.cut_at is not None:
        raise BroadcastCut
    now = clock.now()
    if row.is_on:
        row = end_broadcast(broadcast=row, at=now)
    row.cut_at = now
    row.save(update_fields=["cut_at"])
    offers = _rest(row, by) if pause_sale else []
    note(row, Moment.Kind.CUT, now)
    cut = Cut.objects.create(
        broadcast=row, at=now, by=by, reason=reason, notice=notice, paused_offers=[offer.pk for offer in offers]
    )
    facts = {"by": by.slug, "resting": [offer.product.slug for offer in offers], "cut": cut.pk}
    evidence.record_change(noun="broadcast", key=row.slug, verb="cut", facts=facts, at=now)
    renew_cards(row)
    tell_state(row)
    air_on_commit(row)
    return cut


def _shelf(broadcast: Broadcast) -> list[Offer]:
    return [goods.offer for goods in goods_of(broadcast, [stretch.slot.key for stretch in stretches_of(broadcast)])]


def _resting_elsewhere(broadcast: Broadcast) -> set[int]:
    """Offers that rest because another broadcast is stopped."""
    others = Cut.objects.filter(lifted_at=None).exclude(broadcast=broadcast)
    return {offer for offers in others.values_list("paused_offers", flat=True) for offer in offers}


def _rest(broadcast: Broadcast, by: Actor) -> list[Offer]:
    """Pause the sale of the shelf; those that a person had paused before stay that person's."""
    elsewhere = _resting_elsewhere(broadcast)
    offers = [offer for offer in _shelf(broadcast) if offer.paused_at is None or offer.pk in elsewhere]
    for offer in offers:
        if offer.paused_at is None:
            market.pause_offer(offer=offer, by=by)
    return offers


@transaction.atomic
def lift_cut(*, broadcast: Broadcast, by: Actor) -> Cut:
    """Take the stop back: the replay is there again and what rested is sold again. One that was on stays ended.

    Raises NotCut.
    """
    row = locked(broadcast)
    cut = Cut.objects.select_for_update().filter(broadcast=row, lifted_at=None).first()
    if row.cut_at is None or cut is None:
        raise NotCut
    now = clock.now()
    row.cut_at = None
    row.save(update_fields=["cut_at"])
    Cut.objects.filter(pk=cut.pk).update(lifted_at=now, lifted_by=by)
    back = set(cut.paused_offers) - _resting_elsewhere(row)
    resumed = list(Offer.objects.filter(pk__in=back, paused_at__isnull=False).select_related("product"))
    for offer in resumed:
        market.resume_offer(offer=offer, by=by)
    facts = {"by": by.slug, "sold_again": [offer.product.slug for offer in resumed], "cut": cut.pk}
    evidence.record_change(noun="broadcast", key=row.slug, verb="cut_lifted", facts=facts, at=now)
    renew_cards(row)
    tell_state(row)
    air_on_commit(row)
    cut.refresh_from_db()
    return cut


@transaction.atomic
def appeal(*, cut: Cut, text: str, by: Actor) -> Appeal:
    """Ask to look at a stop again. Raises NotCut where it is lifted, AppealWaits while one of `by` is not decided."""
    row = Cut.objects.select_for_update(of=("self",)).select_related("broadcast").get(pk=cut.pk)
    if row.lifted_at is not None:
        raise NotCut
    if Appeal.objects.filter(cut=row, by=by, decided_at=None).exists():
        raise AppealWaits
    made = Appeal.objects.create(cut=row, by=by, at=clock.now(), text=text)
    facts = {"broadcast": row.broadcast.slug, "by": by.slug, "cut": row.pk}
    evidence.record_change(noun="appeal", key=f"{row.broadcast.slug}-{made.pk}", verb="filed", facts=facts)
    return made


@transaction.atomic
def decide_appeal(*, appeal: Appeal, is_granted: bool, answer: str, by: Actor) -> Appeal:
    """Answer it; where it is granted, the stop is lifted. Raises AlreadyDecided."""
    row = Appeal.objects.select_for_update(of=("self",)).select_related("cut__broadcast").get(pk=appeal.pk)
    if row.decided_at is not None:
        raise AlreadyDecided
    row.decided_at = clock.now()
    row.is_granted = is_granted
    row.answer = answer
    row.decided_by = by
    row.save(update_fields=["decided_at", "is_granted", "answer", "decided_by"])
    broadcast = row.cut.broadcast
    facts = {"broadcast": broadcast.slug, "by": by.slug, "granted": is_granted, "cut": row.cut_id}
    evidence.record_change(noun="appeal", key=f"{broadcast.slug}-{row.pk}", verb="decided", facts=facts)
    if is_granted and row.cut.lifted_at is None:
        lift_cut(broadcast=broadcast, by=by)
    return row
