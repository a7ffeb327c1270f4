"""The ledger of consents as the desk reads it."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.utils import translation

from phien.lib import clock, personal
from phien.lib.personal import Person, Purpose
from phien.lib.slugs import slug_of
from phien.lib.texts import LANGUAGES
from phien.market import phones
from phien.privacy.models import Consent, ConsentText
from phien.privacy.policies import Reach
from phien.privacy.pseudonyms import key_of

SOON = timedelta(days=30)
STATES = ("valid", "expiring", "expired", "withdrawn")


def consents_for(reach: Reach) -> QuerySet[Consent]:
    """Those that an organiser may read: of their campaigns, all of them for the site's. Fetch through this, or 404."""
    rows = Consent.objects.select_related("actor", "campaign", "text", "entered_by", "withdrawn_by")
    return rows if reach.is_site else rows.filter(campaign_id__in=reach.campaigns)


def narrowed(rows: QuerySet[Consent], *, q: str = "", state: str = "", purpose: str = "") -> QuerySet[Consent]:
    """`q` is a name, a slug, a pseudonym or a phone number."""
    now = clock.now()
    if q:
        keys = {q.strip().lower()}
        with suppress(ValidationError):
            keys.add(key_of(Person(phone=phones.read(q))))
        slug = slug_of(q)
        said = Q(person_key__in=keys)
        rows = rows.filter(said | Q(actor__slug__contains=slug) if slug else said)
    if purpose:
        rows = rows.filter(text__purpose=purpose)
    match state:
        case "withdrawn":
            rows = rows.filter(withdrawn_at__isnull=False)
        case "expired":
            rows = rows.filter(withdrawn_at=None, expires_at__lte=now)
        case "expiring":
            rows = rows.filter(withdrawn_at=None, expires_at__gt=now, expires_at__lte=now + SOON)
        case "valid":
            rows = rows.valid()  # type: ignore[attr-defined]  # the set's own
    return rows.order_by("-given_at", "-pk")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each, in all that the desk's person may know of."""

    valid: int
    expiring: int
    expired: int
    withdrawn: int


def counts(reach: Reach) -> Counts:
    """Of all for the site's organisers and for auditors; of their own campaigns for others."""
    now = clock.now()
    rows = Consent.objects.all()
    if not reach.is_site:
        rows = rows.filter(campaign_id__in=reach.campaigns | reach.audited)
    open_ones = Q(withdrawn_at=None)
    found = rows.aggregate(
        valid=Count("pk", filter=open_ones & (Q(expires_at=None) | Q(expires_at__gt=now))),
        expiring=Count("pk", filter=open_ones & Q(expires_at__gt=now, expires_at__lte=now + SOON)),
        expired=Count("pk", filter=open_ones & Q(expires_at__lte=now)),
        withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)),
    )
    return Counts(**found)


@dataclass(frozen=True, slots=True)
class Wording:
    """A purpose with the versions of its words, newest first."""

    purpose: Purpose
    versions: list[ConsentText]


def wordings() -> list[Wording]:
    texts: dict[str, list[ConsentText]] = {}
    for text in ConsentText.objects.select_related("made_by").order_by("-number"):
        texts.setdefault(text.purpose, []).append(text)
    return [Wording(purpose, texts.get(purpose.id, [])) for purpose in personal.purposes()]


def proposed(purpose: Purpose) -> dict[str, str]:
    """The program's own words for a purpose, in all languages."""
    words = {}
    for language in LANGUAGES:
        with translation.override(language):
            words[language] = str(purpose.text)
    return words


def named(rows: Iterable[Consent]) -> list[tuple[Consent, Purpose]]:
    """Each with the purpose in words; one whose room no longer asks for it shows its id."""
    known = {purpose.id: purpose for purpose in personal.purposes()}
    return [(row, known.get(row.text.purpose) or Purpose(row.text.purpose, "", row.text.purpose, "")) for row in rows]
