"""Somebody asks for their data or to be forgotten: asked, looked for, confirmed by typing, done or done in part."""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import translation

from phien.campaigns.models import Campaign
from phien.evidence import actions as evidence
from phien.lib import clock, codes, personal
from phien.lib.personal import Found, Kept, Person
from phien.people.models import Actor
from phien.privacy.actions.access import note_access
from phien.privacy.errors import AlreadyAnswered, NotFoundYet, NothingAsked, NotProven, WrongConfirmation, WrongKind
from phien.privacy.models import AccessRecord, Request, Tombstone
from phien.privacy.pseudonyms import digests, key_of
from phien.privacy.queries import finding

CODE_LENGTH = 12
DUE_HOURS = 72
"""How soon a request is to be answered."""
IDENTITY = {"phone": "", "order_code": "", "account": "", "writer": "", "username": "", "actor_slug": "", "note": ""}
"""What is emptied once the person is forgotten."""

What = AccessRecord.What


def ask(
    *, kind: str, person: Person, proof: str, by: Actor | None, campaign: Campaign | None = None, note: str = ""
) -> Request:
    """Open a case, or give the one that is open for the same person and wish. Raises NothingAsked."""
    person = finding.known(person)
    key = key_of(person)
    if not key:
        raise NothingAsked
    for _attempt in range(3):
        same = Request.objects.filter(person_key=key, kind=kind, campaign=campaign).exclude(state__in=Request.OVER)
        open_one = same.order_by("pk").first()
        if open_one is not None:
            return open_one
        try:
            with transaction.atomic():
                return _open(kind, person, key, proof, by, campaign, note)
        except IntegrityError:  # the number is taken: once in 10^17
            continue
    raise RuntimeError("No free number was found")


def _open(
    kind: str, person: Person, key: str, proof: str, by: Actor | None, campaign: Campaign | None, note: str
) -> Request:
    now = clock.now()
    row = Request.objects.create(
        code=codes.make(CODE_LENGTH),
        kind=Request.Kind(kind),
        proof=Request.Proof(proof),
        campaign=campaign,
        asked_at=now,
        due_at=now + timedelta(hours=DUE_HOURS),
        entered_by=by,
        person_key=key,
        phone=person.phone,
        order_code=person.order,
        account=person.account,
        writer=person.writer,
        username=person.username,
        actor_slug=person.actor,
        note=note[:500],
    )
    facts = {"kind": row.kind, "campaign": campaign.slug if campaign else "", "due": row.due_at.isoformat()}
    evidence.record_change(noun="request", key=str(row.pk), verb="asked", facts=facts)
    return row


def note_proof(*, request: Request, by: Actor) -> None:
    """An organiser has made sure that it is the person who asks. Raises AlreadyAnswered."""
    open_ones = Request.objects.filter(pk=request.pk).exclude(state__in=Request.OVER)
    if not open_ones.update(proof=Request.Proof.SEEN):
        raise AlreadyAnswered
    note_access(what=What.READ, by=by, request=request)


@transaction.atomic
def look_for(*, request: Request, by: Actor) -> dict[str, list[Found]]:
    """All rows about the person, by class; how many is kept with the case. Raises AlreadyAnswered."""
    row = _locked(request)
    found = finding.rows_of(row)
    row.state, row.found_at, row.found_by = Request.State.FOUND, clock.now(), by
    row.found = {name: len(rows) for name, rows in found.items()}
    row.save(update_fields=["state", "found_at", "found_by", "found"])
    note_access(what=What.LOOKED_FOR, by=by, request=row, rows=sum(row.found.values()))
    return found


def _locked(request: Request) -> Request:
    row = Request.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=request.pk)
    if row.is_over:
        raise AlreadyAnswered
    return row


def _ready(request: Request) -> Request:
    row = _locked(request)
    if row.state != Request.State.FOUND:
        raise NotFoundYet
    if row.proof == Request.Proof.NONE:
        raise NotProven
    return row


@transaction.atomic
def hand_out(*, request: Request, by: Actor) -> Request:
    """The person may fetch what is held about them. Raises NotFoundYet, NotProven, AlreadyAnswered."""
    row = _ready(request)
    _finish(row, Request.State.DONE, by, {"rows": sum(row.found.values())})
    note_access(what=What.HANDED_OUT, by=by, request=row, rows=sum(row.found.values()))
    return row


@transaction.atomic
def erase(*, request: Request, typed: str, by: Actor) -> Request:
    """Erase what may be erased; what has to stay is named, with its reason. All or nothing, and not to be undone.

    Raises WrongConfirmation unless the case's number was `typed`, WrongKind, NotFoundYet, NotProven, AlreadyAnswered,
    and what a room refuses (an order that is still under way).
    """
    row = _ready(request)
    if row.kind != Request.Kind.ERASURE:
        raise WrongKind
    if codes.normalise(typed) != row.code:
        raise WrongConfirmation
    person = finding.person_of(row)
    stones: list[Tombstone] = []
    stays: list[tuple[str, Kept]] = []
    for holding in personal.holdings():
        if holding.erase is not None:
            result = holding.erase(person)
            found = list(result.rows)
            stones += [
                Tombstone(request=row, holding=holding.id, of=gone.of, digest=digest)
                for gone, digest in zip(found, digests(found), strict=True)
            ]
            row.erased |= {holding.id: len(found)} if found else {}
            stays += [(holding.id, kept) for kept in result.kept]
        elif holding.find is not None and (rows := len(list(holding.find(person)))):
            stays.append((holding.id, Kept(rows, holding.stays)))
    Tombstone.objects.bulk_create(stones, batch_size=500)
    row.kept = [[name, kept.rows, _untranslated(kept)] for name, kept in stays]
    for name, empty in IDENTITY.items():
        setattr(row, name, empty)
    is_whole = not any(kept.is_personal for _name, kept in stays)
    seal = hashlib.sha256("\n".join(sorted(stone.digest for stone in stones)).encode()).hexdigest()
    facts = {
        "erased": row.erased,
        "kept": {name: sum(kept.rows for other, kept in stays if other == name) for name, _kept in stays},
        "tombstones": seal,
    }
    _finish(row, Request.State.DONE if is_whole else Request.State.PARTLY, by, facts)
    note_access(what=What.ERASED, by=by, request=row, rows=len(stones))
    return row


def _untranslated(kept: Kept) -> str:
    """The reason as it stands in the program, to be said in each reader's language."""
    with translation.override(None):
        return str(kept.why)


@transaction.atomic
def refuse(*, request: Request, answer: str, by: Actor) -> Request:
    """Nothing is handed out or erased; why is said to the person. Raises AlreadyAnswered."""
    row = _locked(request)
    row.answer = answer[:500]
    _finish(row, Request.State.REFUSED, by, {})
    return row


def _finish(row: Request, state: str, by: Actor, facts: dict[str, object]) -> None:
    row.state, row.finished_at, row.finished_by = state, clock.now(), by
    row.save()
    noun = "erasure" if row.kind == Request.Kind.ERASURE else "request"
    said = {
        "campaign": row.campaign.slug if row.campaign else "",
        "in_time": row.finished_at <= row.due_at,
        "by": by.slug,
    }
    evidence.record_change(noun=noun, key=str(row.pk), verb=str(state), facts=said | facts)
