from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns import actions
from phien.campaigns.forms import PhaseForm
from phien.campaigns.models import Phase
from phien.campaigns.views.desk.door import campaign_for, form_page, sent


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_for(request, slug)
    phases = campaign.phases.select_related("owner")
    return render(request, "campaigns/desk/phases.html", {"campaign": campaign, "phases": phases, "tab": "phases"})


@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_for(request, slug)
    form = PhaseForm(sent(request)[0], initial={"starts_at": campaign.starts_at, "ends_at": campaign.ends_at})
    if request.method == "POST" and form.is_valid():
        actions.add_phase(campaign=campaign, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_phases", slug)
    return form_page(request, campaign, form, title=_("New phase"), tab="phases")


@login_required
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_for(request, slug)
    phase = get_object_or_404(campaign.phases, pk=pk)
    form = PhaseForm(sent(request)[0], instance=phase)
    if request.method == "POST" and form.is_valid():
        actions.change_phase(phase=Phase.objects.get(pk=pk), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_phases", slug)
    return form_page(request, campaign, form, title=str(phase.name), tab="phases")


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_for(request, slug)
    actions.remove_phase(phase=get_object_or_404(campaign.phases, pk=pk))
    messages.success(request, _("Taken out."))
    return redirect("desk_phases", slug)
