"""The numbers desk: how the campaign spread, and what files say of one publication."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phien.campaigns.models import Campaign
from phien.content.models import Publication
from phien.lib import tables
from phien.lib.errors import NotAllowed
from phien.reports import policies
from phien.reports.charts.curve import curve_svg, curve_words
from phien.reports.charts.specs import WIDTHS
from phien.reports.spread.keeping import kept_spread, newest_line, work_out
from phien.reports.spread.shown import Names, carriers_of, curves_of, points_of, seen_of, tiles_of
from phien.reports.spread.snapshots import MOST, snapshots_of
from phien.reports.views.desk import found

LISTED = 12
KINDS = ("creators", "places", "platforms")


def read_by(request: HttpRequest, slug: str) -> Campaign:
    """The campaign, for those who read every figure of it. Raises NotAllowed for the desk's other people."""
    campaign = found(request, slug)
    if not policies.can_read(request.user, campaign):
        raise NotAllowed
    return campaign


def _facts(campaign: Campaign) -> dict[str, Any] | None:
    """What was worked out last. The first time, where there is evidence, it is worked out at once."""
    facts = kept_spread(campaign)
    if facts is None and work_out(campaign):
        facts = kept_spread(campaign)
    return facts


@login_required
@require_safe
def spread(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = read_by(request, slug)
    facts = _facts(campaign)
    context: dict[str, Any] = {"campaign": campaign, "facts": facts, "tab": "spread"}
    if facts is not None:
        names = Names(facts, campaign)
        curves = curves_of(facts, names)
        wanted = request.GET.get("hashtag")
        curve = next((one for one in curves if one.key == wanted), curves[0] if curves else None)
        context |= {
            "since": datetime.fromisoformat(facts["since"]),
            "until": datetime.fromisoformat(facts["until"]),
            "tiles": tiles_of(facts),
            "curves": curves,
            "curve": curve,
            "alt": curve_words(curve.points) if curve else "",
            "began": seen_of(facts["began"].get(curve.key if curve else "", []), names),
            "carriers": [(kind, carriers_of(facts, kind, names, most=LISTED)) for kind in KINDS],
            "most_seen": seen_of(facts["most_seen"][:LISTED], names),
            "is_behind": facts["seq"] < newest_line()[0],
        }
    return render(request, "reports/desk/spread.html", context)


@login_required
@require_safe
def curve(request: HttpRequest, slug: str, width: str) -> HttpResponse:
    """The picture of one hashtag's curve, drawn from what was worked out."""
    campaign = read_by(request, slug)
    facts = kept_spread(campaign)
    drawn = (facts or {}).get("curves", {}).get(request.GET.get("hashtag", ""))
    if drawn is None or width not in WIDTHS:
        raise Http404
    etag = f'"{facts["seq"] if facts else 0}-{width}-{request.LANGUAGE_CODE}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    return HttpResponse(curve_svg(points_of(drawn), width=width), content_type="image/svg+xml", headers=headers)


@login_required
@require_safe
def table(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One of the page's lists as a table: creators, places, platforms, curves or the publications most seen."""
    campaign = read_by(request, slug)
    facts = _facts(campaign)
    if facts is None or kind not in (*KINDS, "curves", "most_seen"):
        raise Http404
    names = Names(facts, campaign)
    rows: list[list[object]]
    if kind == "curves":
        head = [
            _("Hashtag"),
            _("Hours after the beginning"),
            _("Views"),
            _("Of these, interpolated"),
            _("Known"),
            _("Of"),
        ]
        rows = [
            [names.hashtag(key), p["hours"], p["views"], p["interpolated"], p["known"], p["publications"]]
            for key, curve in facts["curves"].items()
            for p in curve["points"]
        ]
    elif kind == "most_seen":
        head = [_("Publication"), _("Platform"), _("Creator"), _("Place"), _("Views")]
        rows = [[row.name, row.platform, row.creator, row.place, row.views] for row in seen_of(facts[kind], names)]
    else:
        head = [_("Name"), _("Publications"), _("Views")]
        rows = [
            [row.name, row.publications, row.views] for row in carriers_of(facts, kind, names, most=len(facts[kind]))
        ]
    name = f"phien-{campaign.slug}-{kind}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(tables.whole(head, rows), content_type=tables.MIME, headers=headers)


@login_required
@require_safe
def snapshots(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What platforms' files say of one publication, newest first, each with its file and line."""
    campaign = read_by(request, slug)
    publication = get_object_or_404(Publication.objects.select_related("creator"), campaign=campaign, pk=pk)
    context = {
        "campaign": campaign,
        "publication": publication,
        "snapshots": snapshots_of(campaign, publication.subject),
        "most": MOST,
        "tab": "spread",
    }
    return render(request, "reports/desk/snapshots.html", context)
