"""Hashes of files that somebody will send, registered beforehand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phien.lib.errors import NotAllowed, Refused
from phien.observations import actions, policies
from phien.observations.forms import PromiseForm
from phien.observations.queries.register import promises_of
from phien.observations.views.door import frame
from phien.people.policies import actor_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def promises(request: HttpRequest, slug: str) -> HttpResponse:
    """Readers of the desk see all; a creator sees what they registered themselves."""
    campaign = get_object_or_404(policies.campaigns_promised_in(request.user), slug=slug)
    can_promise = policies.can_promise(request.user, campaign)
    actor = actor_of(request.user)
    form = PromiseForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if not can_promise:
            raise NotAllowed
        if form.is_valid():
            try:
                actions.promise_export(campaign=campaign, by=actor, **form.cleaned_data)
            except Refused as refusal:
                form.add_error("sha256", str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Registered. A file of this name with other bytes will be refused."))
                return redirect("export_promises", slug)
        else:
            status = 422
    context = frame(request, campaign)
    found = promises_of(campaign)
    if not context["can_read"]:
        found = [pair for pair in found if actor is not None and pair[0].promised_by_id == actor.pk]
    context |= {"promises": found, "form": form if can_promise else None}
    return render(request, "observations/desk/promises.html", context, status=status)
