from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phien.campaigns import actions, queries
from phien.campaigns.desk import next_steps
from phien.campaigns.forms import CampaignTextsForm, CloneForm, NewCampaignForm
from phien.campaigns.models import Campaign
from phien.campaigns.policies import can_add_campaign
from phien.campaigns.views.desk.door import campaign_for, form_page, sent
from phien.lib.errors import Refused
from phien.media.forms import PictureForm
from phien.people.policies import actor_of


@login_required
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_for(request, slug)
    people = queries.people_in(campaign)
    context = {
        "campaign": campaign,
        "state": campaign.state(),
        "steps": next_steps(campaign, people),
        "released": queries.released_programme(campaign),
        "slot_count": len(queries.slots_of(queries.released_programme(campaign))),
        "people_count": len({actor.pk for actors in people.values() for actor in actors}),
    }
    return render(request, "campaigns/desk/overview.html", context)


@login_required
def texts(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_for(request, slug)
    form = CampaignTextsForm(sent(request)[0], instance=campaign)
    if request.method == "POST" and form.is_valid():
        actions.change_campaign(campaign=campaign_for(request, slug), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("campaign_desk", slug)
    return form_page(request, campaign, form, title=_("Texts and dates"), tab="texts")


@login_required
def cover(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_for(request, slug)
    form = PictureForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        asset = form.add()
        if asset is not None:
            actions.show_cover(campaign=campaign, cover=asset)
            messages.success(request, _("The new cover is on the page."))
            return redirect("campaign_desk", slug)
    return form_page(request, campaign, form, title=_("Cover"), tab="texts", current=campaign.cover)


@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """A new campaign, by an organiser of the site."""
    if not can_add_campaign(request.user):
        raise PermissionDenied
    form = NewCampaignForm(sent(request)[0])
    if request.method == "POST" and form.is_valid():
        campaign = actions.add_campaign(by=actor_of(request.user), **form.cleaned_data)
        messages.success(request, _("The campaign is begun. Nobody else sees it until you make it public."))
        return redirect("campaign_desk", campaign.slug)
    return form_page(request, Campaign(), form, title=_("A new campaign"))


@login_required
def clone(request: HttpRequest, slug: str) -> HttpResponse:
    """The same campaign once more, at another time."""
    campaign = campaign_for(request, slug)
    by = actor_of(request.user)
    form = CloneForm(sent(request)[0], initial={"name": campaign.name})
    if request.method == "POST" and form.is_valid() and by is not None:
        try:
            copy = actions.clone_campaign(campaign=campaign, by=by, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("slug", str(refusal))
        else:
            messages.success(
                request, _("Here is the copy. Its programme is a working copy: look it over and release it.")
            )
            return redirect("campaign_desk", copy.slug)
    lead = _(
        "Words, phases, events, programme and people come along, moved to the new time. Clips, offers and links do not."
    )
    return form_page(request, campaign, form, title=_("Hold it again"), lead=lead)
