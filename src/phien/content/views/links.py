"""Short links with their QR codes, to print and hand out."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from phien.campaigns.policies import organised_by
from phien.campaigns.queries import people_in
from phien.content import actions
from phien.content.queries import address_of, creators_links
from phien.people.models import Role


@login_required
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the sheet; POST makes the links of creators who have none yet."""
    campaign = get_object_or_404(organised_by(request.user), slug=slug)
    creators = people_in(campaign).get(Role.Duty.CREATOR, [])
    if request.method == "POST":
        for creator in creators:
            actions.make_link(campaign=campaign, creator=creator)
        return redirect("link_sheet", slug)
    links = [(link, address_of(link)) for link in creators_links(campaign)]
    linked = {link.creator_id for link, _address in links}
    missing = [creator for creator in creators if creator.pk not in linked]
    context = {"campaign": campaign, "links": links, "missing": missing, "tab": "links"}
    return render(request, "content/desk/links.html", context)
