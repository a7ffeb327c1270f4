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
    rows = list(forgotten.proofs_past(before).order_by("pk")[:most])
    with transaction.atomic():
        Consent.objects.filter(pk__in=[row.pk for row in rows]).update(proof_path="", words="")
        paths = {row.proof_path for row in rows if row.proof_path}
        paths -= set(Consent.objects.filter(proof_path__in=paths).values_list("proof_path", flat=True))
        transaction.on_commit(lambda: _delete(paths))
    return len(rows)


def _delete(paths: set[str]) -> None:
    for path in paths:
        storages["private"].delete(path)
