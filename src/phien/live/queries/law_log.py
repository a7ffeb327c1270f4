"""Everything that happened in a broadcast, from all its rows, in one list by time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from phien.evidence.models import Change
from phien.lib import clock, money
from phien.live.models import (
    Appeal,
    Ban,
    Broadcast,
    Complaint,
    Cut,
    GuestLink,
    HeldMessage,
    Moment,
    Mute,
    Pin,
    StreamKey,
    Take,
    Target,
)
from phien.market.models import Product
from phien.people.models import Actor
from phien.realtime.models import Message

AROUND = timedelta(hours=12)
"""How long before and after a broadcast prices belong to its story."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind` is a word for programs, `words` for people; `by` is who did it, where that is known."""

    at: datetime
    kind: str
    words: str
    by: str = ""
    detail: str = ""


def log_of(broadcast: Broadcast) -> list[Entry]:
    """The oldest first. Some fifteen statements, however long the day was."""
    found: list[Entry] = []
    for part in (_moments, _pins, _takes, _silences, _messages, _cases, _stops, _doors, _recording, _offers):
        found += part(broadcast)
    return sorted(found, key=lambda entry: entry.at)


def _name(actor: Actor | None) -> str:
    return str(actor.name) if actor is not None else ""


def _moments(broadcast: Broadcast) -> Iterator[Entry]:
    rows = list(broadcast.moments.exclude(kind=Moment.Kind.PIN))
    names = dict(Product.objects.filter(slug__in={row.ref for row in rows if row.ref}).values_list("slug", "name"))
    for row in rows:
        of = str(names.get(row.ref, row.ref))
        detail = f"{row.quantity} × {of}" if row.quantity else of
        yield Entry(row.at, row.kind, str(row.get_kind_display()), detail=detail)


def _pins(broadcast: Broadcast) -> Iterator[Entry]:
    for row in Pin.objects.filter(broadcast=broadcast).select_related("offer__product", "by"):
        name = str(row.offer.product.name)
        yield Entry(row.pinned_at, "pin", _("Shown"), _name(row.by), name)
        if row.unpinned_at is not None:
            yield Entry(row.unpinned_at, "unpin", _("Pin taken down"), detail=name)


def _takes(broadcast: Broadcast) -> Iterator[Entry]:
    for row in Take.objects.filter(broadcast=broadcast):
        who = f"{row.publisher} · {row.get_via_display()}"
        yield Entry(row.began_at, "take", _("Sender began"), detail=who)
        if row.ended_at is not None:
            yield Entry(row.ended_at, "take_end", _("Sender stopped"), detail=f"{who} · {row.reason}".rstrip(" ·"))


def _silences(broadcast: Broadcast) -> Iterator[Entry]:
    mutes = Mute.objects.filter(broadcast=broadcast).select_related("by")
    bans = Ban.objects.filter(campaign=broadcast.event.campaign_id).select_related("by")
    for kind, words, lifted, rows in (
        ("mute", _("Writer muted"), _("Muting lifted"), mutes),
        ("ban", _("Writer banned"), _("Ban lifted"), bans),
    ):
        for row in rows:
            yield Entry(row.made_at, kind, words, _name(row.by), f"{row.author_name}: {row.reason}".strip(": "))
            if row.lifted_at is not None:
                yield Entry(row.lifted_at, f"{kind}_lifted", lifted, detail=row.author_name)


def _messages(broadcast: Broadcast) -> Iterator[Entry]:
    words = {"hidden": _("Message hidden"), "shown again": _("Message shown again")}
    one_by_one = set()
    for change in Change.objects.filter(noun="chat", key__startswith=f"{broadcast.slug}-", verb__in=words):
        if change.facts.get("broadcast") == broadcast.slug:
            number, by = change.key.rpartition("-")[2], change.facts.get("by", "")
            one_by_one.add(number)
            yield Entry(change.happened_at, change.verb, words[change.verb], by, f"#{number}")
    hidden = Message.objects.filter(topic__name=broadcast.topic, hidden_at__isnull=False).order_by("number")
    for place, at in hidden.values_list("number", "hidden_at"):
        if at is not None and str(place) not in one_by_one:  # hidden with all that its writer wrote
            yield Entry(at, "hidden", words["hidden"], detail=f"#{place}")
    for row in HeldMessage.objects.filter(broadcast=broadcast).select_related("decided_by"):
        if row.decided_at is None:
            continue
        what = _("Waiting message let in") if row.is_let_in else _("Waiting message refused")
        yield Entry(row.decided_at, "held", what, _name(row.decided_by), str(row.get_why_display()))


