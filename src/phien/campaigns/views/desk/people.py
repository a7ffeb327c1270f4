from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns.forms import PersonForm, RoleForm
from phien.campaigns.models import Campaign
from phien.campaigns.views.desk.door import campaign_for, form_page, sent
from phien.media.forms import PictureForm
from phien.people import actions
from phien.people.models import Actor, Role, RoleQuerySet


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, campaign_for(request, slug))


@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody new, with a duty."""
    campaign = campaign_for(request, slug)
    form = PersonForm(sent(request)[0])
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        duty = facts.pop("duty")
        actor = actions.add_actor(**facts)
        actions.give_role(actor=actor, duty=duty, scope=campaign.scope)
        messages.success(request, _("%(name)s is in.") % {"name": actor})
        return redirect("desk_people", slug)
    return form_page(request, campaign, form, title=_("Somebody new"), tab="people")


@login_required
@require_POST
def give(request: HttpRequest, slug: str) -> HttpResponse:
    """A duty for somebody who is known here already."""
    campaign = campaign_for(request, slug)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, form=form, status=422)
    actor = form.cleaned_data["actor"]
    actions.give_role(actor=actor, duty=form.cleaned_data["duty"], scope=campaign.scope)
    messages.success(request, _("%(name)s is in.") % {"name": actor})
    return redirect("desk_people", slug)


@login_required
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """GET asks; POST ends the duty."""
    campaign = campaign_for(request, slug)
    role = get_object_or_404(_roles(campaign), pk=pk)
    if request.method == "POST":
        actions.end_role(role=role)
        messages.success(request, _("%(name)s no longer holds this duty.") % {"name": role.actor})
        return redirect("desk_people", slug)
    return render(request, "campaigns/desk/end_role.html", {"campaign": campaign, "role": role, "tab": "people"})


@login_required
def portrait(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A picture of somebody in the campaign."""
    campaign = campaign_for(request, slug)
    held = _roles(campaign).values("actor_id")
    actor = get_object_or_404(Actor.objects.select_related("picture").filter(pk__in=held), pk=pk)
    form = PictureForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        asset = form.add()
        if asset is not None:
            actions.change_actor(actor=actor, picture=asset)
            messages.success(request, _("Saved."))
            return redirect("desk_people", slug)
    return form_page(request, campaign, form, title=str(actor.name), tab="people", current=actor.picture)


def _roles(campaign: Campaign) -> RoleQuerySet:
    return Role.objects.current().filter(scope=campaign.scope).select_related("actor__picture", "actor__place")


def _page(request: HttpRequest, campaign: Campaign, *, form: RoleForm | None = None, status: int = 200) -> HttpResponse:
    roles = _roles(campaign).prefetch_related("actor__picture__renditions").order_by("duty", "pk")
    by_actor: dict[Actor, list[Role]] = {}
    for role in roles:
        by_actor.setdefault(role.actor, []).append(role)
    context = {"campaign": campaign, "people": by_actor.items(), "form": form or RoleForm(), "tab": "people"}
    return render(request, "campaigns/desk/people.html", context, status=status)
