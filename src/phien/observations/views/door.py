"""The way into the desk of exports: the campaign and its files through the person, and the frame of the pages."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from phien.campaigns.models import Campaign
from phien.lib.errors import NotAllowed
from phien.observations import policies
from phien.observations.models import ExportFile
from phien.observations.queries.register import exports_of

ROWS = 30


def campaign_read(request: HttpRequest, slug: str) -> Campaign:
    """A 404 for everybody whose desk it is not."""
    return get_object_or_404(policies.campaigns_of(request.user), slug=slug)


def campaign_written(request: HttpRequest, slug: str) -> Campaign:
    """The same for what only organisers do. Raises NotAllowed for the desk's other readers."""
    campaign = campaign_read(request, slug)
    if not policies.can_write(request.user, campaign):
        raise NotAllowed
    return campaign


def export_in(campaign: Campaign, pk: int) -> ExportFile:
    export = get_object_or_404(exports_of(campaign), pk=pk)
    export.campaign = campaign
    return export


def paged(request: HttpRequest, rows: QuerySet[Any]) -> dict[str, Any]:
    """One page of a list, and what the links to its other pages must carry."""
    kept = request.GET.copy()
    kept.pop("page", None)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    return {"page": page, "query": f"{kept.urlencode()}&" if kept else ""}


def frame(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """What every page of the desk needs: an organiser has the campaign's tabs around it, an auditor has not."""
    can_write = policies.can_write(request.user, campaign)
    return {
        "campaign": campaign,
        "can_write": can_write,
        "can_read": can_write or policies.can_read(request.user, campaign),
        "frame": "campaigns/desk/base.html" if can_write else "observations/desk/plain.html",
        "tab": "exports",
    }
