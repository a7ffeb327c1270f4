"""The way into the desk of comments: the campaign through the person, and the frame of the pages."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from phien.campaigns.models import Campaign
from phien.lib.errors import NotAllowed
from phien.people.models import Actor
from phien.people.policies import actor_of
from phien.sentiment import policies
from phien.sentiment.models import Sample


def campaign_labelled(request: HttpRequest, slug: str) -> Campaign:
    """A 404 for everybody whose desk it is not."""
    return get_object_or_404(policies.campaigns_of(request.user), slug=slug)


def campaign_read(request: HttpRequest, slug: str) -> Campaign:
    """For organisers and auditors. Raises NotAllowed for moderators, who only label."""
    campaign = campaign_labelled(request, slug)
    if not policies.can_read(request.user, campaign):
        raise NotAllowed
    return campaign


def campaign_run(request: HttpRequest, slug: str) -> Campaign:
    """For organisers. Raises NotAllowed for the desk's others."""
    campaign = campaign_labelled(request, slug)
    if not policies.can_run(request.user, campaign):
        raise NotAllowed
    return campaign


def sample_in(campaign: Campaign, number: int) -> Sample:
    rows = Sample.objects.select_related("campaign__scope", "drawn_by", "closed_by")
    return get_object_or_404(rows, campaign=campaign, number=number)


def person(request: HttpRequest) -> Actor:
    """Who labels: an account without an actor has no duty, so it never comes so far."""
    actor = actor_of(request.user)
    if actor is None:
        raise Http404
    return actor


def frame(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """What every page of the desk needs: an organiser has the campaign's tabs around it, others have not."""
    can_run = policies.can_run(request.user, campaign)
    return {
        "campaign": campaign,
        "can_run": can_run,
        "can_read": can_run or policies.can_read(request.user, campaign),
        "frame": "campaigns/desk/base.html" if can_run else "sentiment/desk/plain.html",
        "tab": "sentiment",
    }
