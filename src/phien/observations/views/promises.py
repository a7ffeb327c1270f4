"""Hashes of files that somebody will send, registered beforehand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phien.campaigns.models import Campaign
from phien.lib import tables
from phien.lib.errors import NotAllowed, Refused
from phien.observations import actions, policies
from phien.observations.forms import PromiseForm, SearchForm
from phien.observations.models import PromisedExport
from phien.observations.queries.register import kept_promises, promises_of
from phien.observations.views.door import frame, paged
from phien.people.policies import actor_of

COLUMNS = ("file", "sha256", "what", "registered_at", "registered_by", "export")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def promises(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = _campaign(request, slug)
    can_promise = policies.can_promise(request.user, campaign)
    form = PromiseForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if not can_promise:
            raise NotAllowed
        status = 422
        if form.is_valid():
            try:
                actions.promise_export(campaign=campaign, by=actor_of(request.user), **form.cleaned_data)
            except Refused as refusal:
                form.add_error("sha256", str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Registered. A file of this name with other bytes will be refused."))
                return redirect("export_promises", slug)
    search = SearchForm(request.GET)
    context = frame(request, campaign) | paged(request, _seen(request, campaign, search.words()))
    context |= {
        "promises": kept_promises(context["page"].object_list),
        "form": form if can_promise else None,
        "search": search,
    }
    return render(request, "observations/desk/promises.html", context, status=status)


@login_required
@require_safe
def table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The hashes that the list shows."""
    campaign = _campaign(request, slug)
    rows = (
        (row.name, row.sha256, row.note, row.promised_at, row.promised_by, export.pk if export else "")
        for row, export in kept_promises(_seen(request, campaign, SearchForm(request.GET).words()))
    )
    response = StreamingHttpResponse(tables.lines(COLUMNS, rows), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="hashes-{campaign.slug}.csv"'
    return response


def _campaign(request: HttpRequest, slug: str) -> Campaign:
    return get_object_or_404(policies.campaigns_promised_in(request.user), slug=slug)


def _seen(request: HttpRequest, campaign: Campaign, q: str) -> QuerySet[PromisedExport]:
    """Readers of the desk see all; a creator sees what they registered themselves."""
    reads = policies.can_read(request.user, campaign)
    return promises_of(campaign, q=q, by=None if reads else actor_of(request.user))
