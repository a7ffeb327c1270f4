"""A viewer reports a broadcast or its replay, without an account, and follows the case by its number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from phien.lib import codes
from phien.lib.errors import Refused
from phien.live.actions import file_complaint
from phien.live.addresses import address_hash
from phien.live.forms.law import LONGEST_SECOND, ReportForm
from phien.live.models import Complaint
from phien.live.queries import law
from phien.live.views.public import found
from phien.realtime import limits

LOOKS = (30, 600)
"""Case numbers that one address may try: guessing one takes longer than the law lives."""


def _second(typed: str) -> int:
    return min(int(typed), LONGEST_SECOND) if typed.isdecimal() and len(typed) < 8 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    broadcast = found(slug)
    at = _second(request.GET.get("at", ""))
    form = ReportForm(request.POST or None, initial={"at": at})
    refused: Refused | None = None
    if request.method == "POST":
        form = ReportForm(request.POST)
        if form.is_valid():
            facts = form.cleaned_data
            try:
                row = file_complaint(
                    broadcast=broadcast,
                    reason=facts["reason"],
                    text=facts["text"],
                    contact=facts["contact"],
                    second=facts["at"] or 0,
                    from_address=address_hash(request),
                )
            except Refused as refusal:
                refused = refusal
            else:
                return redirect("live_case", row.code)
    status = refused.status if refused else 422 if form.errors else 200
    second = _second(str(form["at"].value() or ""))
    context = {"broadcast": broadcast, "form": form, "refused": refused, "second": second}
    response = render(request, "live/law/report.html", context, status=status)
    if refused is not None and "retry_after" in refused.facts:
        response["Retry-After"] = str(refused.facts["retry_after"])
    return response


def _look(request: HttpRequest) -> None:
    address = address_hash(request)
    if address:
        limits.check(key=f"case:{address}", limit=LOOKS[0], seconds=LOOKS[1])


@never_cache
@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    """A case as everyone sees it who has its number: neither who reported nor how to reach them."""
    _look(request)
    try:
        row = law.public_case(code)
    except Complaint.DoesNotExist as error:
        raise Http404 from error
    context = {"case": law.case_of(row), "row": row, "is_seen": row.broadcast.event.campaign.is_public}
    response = render(request, "live/law/case.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Type a case number; a wrong one is said to be wrong."""
    typed = request.GET.get("code", "")[:40]
    if not typed:
        return render(request, "live/law/find_case.html")
    _look(request)
    code = codes.normalise(typed)
    if codes.is_right(code) and Complaint.objects.filter(code=code).exists():
        return redirect("live_case", code)
    context = {"typed": typed, "error": _("There is no case with this number. Please look at it again.")}
    return render(request, "live/law/find_case.html", context, status=404)
