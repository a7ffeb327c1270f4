"""Say yes to words, and take it back: what rests on it then stops."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from phien.campaigns.models import Campaign
from phien.evidence import actions as evidence
from phien.lib import clock, personal
from phien.lib.personal import Person
from phien.lib.texts import Text
from phien.media import pictures
from phien.people.models import Actor
from phien.privacy.errors import AlreadyWithdrawn, GuardianMissing, WhoIsMissing
from phien.privacy.models import Consent, ConsentText
from phien.privacy.pseudonyms import key_of
from phien.privacy.queries.ledger import proposed

FOLDER = "consents"


@dataclass(frozen=True, slots=True)
class Said:
    """How a yes is known. `proof`: a photo of the paper or a picture of the message, kept in the private folder."""

    how: str
    words: str = ""
    proof: IO[bytes] | None = None


def write_words(*, purpose: str, words: object, by: Actor | None) -> ConsentText:
    """The next version of what people say yes to. The same words again are the version that is there."""
    text, name = Text.of(words), personal.purpose(purpose).id
    sha256 = hashlib.sha256(json.dumps(dict(text), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    for _attempt in range(3):
        last = ConsentText.objects.filter(purpose=name).order_by("-number").first()
        if last is not None and last.sha256 == sha256:
            return last
        try:
            with transaction.atomic():
                row = ConsentText.objects.create(
                    purpose=name, number=last.number + 1 if last else 1, words=text, sha256=sha256,
                    since=clock.now(), made_by=by,
                )  # fmt: skip
                facts = {"number": row.number, "sha256": sha256}
                evidence.record_change(noun="consent", key=f"{name}-{row.number}", verb="worded", facts=facts)
                return row
        except IntegrityError:  # somebody else wrote the next version
            continue
    raise RuntimeError("No version number was free")


def give_consent(
    *,
    purpose: str,
    said: Said,
    by: Actor | None,
    actor: Actor | None = None,
    phone: str = "",
    campaign: Campaign | None = None,
    age: str = Consent.Age.ADULT,
    child_agreed: bool = False,
    guardian_phone: str = "",
    given_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Consent:
    """Enter a yes to the newest words, which are the program's own until others were written. Phone numbers become
    pseudonyms and are not kept.

    Raises WhoIsMissing, GuardianMissing; what media.pictures.read raises for a proof that is no picture.
    """
    if actor is None and not phone:
        raise WhoIsMissing
    if age != Consent.Age.ADULT and not (guardian_phone and (child_agreed or age == Consent.Age.UNDER_7)):
        raise GuardianMissing
    text = ConsentText.objects.filter(purpose=personal.purpose(purpose).id).order_by("-number").first()
    if text is None:
        text = write_words(purpose=purpose, words=proposed(personal.purpose(purpose)), by=None)
    path, sha256 = _kept(said.proof) if said.proof else ("", "")
    now = clock.now()
    with transaction.atomic():
        row = Consent.objects.create(
            actor=actor,
            person_key=key_of(Person(actor=actor.slug if actor else "", phone=phone)),
            campaign=campaign,
            text=text,
            age=Consent.Age(age),
            child_agreed=child_agreed,
            guardian_key=key_of(Person(phone=guardian_phone)),
            given_at=given_at or now,
            expires_at=expires_at,
            how=Consent.How(said.how),
            words=said.words[:500],
            proof_path=path,
            proof_sha256=sha256,
            entered_by=by,
            entered_at=now,
        )
        facts = {
            "purpose": text.purpose, "number": text.number, "words": text.sha256, "who": row.person_key, "how": row.how,
            "proof": sha256, "campaign": campaign.slug if campaign else "", "child": age != Consent.Age.ADULT,
        }  # fmt: skip
        evidence.record_change(noun="consent", key=str(row.pk), verb="given", facts=facts)
    return row


def _kept(proof: IO[bytes]) -> tuple[str, str]:
    """Where the picture lies in the private folder, and its hash. It is never made public."""
    picture = pictures.read(proof)
    sha256 = hashlib.sha256(picture.raw).hexdigest()
    path = f"{FOLDER}/{sha256[:2]}/{sha256}.{picture.ending}"
    store = storages["private"]
    if not store.exists(path):
        store.save(path, ContentFile(picture.raw))
    return path, sha256


@transaction.atomic
def withdraw_consent(*, consent: Consent, reason: str, by: Actor | None) -> Consent:
    """Take it back, and stop what rests on it, unless another yes of the same person to the same still holds.

    Raises AlreadyWithdrawn.
    """
    row = Consent.objects.select_for_update(of=("self",)).select_related("text", "actor", "campaign").get(pk=consent.pk)
    if row.withdrawn_at is not None:
        raise AlreadyWithdrawn
    row.withdrawn_at, row.withdrawn_reason, row.withdrawn_by = clock.now(), reason[:300], by
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "withdrawn_by"])
    row.stopped = _stop(row)
    row.save(update_fields=["stopped"])
    facts = {"purpose": row.text.purpose, "who": row.person_key, "stopped": row.stopped}
    evidence.record_change(noun="consent", key=str(row.pk), verb="withdrawn", facts=facts)
    return row


def _stop(row: Consent) -> int:
    """End what rests on it, in its campaign or in all; gives how many things went."""
    purpose = personal.purpose(row.text.purpose)
    others = Consent.objects.valid().filter(person_key=row.person_key, text__purpose=purpose.id)
    if purpose.stop is None or row.actor is None or others.filter(campaign=row.campaign_id).exists():
        return 0
    return purpose.stop(row.actor, None if row.campaign_id is None else frozenset({row.campaign_id}))
