"""What privacy itself knows about people is forgotten too."""

from datetime import datetime

from django.core.files.storage import storages
from django.db import transaction

from phien.privacy.actions.requests import IDENTITY
from phien.privacy.models import AccessRecord, Consent, Request
from phien.privacy.queries import forgotten


def forget_requests(*, before: datetime, most: int) -> int:
    """Empty who asked, in requests that were answered before this moment; number, counts and times stay."""
    ids = list(forgotten.requests_past(before).order_by("pk").values_list("pk", flat=True)[:most])
    return Request.objects.filter(pk__in=ids).update(**IDENTITY)


def forget_accesses(*, before: datetime, most: int) -> int:
    ids = list(forgotten.accesses_past(before).order_by("pk").values_list("pk", flat=True)[:most])
    return AccessRecord.objects.filter(pk__in=ids).delete()[0]


def forget_proofs(*, before: datetime, most: int) -> int:
    """Delete the proofs of consents that ended long ago. The yes itself, its hash and its end stay."""
    store = storages["private"]
    gone = 0
    for row in forgotten.proofs_past(before).order_by("pk")[:most]:
        with transaction.atomic():
            Consent.objects.filter(pk=row.pk).update(proof_path="", words="")
            shared = Consent.objects.filter(proof_path=row.proof_path).exists() if row.proof_path else True
        if not shared:
            store.delete(row.proof_path)
        gone += 1
    return gone
