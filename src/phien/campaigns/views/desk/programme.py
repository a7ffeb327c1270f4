from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns import actions, queries
from phien.campaigns.forms import ReleaseForm, SlotForm
from phien.campaigns.models import Campaign, Slot, SlotPart
from phien.campaigns.programme import changes, clashes
from phien.campaigns.views.desk.door import campaign_for, form_page, sent
from phien.people.models import Actor


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The working copy, with what clashes in it and what differs from the release."""
    campaign = campaign_for(request, slug)
    working = actions.working_copy(campaign=campaign)
    released = queries.released_programme(campaign)
    slots = queries.slots_of(working)
    context = {
        "campaign": campaign,
        "tab": "programme",
        "lanes": queries.lanes(campaign, slots),
        "events": campaign.events.select_related("place"),
        "clashes": clashes(slots),
        "changes": changes(queries.slots_of(released), slots),
        "released": released,
    }
    return render(request, "campaigns/desk/programme.html", context)


@login_required
def add_slot(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_for(request, slug)
    event = campaign.events.filter(slug=request.GET.get("event", "")).first() or campaign.events.first()
    if event is None:
        messages.warning(request, _("Add an event first: a slot stands in one."))
        return redirect("add_event", slug)
    initial = {"event": event.slug, "starts_at": event.starts_at, "ends_at": event.ends_at}
    last = Slot.objects.filter(programme=actions.working_copy(campaign=campaign), event=event).last()
    if last is not None and last.ends_at < event.ends_at:
        initial["starts_at"] = last.ends_at
    form = SlotForm(sent(request)[0], campaign=campaign, people=_people(campaign), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.add_slot(campaign=campaign, parts=form.parts(), **_facts(form))
        messages.success(request, _("In the working copy. Visitors see it once you release it."))
        return redirect("desk_programme", slug)
    return form_page(request, campaign, form, title=_("New slot"), tab="programme")


@login_required
def edit_slot(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_for(request, slug)
    slot = _slot(campaign, pk)
    parts: dict[str, list[str]] = {part: [] for part in SlotPart.Part.values}
    for part in slot.parts.select_related("actor"):
        parts[part.part].append(part.actor.slug)
    initial = {
        "event": slot.event.slug, "title": slot.title, "starts_at": slot.starts_at, "ends_at": slot.ends_at, **parts,
    }  # fmt: skip
    form = SlotForm(sent(request)[0], campaign=campaign, people=_people(campaign, slot), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_slot(slot=slot, parts=form.parts(), **_facts(form))
        messages.success(request, _("In the working copy. Visitors see it once you release it."))
        return redirect("desk_programme", slug)
    return form_page(request, campaign, form, title=str(slot.title), tab="programme")


@login_required
@require_POST
def remove_slot(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_for(request, slug)
    actions.remove_slot(slot=_slot(campaign, pk))
    messages.success(request, _("Taken out of the working copy."))
    return redirect("desk_programme", slug)


@login_required
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows what visitors will see changed; POST makes it public."""
    campaign = campaign_for(request, slug)
    released = queries.released_programme(campaign)
    slots = queries.slots_of(actions.working_copy(campaign=campaign))
    form = ReleaseForm(sent(request)[0])
    if request.method == "POST" and form.is_valid():
        version = actions.release_programme(campaign=campaign, note=form.cleaned_data["note"])
        messages.success(request, _("Version %(number)s of the programme is public.") % {"number": version.number})
        return redirect("desk_programme", slug)
    context = {
        "campaign": campaign,
        "tab": "programme",
        "form": form,
        "changes": changes(queries.slots_of(released), slots),
        "clashes": clashes(slots),
        "next_number": ((released.number or 0) if released else 0) + 1,
    }
    return render(request, "campaigns/desk/release.html", context, status=422 if form.is_bound else 200)


@login_required
def revert(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks; POST throws the edits away."""
    campaign = campaign_for(request, slug)
    if request.method == "POST":
        actions.revert_working_copy(campaign=campaign)
        messages.success(request, _("The working copy is again what is released."))
        return redirect("desk_programme", slug)
    differ = changes(
        queries.slots_of(queries.released_programme(campaign)),
        queries.slots_of(actions.working_copy(campaign=campaign)),
    )
    return render(request, "campaigns/desk/revert.html", {"campaign": campaign, "changes": differ, "tab": "programme"})


def _slot(campaign: Campaign, pk: int) -> Slot:
    slots = Slot.objects.filter(programme__campaign=campaign, programme__number=None).select_related("event")
    return get_object_or_404(slots, pk=pk)


def _people(campaign: Campaign, slot: Slot | None = None) -> QuerySet[Actor]:
    """Who may stand in the programme: the campaign's people, and who stands in this slot already."""
    known = {actor.pk for actors in queries.people_in(campaign).values() for actor in actors}
    if slot is not None:
        known |= set(slot.parts.values_list("actor_id", flat=True))
    return Actor.objects.filter(pk__in=known).order_by("slug")


def _facts(form: SlotForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("event", "title", "starts_at", "ends_at")}
