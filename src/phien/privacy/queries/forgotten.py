"""What of privacy's own rows is past its time."""

from datetime import datetime

from django.db.models import Q, QuerySet

from phien.privacy.models import AccessRecord, Consent, Request


def requests_past(before: datetime) -> QuerySet[Request]:
    named = ~Q(phone="", order_code="", account="", writer="", username="", actor_slug="", note="")
    return Request.objects.filter(named, finished_at__lt=before)


def accesses_past(before: datetime) -> QuerySet[AccessRecord]:
    return AccessRecord.objects.filter(at__lt=before)


def proofs_past(before: datetime) -> QuerySet[Consent]:
    over = Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    return Consent.objects.filter(over).exclude(proof_path="", words="")
