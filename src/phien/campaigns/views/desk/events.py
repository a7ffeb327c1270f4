from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from phien.campaigns import actions
from phien.campaigns.forms import DelayForm, DeskEventForm, NoteForm
from phien.campaigns.models import Event
from phien.campaigns.views.desk.door import campaign_for, form_page, said, sent
from phien.people.policies import actor_of


@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_for(request, slug)
    initial = {"place": campaign.place.slug, "starts_at": campaign.starts_at, "ends_at": campaign.ends_at}
    form = DeskEventForm(sent(request)[0], campaign=campaign, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.add_event(campaign=campaign, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_programme", slug)
    return form_page(request, campaign, form, title=_("New event"), tab="programme")


@login_required
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_for(request, slug)
    event = get_object_or_404(campaign.events.select_related("place"), pk=pk)
    form = DeskEventForm(sent(request)[0], campaign=campaign, instance=event)
    if request.method == "POST" and form.is_valid():
        changed = Event.objects.select_related("campaign").get(pk=pk)
        actions.change_event(event=changed, by=actor_of(request.user), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_programme", slug)
    return form_page(request, campaign, form, title=str(event.name), tab="programme")


@login_required
@require_POST
def delay(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Announce how late an event is; 0 minutes take it back."""
    event = get_object_or_404(campaign_for(request, slug).events, pk=pk)
    form = DelayForm(request.POST)
    if not form.is_valid():
        messages.error(request, said(form))
        return redirect("desk_programme", slug)
    minutes = form.cleaned_data["minutes"]
    actions.announce_delay(event=event, minutes=minutes, note=form.note(), by=actor_of(request.user))
    if minutes:
        messages.success(request, _("Visitors now read: about %(n)s minutes late.") % {"n": minutes})
    else:
        messages.success(request, _("Visitors now read: on time."))
    return redirect("desk_programme", slug)


@login_required
@require_POST
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Cancel an event, or let it take place after all (`resume`)."""
    event = get_object_or_404(campaign_for(request, slug).events, pk=pk)
    by = actor_of(request.user)
    if "resume" in request.POST:
        actions.resume_event(event=event, by=by)
        messages.success(request, _("It takes place after all."))
        return redirect("desk_programme", slug)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, said(form))
        return redirect("desk_programme", slug)
    actions.cancel_event(event=event, note=form.note(), by=by)
    messages.success(request, _("Marked as cancelled: it stays in the programme, struck out."))
    return redirect("desk_programme", slug)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    actions.remove_event(event=get_object_or_404(campaign_for(request, slug).events, pk=pk))
    messages.success(request, _("Taken out."))
    return redirect("desk_programme", slug)
