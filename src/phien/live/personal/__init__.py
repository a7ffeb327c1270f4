"""What live rooms hold about those who write, report, present and are kept out."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from phien.campaigns.models import SlotPart
from phien.lib import personal
from phien.lib.personal import Basis, Holding, Keep, Prune, Purpose, Where
from phien.live.actions import complaints, forgetting, recordings, silence
from phien.live.models import (
    Ban,
    Broadcast,
    Complaint,
    GuestLink,
    HeldMessage,
    Mute,
    Recording,
    Writer,
)
from phien.live.personal import finding
from phien.people.models import Actor
from phien.realtime import actions as realtime
from phien.realtime.models import ERASED, Message

MONTH = silence.KNOWN_FOR.days
KEPT = (Where.DATABASE, Where.BACKUP)


def _hide_replays(actor: Actor, campaigns: frozenset[int] | None) -> int:
    """Replays of what the person presents are no longer public; gives how many."""
    slots = SlotPart.objects.filter(actor=actor, slot__programme__released_at__isnull=False)
    shown = Broadcast.objects.filter(event__in=slots.values("slot__event"), recording__is_public=True)
    if campaigns is not None:
        shown = shown.filter(event__campaign_id__in=campaigns)
    broadcasts = list(shown.filter(recording__deleted_at=None).select_related("event__campaign"))
    for broadcast in broadcasts:
        recordings.show_replay(broadcast=broadcast, is_public=False, by=actor)
    return len(broadcasts)


def _calls(tick: Callable[[datetime], int]) -> Prune:
    """A forgetting that has its own clock."""
    return lambda now, keep, most: tick(now)


def _due_kept_out(now: datetime, keep: timedelta) -> int:
    return sum(rows.count() for rows in forgetting.kept_out_past(now - keep))


def register() -> None:
    personal.hold(
        Holding(
            id="chat",
            room="live",
            name=_("What was written in live rooms"),
            whose=_("Viewers who write"),
            what=_("The name they chose, their words, and a key of their browser"),
            fields={"realtime.Message": ("payload",)},
            basis=Basis.LAW,
            why=_("The words in a live sale are kept with its recording."),
            keep=Keep(
                _("After it was written; longer under a hold"),
                days=settings.PHIEN_MESSAGE_DAYS,
                least=settings.PHIEN_MESSAGE_DAYS,
                most=settings.PHIEN_MESSAGE_DAYS,
                source="PHIEN_MESSAGE_DAYS",
            ),
            where=KEPT,
            seen_by=_("Everybody in the room; hidden messages only organisers and moderators"),
            shared_with=_("An authority that asks for a broadcast"),
            find=finding.find_messages,
            erase=finding.erase_messages,
            prune=_calls(realtime.tick),
            count=Message.objects.filter(kind="chat").exclude(hidden_reason=ERASED).count,
        ),
        Holding(
            id="waiting_messages",
            room="live",
            name=_("Messages that waited for a moderator"),
            whose=_("Viewers who write"),
            what=_("The name they chose, their words, and a key of their browser"),
            fields={"live.HeldMessage": ("name", "text", "author_key", "address_hash")},
            basis=Basis.SAFETY,
            why=_("So that a moderator can decide, and look again."),
            keep=Keep(_("After it was written"), days=30, least=7, most=365, source=_("The organiser's choice")),
            where=KEPT,
            seen_by=_("Organisers and moderators"),
            find=finding.find_writer,
            erase=finding.erase_writer,
            prune=lambda now, keep, most: forgetting.forget_waiting(before=now - keep, most=most),
            due=lambda now, keep: forgetting.waiting_past(now - keep).count(),
            count=HeldMessage.objects.exclude(name="", text="").count,
        ),
        Holding(
            id="kept_out",
            room="live",
            name=_("Mutes and bans"),
            whose=_("Viewers who write"),
            what=_("The name shown, a key of the browser, a keyed hash of the address"),
            fields={
                "live.Mute": ("author_name", "author_key", "address_hash"),
                "live.Ban": ("author_name", "author_key", "address_hash"),
            },
            basis=Basis.SAFETY,
            why=_("To keep somebody from writing who hurts others."),
            keep=Keep(
                _("After they may write again"), days=MONTH, least=MONTH, most=365, source=_("The organiser's choice")
            ),
            where=KEPT,
            seen_by=_("Organisers and moderators"),
            stays=_("Found and erased together with the messages that waited, once the writer may write again."),
            prune=lambda now, keep, most: forgetting.forget_kept_out(before=now - keep, most=most),
            due=_due_kept_out,
            count=lambda: Mute.objects.exclude(author_key="").count() + Ban.objects.exclude(author_key="").count(),
        ),
        Holding(
            id="writers",
            room="live",
            name=_("From where somebody wrote"),
            whose=_("Viewers who write"),
            what=_("A keyed hash of the network address"),
            fields={"live.Writer": ("author_key", "address_hash")},
            basis=Basis.SAFETY,
            why=_("So that a new cookie does not lift a mute."),
            keep=Keep(
                _("After they last wrote"), days=MONTH, least=MONTH, most=MONTH, source=_("Fixed in the program")
            ),
            where=KEPT,
            seen_by=_("Nobody"),
            stays=_("Found and erased together with the messages that waited."),
            prune=_calls(silence.forget_writers),
            count=Writer.objects.count,
        ),
        Holding(
            id="complaint_contacts",
            room="live",
            name=_("How complainants can be reached"),
            whose=_("Those who report"),
            what=_("Phone or e-mail, where they left one"),
            fields={"live.Complaint": ("contact",)},
            basis=Basis.CONSENT,
            why=_("To answer the report."),
            keep=Keep(
                _("After the decision"),
                days=complaints.CONTACT_DAYS,
                least=complaints.CONTACT_DAYS,
                most=complaints.CONTACT_DAYS,
                source=_("Fixed in the program"),
            ),
            where=KEPT,
            seen_by=_("Organisers"),
            find=finding.find_complaints,
            erase=finding.erase_complaints,
            prune=_calls(complaints.forget_contacts),
            count=Complaint.objects.exclude(contact="").count,
        ),
        Holding(
            id="complaints",
            room="live",
            name=_("What was reported, and the answer"),
            whose=_("Those who report"),
            what=_("What they wrote, and what the organiser answered"),
            fields={"live.Complaint": ("text", "answer")},
            basis=Basis.LAW,
            why=_("A report has to be decided, and the decision to be shown."),
            keep=Keep(
                _("After the decision; longer under a hold"),
                days=1096,
                least=1096,
                most=3653,
                source=_("As long as the recording of the broadcast"),
            ),
            where=KEPT,
            seen_by=_("Organisers and moderators; whoever has the case number"),
            stays=_("Found and erased together with how to reach them, once the case is decided."),
            prune=lambda now, keep, most: forgetting.forget_complaints(before=now - keep, most=most),
            due=lambda now, keep: forgetting.complaints_past(now - keep).count(),
            count=Complaint.objects.exclude(text="").count,
        ),
        Holding(
            id="recordings",
            room="live",
            name=_("Recordings of broadcasts"),
            whose=_("Hosts, producers, people in the picture"),
            what=_("Picture and sound"),
            fields={
                "live.Recording": ("held_reason", "deleted_reason"),
                "live.Take": ("publisher",),
                "live.Appeal": ("text", "answer"),
                "live.Cut": ("reason", "notice"),
            },
            basis=Basis.LAW,
            why=_("Recordings of live sellers are kept for whoever has to look into them."),
            keep=Keep(
                _("After the end of the broadcast; longer under a hold"),
                days=settings.PHIEN_RECORDING_DAYS,
                least=settings.PHIEN_RECORDING_DAYS,
                most=settings.PHIEN_RECORDING_DAYS,
                source="PHIEN_RECORDING_DAYS",
            ),
            where=(Where.VIDEO, Where.DATABASE, Where.BACKUP),
            seen_by=_("Everybody while the replay is public, then organisers"),
            shared_with=_("An authority that asks for a broadcast; platforms to which the picture is sent on"),
            stays=_("The law asks to keep it. The replay can be taken off the page at once."),
            prune=_calls(recordings.tick),
            deletes_files=True,
            count=Recording.objects.filter(sealed_at__isnull=False, deleted_at=None).count,
        ),
        Holding(
            id="guests",
            room="live",
            name=_("Guests' links, and who read the rules"),
            whose=_("Hosts and guests"),
            what=_("A guest's name; which version of the rules was read when"),
            fields={"live.GuestLink": ("name", "token_hash"), "live.RulesAcceptance": ("version",)},
            basis=Basis.CONTRACT,
            why=_("So that a guest can present without an account."),
            keep=Keep(_("After the link expired"), days=90, least=1, most=365, source=_("The organiser's choice")),
            where=KEPT,
            seen_by=_("Hosts and organisers"),
            find=finding.find_presenter,
            stays=_("A guest's link goes with its time; that the rules were read is kept with the recording."),
            prune=lambda now, keep, most: forgetting.forget_guests(before=now - keep, most=most),
            due=lambda now, keep: forgetting.guests_past(now - keep).count(),
            count=GuestLink.objects.count,
        ),
    )
    personal.ask_for(
        Purpose(
            id="replay",
            room="live",
            name=_("The replay of a broadcast that I present"),
            text=_(
                "The broadcast that I present may be shown again after its end. The recording itself is kept for the "
                "authorities in any case, as the law asks."
            ),
            stop=_hide_replays,
        )
    )
    personal.not_personal(
        {
            "live.Broadcast": "words about a broadcast",
            "live.FilterWord": "a word of a list",
            "live.StreamKey": "opens a camera's door; only its hash is kept",
            "live.Target": "another platform's door",
            "live.Pin": "a product",
            "live.Mute.reason": "what a moderator says of a deed",
            "live.Ban.reason": "what a moderator says of a deed",
            "live.Take.reason": "why a connection ended",
            "live.Moment": "a product, or a slot's title",
        }
    )
