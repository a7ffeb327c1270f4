"""How a person comes to a campaign's market desk, and the frame of its pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from phien.campaigns.models import Campaign
from phien.lib.errors import NotAllowed
from phien.market.policies import STAFF
from phien.people.models import Actor, Role, User
from phien.people.policies import Duty, actor_of, lineage

ROWS = 50
ONCE_SECONDS = 60 * 60 * 24


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at one campaign's desk. `runs`: organiser or packer; else a producer, who sees their own only."""

    user: User
    actor: Actor
    campaign: Campaign
    runs: bool
    organises: bool
    produces: bool

    def url(self, name: str, *args: object) -> str:
        return reverse(f"desk_market{'_' if name else ''}{name}", args=[self.campaign.slug, *args])


def desk_of(user: User, slug: str) -> Desk:
    """Raises Http404 where there is no such campaign or the person has no duty at its desk."""
    actor = actor_of(user)
    campaign = Campaign.objects.select_related("scope__parent", "place", "organiser").filter(slug=slug).first()
    if actor is None or campaign is None:
        raise Http404
    duties = set(
        Role.objects.current()
        .filter(actor=actor, duty__in=(*STAFF, Duty.PRODUCER), scope_id__in=lineage(campaign.scope))
        .values_list("duty", flat=True)
    )
    if not duties:
        raise Http404
    return Desk(user, actor, campaign, bool(duties & set(STAFF)), Duty.ORGANISER in duties, Duty.PRODUCER in duties)


type View[**P] = Callable[Concatenate[HttpRequest, Desk, P], HttpResponse]
type Wrapped = Callable[..., HttpResponse]


def desk_view[**P](view: View[P]) -> Wrapped:
    """For all who have the desk: organisers, packers, producers."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not isinstance(request.user, User):
            raise Http404
        response = view(request, desk_of(request.user, slug), *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return wrapped


def staff_view[**P](view: View[P]) -> Wrapped:
    """For those who run the market; a producer is refused."""

    def allowed(request: HttpRequest, desk: Desk, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not desk.runs:
            raise NotAllowed
        return view(request, desk, *args, **kwargs)

    return desk_view(allowed)


def organiser_view[**P](view: View[P]) -> Wrapped:
    def allowed(request: HttpRequest, desk: Desk, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not desk.organises:
            raise NotAllowed
        return view(request, desk, *args, **kwargs)

    return desk_view(allowed)


def show(
    request: HttpRequest, desk: Desk, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of the desk. What can be undone is offered once, on the page that follows."""
    undo = request.session.pop("market_undo", None) if request.method == "GET" else None
    frame = {"desk": desk, "campaign": desk.campaign, "undo": undo}
    return render(request, f"market/desk/{template}.html", frame | (context or {}), status=status)


def offer_undo(request: HttpRequest, *, url: str, **fields: object) -> None:
    """Let the next page show a button that posts these fields there."""
    request.session["market_undo"] = {
        "url": url,
        "fields": [(k, str(v)) for k, value in fields.items() for v in (value if isinstance(value, list) else [value])],
    }


def page_of[T: Any](request: HttpRequest, rows: QuerySet[T], size: int = ROWS) -> Page[T]:
    """The page that ?page= asks for, the nearest where there is none."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def query_without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return f"{query.urlencode()}&" if query else ""


class DoneAlready(Exception):
    """The same form was sent before."""


@contextmanager
def once(desk: Desk, key: object) -> Iterator[None]:
    """Let a form's key through one time; a refusal gives it back. Raises DoneAlready."""
    name = f"market-desk:{desk.user.pk}:{key}"
    if not cache.add(name, 1, ONCE_SECONDS):
        raise DoneAlready
    try:
        yield
    except BaseException:
        cache.delete(name)
        raise


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The desk's own page that a form names as `next`; never another site's."""
    wanted = request.POST.get("next", "")
    inside = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "/desk/market/" in wanted
    return wanted if inside and not any(ord(letter) < 32 for letter in wanted) else otherwise
