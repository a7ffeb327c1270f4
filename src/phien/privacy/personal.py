"""What privacy itself holds: who asked, who said yes, and who looked."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phien.lib import personal
from phien.lib.personal import Basis, Found, Holding, Keep, Person, Where
from phien.privacy.actions import forgetting
from phien.privacy.models import AccessRecord, Consent, Request
from phien.privacy.pseudonyms import key_of
from phien.privacy.queries import forgotten

KEPT = (Where.DATABASE, Where.BACKUP)


def _consents_of(person: Person) -> QuerySet[Consent]:
    keys = {key_of(Person(actor=person.actor)), key_of(Person(phone=person.phone))} - {""}
    rows = Consent.objects.filter(person_key__in=keys, **person.within("campaign_id"))
    return rows.select_related("text", "campaign").order_by("pk")


def _find_consents(person: Person) -> Iterable[Found]:
    for row in _consents_of(person):
        values = {
            "purpose": row.text.purpose,
            "version": row.text.number,
            "words": dict(row.text.words),
            "given_at": row.given_at.isoformat(),
            "how": row.how,
            "said": row.words,
            "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else "",
        }
        yield Found("privacy.Consent", str(row.pk), values)


def register() -> None:
    personal.hold(
        Holding(
            id="consents",
            room="privacy",
            name=_("Ledger of consents"),
            whose=_("Those who said yes to something"),
            what=_("To which words, when, how it is known; a pseudonym, or the person here; a photo of the paper"),
            fields={"privacy.Consent": ("person_key", "guardian_key", "words", "proof_path", "withdrawn_reason")},
            basis=Basis.LAW,
            why=_("Whoever holds data by consent has to be able to show it."),
            keep=Keep(
                _("The proof: after the consent ended. That there was a yes, and its end: for good, under a pseudonym"),
                days=1826,
                least=365,
                most=3653,
                source=_("The organiser's choice"),
            ),
            where=(*KEPT, Where.PRIVATE),
            seen_by=_("Organisers; auditors see how many"),
            find=_find_consents,
            stays=_("Kept to show that there was a yes, and when it was taken back."),
            prune=lambda now, keep, most: forgetting.forget_proofs(before=now - keep, most=most),
            due=lambda now, keep: forgotten.proofs_past(now - keep).count(),
            count=Consent.objects.count,
        ),
        Holding(
            id="requests",
            room="privacy",
            name=_("Requests about one's data"),
            whose=_("Those who ask"),
            what=_("By what they can be found, and what was answered"),
            fields={
                "privacy.Request": (
                    "phone",
                    "order_code",
                    "account",
                    "writer",
                    "username",
                    "actor_slug",
                    "note",
                    "answer",
                    "person_key",
                ),
            },
            basis=Basis.LAW,
            why=_("A request has to be answered, and that it was has to be shown."),
            keep=Keep(
                _("After the answer; at once where the person was erased"),
                days=30,
                least=7,
                most=365,
                source=_("The organiser's choice"),
            ),
            where=KEPT,
            seen_by=_("Organisers"),
            stays=_("Emptied with the erasure itself; the number, counts and times stay."),
            prune=lambda now, keep, most: forgetting.forget_requests(before=now - keep, most=most),
            due=lambda now, keep: forgotten.requests_past(now - keep).count(),
            count=Request.objects.count,
        ),
        Holding(
            id="accesses",
            room="privacy",
            name=_("Who looked at whose data"),
            whose=_("Organisers, and under a pseudonym the person"),
            what=_("Who looked for, read, handed out or erased what, and when"),
            fields={"privacy.AccessRecord": ("person_key",)},
            basis=Basis.SAFETY,
            why=_("So that nobody looks without its being known."),
            keep=Keep(_("After it happened"), days=1096, least=365, most=3653, source=_("The organiser's choice")),
            where=KEPT,
            seen_by=_("Organisers and auditors"),
            stays=_("It protects the person; it goes with its time."),
            prune=lambda now, keep, most: forgetting.forget_accesses(before=now - keep, most=most),
            due=lambda now, keep: forgotten.accesses_past(now - keep).count(),
            count=AccessRecord.objects.count,
        ),
    )
    personal.not_personal(
        {
            "privacy.ConsentText": "what everybody is asked",
            "privacy.Tombstone": "keyed hashes of what is gone",
            "privacy.Period": "how long a class is kept",
            "privacy.RetentionRun": "how many rows were forgotten",
        }
    )
