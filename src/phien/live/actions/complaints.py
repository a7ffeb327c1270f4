"""A viewer reports something; the organiser decides before the clock runs out, and answers."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from phien.evidence import actions as evidence
from phien.lib import clock, codes
from phien.live.errors import AlreadyDecided
from phien.live.models import Broadcast, Complaint
from phien.people.models import Actor
from phien.realtime import limits

PER_ADDRESS = (5, 3600)
"""Reports from one address: five an hour."""
PER_BROADCAST = (300, 3600)
CODE_LENGTH = 12
CONTACT_DAYS = 30
"""How long after the decision a complainant's contact is kept."""
SLICE = 200


def file_complaint(
    *, broadcast: Broadcast, reason: str, text: str, contact: str, second: int, from_address: str
) -> Complaint:
    """Open a case about this second. Its number cannot be guessed and shows its state. Raises TooMany.

    `from_address` is counted against the limit and not kept; "" where it is not known.
    """
    if from_address:
        limits.check(key=f"complaint:{from_address}", limit=PER_ADDRESS[0], seconds=PER_ADDRESS[1])
    limits.check(key=f"complaint:of:{broadcast.slug}", limit=PER_BROADCAST[0], seconds=PER_BROADCAST[1])
    now = clock.now()
    for _attempt in range(3):
        try:
            with transaction.atomic():
                row = Complaint.objects.create(
                    broadcast=broadcast,
                    code=codes.make(CODE_LENGTH),
                    reason=Complaint.Reason(reason),
                    text=text,
                    contact=contact,
                    at=now,
                    second=min(second, broadcast.second(broadcast.ended_at or now)),
                    is_of_replay=broadcast.ended_at is not None,
                    due_at=now + timedelta(hours=settings.PHIEN_COMPLAINT_HOURS),
                )
                evidence.record_change(noun="complaint", key=_key(row), verb="filed", facts=_facts(row))
                return row
        except IntegrityError:  # the number is taken: once in 10^17
            continue
    raise RuntimeError("No free case number was found")


def _key(row: Complaint) -> str:
    """Names the case in evidence without its number, which opens its page."""
    return f"{row.broadcast.slug}-{row.pk}"


def _facts(row: Complaint) -> dict[str, object]:
    return {
        "broadcast": row.broadcast.slug,
        "reason": row.reason,
        "second": row.second,
        "due": row.due_at.isoformat(),
        "replay": row.is_of_replay,
    }


@transaction.atomic
def decide_complaint(*, complaint: Complaint, decision: str, answer: str, by: Actor | None) -> Complaint:
    """Say what was found and done. Raises AlreadyDecided."""
    row = Complaint.objects.select_for_update(of=("self",)).select_related("broadcast").get(pk=complaint.pk)
    if row.decided_at is not None:
        raise AlreadyDecided
    row.decided_at = clock.now()
    row.decision = Complaint.Decision(decision)
    row.answer = answer
    row.decided_by = by
    row.save(update_fields=["decided_at", "decision", "answer", "decided_by"])
    facts = {"broadcast": row.broadcast.slug, "decision": str(row.decision), "in_time": row.decided_at <= row.due_at}
    evidence.record_change(noun="complaint", key=_key(row), verb="decided", facts=facts)
    return row


def forget_contacts(now: datetime) -> int:
    """Forget how complainants can be reached, some weeks after they were answered. Called each second, a slice at
    once; gives how many."""
    old = Complaint.objects.filter(decided_at__lt=now - timedelta(days=CONTACT_DAYS)).exclude(contact="")
    ids = list(old.values_list("pk", flat=True)[:SLICE])
    return Complaint.objects.filter(pk__in=ids).update(contact="") if ids else 0
