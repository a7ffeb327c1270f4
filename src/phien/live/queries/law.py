"""Complaints, stops and appeals, fetched through the person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from phien.lib import clock, codes
from phien.live.models import Appeal, Broadcast, Complaint, Cut
from phien.live.policies import CASE_READERS
from phien.people.models import Role, User
from phien.people.policies import scopes_of

Person = User | AnonymousUser
SOON = timedelta(hours=4)


def complaints_seen_by(user: Person) -> QuerySet[Complaint]:
    """Reports about the broadcasts that the person organises or moderates, the most pressing first."""
    found = Complaint.objects.filter(broadcast__event__scope__in=scopes_of(user, *CASE_READERS))
    return found.select_related("broadcast__event__place", "broadcast__event__scope", "decided_by")


def complaints_decided_by(user: Person) -> QuerySet[Complaint]:
    """Reports that the person may decide."""
    return complaints_seen_by(user).filter(broadcast__event__scope__in=scopes_of(user, Role.Duty.ORGANISER))


def narrowed(found: QuerySet[Complaint], *, state: str, text: str) -> QuerySet[Complaint]:
    """`state`: open, overdue, decided, or all. `text`: a case's code or a piece of it, or words of the report."""
    if state == "open":
        found = found.filter(decided_at=None)
    elif state == "overdue":
        found = found.filter(decided_at=None, due_at__lt=clock.now())
    elif state == "decided":
        found = found.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")
    if text:
        code = codes.normalise(text)
        found = found.filter((Q(code__contains=code) if code else Q()) | Q(text__icontains=text))
    return found


def counts(found: QuerySet[Complaint]) -> dict[str, int]:
    """How many of these are open, and how many of those overdue."""
    waiting = Q(decided_at=None)
    return found.order_by().aggregate(
        open=Count("pk", filter=waiting), overdue=Count("pk", filter=waiting & Q(due_at__lt=clock.now()))
    )


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint with its clock, as of one moment."""

    row: Complaint
    at: datetime

    @property
    def is_open(self) -> bool:
        return self.row.decided_at is None

    @property
    def is_overdue(self) -> bool:
        return (self.row.decided_at or self.at) > self.row.due_at

    @property
    def is_pressing(self) -> bool:
        return self.is_open and not self.is_overdue and self.row.due_at - self.at < SOON

    @property
    def clock(self) -> str:
        """Hours and minutes until it is due, or since it was: 20:59."""
        minutes = int(abs((self.row.due_at - self.at).total_seconds()) // 60)
        return f"{minutes // 60}:{minutes % 60:02}"


def case_of(row: Complaint) -> Case:
    return Case(row, clock.now())


def public_case(typed: str) -> Complaint:
    """A case by its number as somebody typed it. Raises Complaint.DoesNotExist."""
    return Complaint.objects.select_related("broadcast__event__campaign").get(code=codes.normalise(typed)[:20])


def open_cut(broadcast: Broadcast) -> Cut | None:
    """The stop that stands, with its notice."""
    if broadcast.cut_at is None:
        return None
    return Cut.objects.filter(broadcast=broadcast, lifted_at=None).first()


def newest_cut(broadcast: Broadcast) -> Cut | None:
    """The stop that stands, else the last one that was lifted."""
    return Cut.objects.filter(broadcast=broadcast).select_related("broadcast").first()


def cuts_of(broadcast: Broadcast) -> list[Cut]:
    """All stops of a broadcast, the newest first, with their appeals."""
    return list(
        Cut.objects.filter(broadcast=broadcast)
        .select_related("by", "lifted_by")
        .prefetch_related("appeals__by", "appeals__decided_by")
    )


def appeals_decided_by(user: Person) -> QuerySet[Appeal]:
    return Appeal.objects.filter(cut__broadcast__event__scope__in=scopes_of(user, Role.Duty.ORGANISER)).select_related(
        "cut__broadcast__event__scope", "by"
    )
