"""How somebody is found among those who write, report and present, and taken out."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from phien.lib.personal import Erased, Found, Kept, Person
from phien.live.actions import forgetting
from phien.live.models import (
    Ban,
    Broadcast,
    Complaint,
    GuestLink,
    HeldMessage,
    Mute,
    RulesAcceptance,
    Writer,
)
from phien.market import phones
from phien.realtime.models import ERASED, Message

HELD = _("An authority asked to keep this broadcast.")


def _said_by(person: Person) -> QuerySet[Message]:
    found = Message.objects.filter(kind="chat").exclude(hidden_reason=ERASED).select_related("topic")
    if not person.writer:
        return found.none()
    found = found.filter(payload__key=person.writer, topic__name__startswith="broadcast:")
    if person.campaigns is not None:
        rooms = Broadcast.objects.filter(event__campaign_id__in=person.campaigns).values_list("slug", flat=True)
        found = found.filter(topic__name__in=[f"broadcast:{slug}" for slug in rooms])
    return found.order_by("topic", "number")


def _message(row: Message) -> Found:
    said = {name: row.payload.get(name, "") for name in ("name", "text")}
    return Found("realtime.Message", f"{row.topic.name}#{row.number}", {**said, "at": row.at.isoformat()})


def find_messages(person: Person) -> Iterable[Found]:
    return (_message(row) for row in _said_by(person))


def erase_messages(person: Person) -> Erased:
    rows = list(_said_by(person))
    free = [row for row in rows if row.topic.held_at is None]
    forgetting.erase_messages(messages=free)
    stays = len(rows) - len(free)
    return Erased([_message(row) for row in free], [Kept(stays, HELD)] if stays else [])


def _writer_rows(person: Person) -> tuple[list[HeldMessage], list[Mute], list[Ban], list[Writer]]:
    if not person.writer:
        return [], [], [], []
    theirs, room = Q(author_key=person.writer), person.within("broadcast__event__campaign_id")
    return (
        list(HeldMessage.objects.filter(theirs, **room).exclude(forgetting.held_by_law())),
        list(Mute.objects.filter(theirs, **room)),
        list(Ban.objects.filter(theirs, **person.within("campaign_id"))),
        list(Writer.objects.filter(theirs, **room)),
    )


def find_writer(person: Person) -> Iterable[Found]:
    waiting, mutes, bans, writers = _writer_rows(person)
    for row in waiting:
        yield Found("live.HeldMessage", str(row.pk), {"name": row.name, "text": row.text, "at": row.at.isoformat()})
    kept_out: list[tuple[str, Mute | Ban]] = [("live.Mute", mute) for mute in mutes]
    kept_out += [("live.Ban", ban) for ban in bans]
    for of, one in kept_out:
        yield Found(of, str(one.pk), {"name": one.author_name, "reason": one.reason, "since": one.made_at.isoformat()})
    for writer in writers:
        yield Found("live.Writer", str(writer.pk), {"at": writer.at.isoformat()})


def erase_writer(person: Person) -> Erased:
    """A mute or a ban that still holds stays: it protects others."""
    waiting, mutes, bans, writers = _writer_rows(person)
    muted = set(Mute.objects.current().values_list("pk", flat=True))
    banned = set(Ban.objects.current().values_list("pk", flat=True))
    over = [row for row in mutes if row.pk not in muted], [row for row in bans if row.pk not in banned]
    names = {
        *(("live.HeldMessage", str(row.pk)) for row in waiting),
        *(("live.Mute", str(row.pk)) for row in over[0]),
        *(("live.Ban", str(row.pk)) for row in over[1]),
        *(("live.Writer", str(row.pk)) for row in writers),
    }
    rows = [row for row in find_writer(person) if (row.of, row.key) in names]
    forgetting.erase_writer(
        waiting=[row.pk for row in waiting],
        mutes=[row.pk for row in over[0]],
        bans=[row.pk for row in over[1]],
        writers=[row.pk for row in writers],
    )
    stays = len(mutes) + len(bans) - len(over[0]) - len(over[1])
    why = _("The writer is still kept out; it ends with that.")
    return Erased(rows, [Kept(stays, why)] if stays else [])


def _number(contact: str) -> str:
    """The phone number that was left as the way to reach somebody, however it was written; "" for another way."""
    try:
        return phones.read(contact)
    except ValidationError:
        return ""


def _complaints_of(person: Person) -> QuerySet[Complaint]:
    """Contacts are forgotten some weeks after the decision, so there are few to look through."""
    if not person.phone:
        return Complaint.objects.none()
    rows = Complaint.objects.exclude(contact="").filter(**person.within("broadcast__event__campaign_id"))
    left = rows.values_list("pk", "contact")
    theirs = [pk for pk, contact in left if _number(contact) == person.phone]
    return Complaint.objects.filter(pk__in=theirs).order_by("pk")


def find_complaints(person: Person) -> Iterable[Found]:
    for row in _complaints_of(person):
        values = {"reason": row.reason, "text": row.text, "contact": row.contact, "at": row.at.isoformat()}
        yield Found("live.Complaint", row.code, values)


def erase_complaints(person: Person) -> Erased:
    open_ones = _complaints_of(person).filter(decided_at=None).count()
    rows = list(find_complaints(person))
    done = set(_complaints_of(person).exclude(decided_at=None).values_list("code", flat=True))
    forgetting.erase_contacts(complaints=list(Complaint.objects.filter(code__in=done).values_list("pk", flat=True)))
    why = _("The case is not decided yet.")
    return Erased([row for row in rows if row.key in done], [Kept(open_ones, why)] if open_ones else [])


def find_presenter(person: Person) -> Iterable[Found]:
    if not (person.actor and person.is_of_site):
        return
    for link in GuestLink.objects.filter(actor__slug=person.actor).select_related("broadcast"):
        yield Found("live.GuestLink", str(link.pk), {"name": link.name, "broadcast": link.broadcast.slug})
    for yes in RulesAcceptance.objects.filter(actor__slug=person.actor):
        yield Found("live.RulesAcceptance", str(yes.pk), {"version": yes.version, "at": yes.at.isoformat()})
