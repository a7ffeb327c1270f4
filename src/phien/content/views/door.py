"""How a person comes to a campaign's register, and the frame of its pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from phien.campaigns.models import Campaign
from phien.content.models import Publication
from phien.content.policies import can_register, registers_of
from phien.content.queries.register import with_all
from phien.lib.errors import NotAllowed

type View[**P] = Callable[Concatenate[HttpRequest, Campaign, P], HttpResponseBase]
type Wrapped = Callable[..., HttpResponseBase]


def reader_view[**P](view: View[P]) -> Wrapped:
    """For all who read the register; 404 for others."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        campaign = get_object_or_404(registers_of(request.user), slug=slug)
        response = view(request, campaign, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return wrapped


def organiser_view[**P](view: View[P]) -> Wrapped:
    """For those who write it; a reader is refused."""

    def allowed(request: HttpRequest, campaign: Campaign, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not can_register(request.user, campaign):
            raise NotAllowed
        return view(request, campaign, *args, **kwargs)

    return reader_view(wraps(view)(allowed))


def publication_in(campaign: Campaign, pk: int) -> Publication:
    return get_object_or_404(with_all(Publication.objects.filter(campaign=campaign)), pk=pk)


def show(
    request: HttpRequest, campaign: Campaign, page: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the register. An auditor's has no tabs of desks that are not theirs. What was done last can be undone
    once, on the page that follows."""
    writes = can_register(request.user, campaign)
    undo = request.session.pop("register_undo", None) if request.method == "GET" else None
    frame = {
        "campaign": campaign,
        "tab": "publications",
        "writes": writes,
        "undo": undo,
        "frame": "campaigns/desk/base.html" if writes else "content/register/reader.html",
    }
    return render(request, f"content/register/{page}.html", frame | context, status=status)


def offer_undo(request: HttpRequest, *, url: str, **fields: object) -> None:
    """Let the next page show a button that posts these fields there."""
    request.session["register_undo"] = {"url": url, "fields": [(name, str(value)) for name, value in fields.items()]}


def query_without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return f"{query.urlencode()}&" if query else ""
