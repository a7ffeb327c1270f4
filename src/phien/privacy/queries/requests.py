"""Requests as the desk and the person see them."""

from django.db.models import Case, IntegerField, Q, QuerySet, When

from phien.lib import clock, codes
from phien.market.queries.orders import purchase_by_code_and_phone
from phien.privacy.models import AccessRecord, Request
from phien.privacy.policies import Reach


def requests_for(reach: Reach) -> QuerySet[Request]:
    """Those that an organiser may answer. Fetch through this, or 404."""
    rows = Request.objects.select_related("campaign", "found_by", "finished_by", "entered_by")
    return rows if reach.is_site else rows.filter(campaign_id__in=reach.campaigns)


def narrowed(rows: QuerySet[Request], *, q: str = "", state: str = "", kind: str = "") -> QuerySet[Request]:
    """Open ones first, the most pressing on top; then the answered, newest first."""
    if q:
        rows = rows.filter(code=codes.normalise(q)[:20])
    if kind:
        rows = rows.filter(kind=kind)
    if state == "open":
        rows = rows.exclude(state__in=Request.OVER)
    elif state == "late":
        rows = rows.exclude(state__in=Request.OVER).filter(due_at__lt=clock.now())
    elif state == "over":
        rows = rows.filter(state__in=Request.OVER)
    is_over = Case(When(state__in=Request.OVER, then=1), default=0, output_field=IntegerField())
    return rows.annotate(is_over_now=is_over).order_by("is_over_now", "due_at", "pk")


def open_count(reach: Reach) -> tuple[int, int]:
    """(open, of them overdue)."""
    rows = requests_for(reach).exclude(state__in=Request.OVER)
    return rows.count(), rows.filter(due_at__lt=clock.now()).count()


def to_be_fetched(code: str, order_code: str, phone: str) -> Request | None:
    """The request whose answer may be fetched by who knows its number, an order of theirs and its phone number."""
    row = Request.objects.filter(
        code=codes.normalise(code), kind=Request.Kind.EXPORT, state=Request.State.DONE, phone=phone
    ).exclude(phone="").first()  # fmt: skip
    if row is None or purchase_by_code_and_phone(order_code, phone) is None:
        return None
    return row


def accesses_for(reach: Reach) -> QuerySet[AccessRecord]:
    """What organisers and auditors may read of who looked at what."""
    rows = AccessRecord.objects.select_related("by", "campaign", "request", "consent")
    if reach.is_site:
        return rows
    return rows.filter(campaign_id__in=reach.campaigns | reach.audited)


def accesses_narrowed(rows: QuerySet[AccessRecord], *, q: str = "", what: str = "") -> QuerySet[AccessRecord]:
    """`q` is a person's pseudonym, or the number of a request."""
    if q:
        rows = rows.filter(Q(person_key=q.strip().lower()) | Q(request__code=codes.normalise(q)[:20]))
    return rows.filter(what=what) if what else rows