def _cases(broadcast: Broadcast) -> Iterator[Entry]:
    for row in Complaint.objects.filter(broadcast=broadcast).select_related("decided_by"):
        yield Entry(row.at, "complaint", _("Report of a viewer"), detail=f"{row.code} · {row.get_reason_display()}")
        if row.decided_at is not None:
            words = f"{row.code} · {row.get_decision_display()}"
            yield Entry(row.decided_at, "complaint_decided", _("Report decided"), _name(row.decided_by), words)


def _stops(broadcast: Broadcast) -> Iterator[Entry]:
    for row in Cut.objects.filter(broadcast=broadcast).select_related("by", "lifted_by"):
        yield Entry(row.at, "stop", _("Stopped by the organiser"), _name(row.by), row.reason)
        if row.lifted_at is not None:
            yield Entry(row.lifted_at, "stop_lifted", _("Stop lifted"), _name(row.lifted_by))
    for appeal in Appeal.objects.filter(cut__broadcast=broadcast).select_related("by", "decided_by"):
        yield Entry(appeal.at, "appeal", _("Appeal"), _name(appeal.by))
        if appeal.decided_at is not None:
            words = _("Appeal granted") if appeal.is_granted else _("Appeal refused")
            yield Entry(appeal.decided_at, "appeal_decided", words, _name(appeal.decided_by))


def _doors(broadcast: Broadcast) -> Iterator[Entry]:
    for key in StreamKey.objects.filter(broadcast=broadcast).select_related("made_by"):
        detail = f"{key.get_role_display()} …{key.hint}"
        yield Entry(key.made_at, "key", _("Stream key made"), _name(key.made_by), detail)
        if key.revoked_at is not None:
            yield Entry(key.revoked_at, "key_revoked", _("Stream key revoked"), detail=detail)
    for link in GuestLink.objects.filter(broadcast=broadcast).select_related("made_by"):
        yield Entry(link.made_at, "guest", _("Guest's link made"), _name(link.made_by), link.name)
        if link.revoked_at is not None:
            yield Entry(link.revoked_at, "guest_revoked", _("Guest's link revoked"), detail=link.name)
    for target in Target.objects.filter(broadcast=broadcast).select_related("made_by"):
        detail = f"{target.label} ({target.get_platform_display()})"
        yield Entry(target.made_at, "target", _("Sent on to another platform"), _name(target.made_by), detail)


def _recording(broadcast: Broadcast) -> Iterator[Entry]:
    """From the changes in evidence: a recording can be held and released many times."""
    words = {
        "sealed": _("Recording complete"),
        "fingerprinted": _("Fingerprint of the recording"),
        "held": _("Recording held"),
        "released": _("Hold released"),
        "withdrawn": _("Replay withdrawn"),
        "shown": _("Replay shown again"),
        "exported": _("Records handed out"),
        "deleted": _("Recording deleted"),
    }
    for row in Change.objects.filter(noun="recording", key=broadcast.slug):
        detail = row.facts.get("sha256", "") or row.facts.get("keep_until", "")
        yield Entry(row.happened_at, row.verb, words.get(row.verb, row.verb), row.facts.get("by", ""), str(detail))


def _offers(broadcast: Broadcast) -> Iterator[Entry]:
    """Prices, and sales that were paused, of what this campaign sells; from the changes in evidence."""
    campaign = broadcast.event.campaign
    words = {"priced": _("Price set"), "paused": _("Sale paused"), "resumed": _("Sold again")}
    since = (broadcast.started_at or broadcast.event.starts_at) - AROUND
    until = (broadcast.ended_at or clock.now()) + AROUND
    changes = Change.objects.filter(noun="offer", key__startswith=f"{campaign.slug}/")
    rows = list(changes.filter(happened_at__gte=since, happened_at__lte=until))
    names = dict(Product.objects.filter(slug__in={row.facts["product"] for row in rows}).values_list("slug", "name"))
    for row in rows:
        name = str(names.get(row.facts["product"], row.facts["product"]))
        detail = f"{name}: {money.show(row.facts['price'])}" if "price" in row.facts else name
        yield Entry(row.happened_at, row.verb, words.get(row.verb, row.verb), row.facts.get("by", ""), detail)
