from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from phien.campaigns import queries
from phien.campaigns.calendar import feed
from phien.campaigns.editions import CAMPAIGNS, EVERYWHERE, edition_of
from phien.campaigns.forms import VersionsForm
from phien.campaigns.models import Campaign
from phien.editions.pages import kept_page
from phien.lib import kept
from phien.people.models import Role


@require_safe
@kept_page("campaigns/home.html")
def home(request: HttpRequest) -> dict[str, Any]:
    found = queries.home()
    kept.stands_on(request, CAMPAIGNS, *EVERYWHERE, until=queries.changes_of_home(found))
    context: dict[str, Any] = {"home": found, "featured": found.featured}
    if found.featured is not None:
        context |= _facts(request, found.featured)
        context["others"] = {
            "running": [c for c in found.running if c != found.featured],
            "coming": [c for c in found.coming if c != found.featured],
            "past": [c for c in found.past if c != found.featured],
        }
    return context


@require_safe
@kept_page("campaigns/campaign.html", changed_by=("group", "q"))
def campaign(request: HttpRequest, slug: str) -> dict[str, Any]:
    found = get_object_or_404(queries.public_campaigns(), slug=slug)
    phases = list(found.phases.select_related("owner"))
    kept.stands_on(request, until=[moment for phase in phases for moment in (phase.starts_at, phase.ends_at)])
    return {"campaign": found, "phases": phases, **_facts(request, found)}


@require_safe
@kept_page("campaigns/programme.html", changed_by=("place",))
def programme(request: HttpRequest, slug: str) -> dict[str, Any]:
    found = get_object_or_404(queries.public_campaigns(), slug=slug)
    released = queries.released_programme(found)
    lanes = queries.lanes(found, queries.slots_of(released))
    kept.stands_on(request, edition_of(found.pk), *EVERYWHERE, until=queries.changes_of_lanes(lanes))
    chosen = request.GET.get("place", "")
    shown = [lane for lane in lanes if lane.place.slug == chosen] or lanes
    return {
        "campaign": found,
        "released": released,
        "lanes": lanes,
        "shown": shown,
        "chosen": chosen if len(shown) != len(lanes) or len(lanes) == 1 else "",
    }


@require_safe
def programme_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """The released versions, and what differs between two of them (`from`, `to`): the newest two unless others are
    chosen."""
    found = get_object_or_404(queries.public_campaigns(), slug=slug)
    versions = queries.versions_of(found)
    form = VersionsForm(request.GET)
    newest = versions[0].programme.number or 0 if versions else 0
    asked = form.cleaned_data if form.is_valid() else {}
    to = asked.get("to") or newest
    since = asked["from"] if asked.get("from") is not None else max(to - 1, 0)
    shown = queries.difference(found, since=since, to=to) if versions else None
    if shown is None and versions:
        raise Http404
    context = {"campaign": found, "versions": versions, "shown": shown}
    return render(request, "campaigns/versions.html", context)


@require_safe
def programme_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(queries.public_campaigns(), slug=slug)
    entries = queries.calendar_of(found)
    origin = settings.PHIEN_ORIGIN
    text = feed(
        found,
        entries,
        host=urlsplit(origin).hostname or "localhost",
        url=origin + reverse("campaign", args=[found.slug]),
    )
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{found.slug}.ics"'
    response["Cache-Control"] = "public, max-age=300"
    response["ETag"] = etag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    changed = max((int(entry.changed_at.timestamp()) for entry in entries), default=None)
    if changed is not None:
        response["Last-Modified"] = http_date(changed)
    return get_conditional_response(request, etag, changed, response) or response


def _facts(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    people = queries.people_in(campaign)
    changes = [campaign.starts_at, campaign.ends_at, *queries.changes_of_people(campaign)]
    kept.stands_on(request, edition_of(campaign.pk), *EVERYWHERE, until=changes)
    return {
        "state": campaign.state(),
        "creators": people.get(Role.Duty.CREATOR, []),
        "producers": queries.producers_in(people),
    }
