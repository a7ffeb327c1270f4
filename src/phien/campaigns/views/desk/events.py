from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from phien.campaigns import actions
from phien.campaigns.forms import DeskEventForm
from phien.campaigns.models import Event
from phien.campaigns.views.desk.door import campaign_for, form_page, sent


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
        actions.change_event(event=Event.objects.get(pk=pk), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_programme", slug)
    return form_page(request, campaign, form, title=str(event.name), tab="programme")


@login_required
@require_POST
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Cancel an event, or let it take place after all (`resume`)."""
    event = get_object_or_404(campaign_for(request, slug).events, pk=pk)
    if "resume" in request.POST:
        actions.resume_event(event=event)
        messages.success(request, _("It takes place after all."))
    else:
        actions.cancel_event(event=event)
        messages.success(request, _("Marked as cancelled: it stays in the programme, struck out."))
    return redirect("desk_programme", slug)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    actions.remove_event(event=get_object_or_404(campaign_for(request, slug).events, pk=pk))
    messages.success(request, _("Taken out."))
    return redirect("desk_programme", slug)
