"""Keep somebody from writing: in one room for a while, or in every room of a campaign."""

from datetime import datetime, timedelta

from babel.dates import format_date, format_time
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from phien.evidence import actions as evidence
from phien.lib import clock
from phien.lib.locales import babel_locale
from phien.live.errors import Banned, BannedUntil, Muted, MutedToTheEnd
from phien.live.models import Ban, Broadcast, HeldMessage, Mute, Writer
from phien.people.models import Actor
from phien.realtime import actions as realtime
from phien.realtime import queries as messages

KNOWN_FOR = timedelta(days=30)
"""How long it is remembered from where a writer wrote."""


def check_may_write(*, broadcast: Broadcast, author_key: str, address_hash: str) -> None:
    """Raises Banned or Muted for a writer, and for whoever comes from the same address, while it lasts."""
    same = Q(author_key=author_key)
    if address_hash:
        same |= Q(address_hash=address_hash)
    ban = Ban.objects.current().filter(same, campaign=broadcast.event.campaign_id).order_by("-made_at").first()
    if ban is not None:
        if ban.until is None:
            raise Banned
        raise BannedUntil(until=_day(ban.until))
    mute = Mute.objects.current().filter(same, broadcast=broadcast).order_by("-made_at").first()
    if mute is not None:
        if mute.until is None:
            raise MutedToTheEnd
        raise Muted(until=_hour(mute.until))


def _hour(at: datetime) -> str:
    return format_time(timezone.localtime(at), "HH:mm", locale=babel_locale(get_language()))


def _day(at: datetime) -> str:
    return f"{_hour(at)}, {format_date(timezone.localtime(at), 'long', locale=babel_locale(get_language()))}"


def remember_writer(*, broadcast: Broadcast, author_key: str, address_hash: str) -> None:
    """Note from where the writer writes, so that a mute or a ban finds them again without their cookie."""
    if not address_hash:
        return
    if not Writer.objects.filter(broadcast=broadcast, author_key=author_key, address_hash=address_hash).exists():
        Writer.objects.update_or_create(
            broadcast=broadcast,
            author_key=author_key,
            defaults={"address_hash": address_hash, "at": clock.now()},
        )


def forget_writers(now: datetime) -> int:
    """Forget from where people wrote, after a month; of those kept out a month after they may write again.

    Called each second; returns how many.
    """
    old = now - KNOWN_FOR
    gone = Writer.objects.filter(at__lt=old).delete()[0]
    over = Q(until__lt=old) | Q(lifted_at__lt=old)
    for known in (
        HeldMessage.objects.filter(at__lt=old),
        Mute.objects.filter(over | Q(broadcast__ended_at__lt=old)),
        Ban.objects.filter(over),
    ):
        gone += known.exclude(address_hash="").update(address_hash="")
    return gone


def _address_of(broadcast: Broadcast, author_key: str) -> str:
    known = Writer.objects.filter(broadcast=broadcast, author_key=author_key)
    return known.values_list("address_hash", flat=True).first() or ""


def _hide_theirs(broadcast: Broadcast, author_key: str) -> None:
    """Hide their newest messages, and drop those that wait."""
    for message in messages.latest(topic=broadcast.topic, limit=200, kinds=["chat"]):
        if message.payload.get("key") == author_key:
            realtime.hide(topic=broadcast.topic, number=message.number)
    waiting = HeldMessage.objects.filter(broadcast=broadcast, author_key=author_key, decided_at=None)
    waiting.update(decided_at=clock.now())


def _record(noun: str, row: Mute | Ban, verb: str, by: Actor | None, **facts: object) -> None:
    facts |= {"until": row.until.isoformat() if row.until else None, "by": by.slug if by else ""}
    evidence.record_change(noun=noun, key=str(row.pk), verb=verb, facts=facts)


@transaction.atomic
def mute_writer(
    *,
    broadcast: Broadcast,
    author_key: str,
    author_name: str,
    reason: str,
    span: timedelta | None,
    by: Actor | None,
    with_address: bool = False,
    hide_theirs: bool = False,
) -> Mute:
    """Keep a writer from writing in this room for so long (None: to the end), and hide what they wrote if asked.

    `with_address`: and whoever else comes from their address.
    """
    now = clock.now()
    mute = Mute.objects.create(
        broadcast=broadcast,
        author_key=author_key,
        address_hash=_address_of(broadcast, author_key) if with_address else "",
        author_name=author_name[:40],
        reason=reason,
        until=None if span is None else now + span,
        by=by,
        made_at=now,
    )
    _record("mute", mute, "set", by, broadcast=broadcast.slug)
    if hide_theirs:
        _hide_theirs(broadcast, author_key)
    return mute


@transaction.atomic
def ban_writer(
    *,
    broadcast: Broadcast,
    author_key: str,
    author_name: str,
    reason: str,
    span: timedelta | None,
    by: Actor | None,
    with_address: bool = False,
    hide_theirs: bool = False,
) -> Ban:
    """Keep a writer of this room out of the chats of the whole campaign (None: until it is lifted)."""
    now = clock.now()
    ban = Ban.objects.create(
        campaign=broadcast.event.campaign,
        author_key=author_key,
        address_hash=_address_of(broadcast, author_key) if with_address else "",
        author_name=author_name[:40],
        reason=reason,
        until=None if span is None else now + span,
        by=by,
        made_at=now,
    )
    _record("ban", ban, "set", by, campaign=broadcast.event.campaign.slug)
    if hide_theirs:
        _hide_theirs(broadcast, author_key)
    return ban


@transaction.atomic
def lift_mute(*, mute: Mute, by: Actor | None = None) -> None:
    """Let the writer write again. Twice is once."""
    if Mute.objects.filter(pk=mute.pk, lifted_at=None).update(lifted_at=clock.now()):
        _record("mute", mute, "lifted", by, broadcast=mute.broadcast.slug)


@transaction.atomic
def lift_ban(*, ban: Ban, by: Actor | None = None) -> None:
    """Let the writer into the campaign's chats again. Twice is once."""
    if Ban.objects.filter(pk=ban.pk, lifted_at=None).update(lifted_at=clock.now()):
        _record("ban", ban, "lifted", by, campaign=ban.campaign.slug)
