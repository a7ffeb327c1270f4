"""Who comes in at the desk, and what its pages' frame needs."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from phien.lib.errors import NotAllowed
from phien.people.models import Actor
from phien.people.policies import actor_of
from phien.privacy.policies import Reach, reach_of

ROWS = 30


def reader(request: HttpRequest) -> Reach:
    """Organisers and auditors. Raises NotAllowed."""
    reach = reach_of(request.user)
    if not reach.reads:
        raise NotAllowed
    return reach


def organiser(request: HttpRequest) -> tuple[Reach, Actor]:
    """Organisers of the site or of a campaign. Raises NotAllowed."""
    reach, actor = reach_of(request.user), actor_of(request.user)
    if not reach.organises or actor is None:
        raise NotAllowed
    return reach, actor


def keeper(request: HttpRequest) -> Actor:
    """Organisers of the whole site: what holds for all campaigns. Raises NotAllowed."""
    reach, actor = organiser(request)
    if not reach.is_site:
        raise NotAllowed
    return actor


def frame(reach: Reach, tab: str) -> dict[str, Any]:
    return {"reach": reach, "tab": tab}


def paged[Row: Model](request: HttpRequest, rows: QuerySet[Row]) -> dict[str, Any]:
    """A page of rows, and the query that leads to the others."""
    kept = request.GET.copy()
    kept.pop("page", None)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    return {"page": page, "query": f"{kept.urlencode()}&" if kept else ""}
