"""What is past its time among accounts, links and checks."""

from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from phien.people.models import IdentityCheck, PersonalLink


def links_past(before: datetime) -> QuerySet[PersonalLink]:
    return PersonalLink.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))


def checks_past(before: datetime) -> QuerySet[IdentityCheck]:
    return IdentityCheck.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))


def sessions_past(now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=now)


def log_past(before: datetime) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(action_time__lt=before)
