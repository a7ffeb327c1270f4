"""The rules of live selling: shown to everybody, accepted by those who stand before the camera."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.lib.errors import NotAllowed
from phien.live import rules as text
from phien.live.actions import accept_rules
from phien.live.models import RulesAcceptance
from phien.people.policies import actor_of


def _back(request: HttpRequest) -> str:
    """Where the reader came from, if that is a page of this site."""
    found = request.POST.get("next", "") or request.GET.get("next", "")
    return found if url_has_allowed_host_and_scheme(found, allowed_hosts={request.get_host()}) else ""


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request.user)
    accepted = None
    if actor is not None:
        accepted = RulesAcceptance.objects.filter(actor=actor, version=text.VERSION).first()
    context = {
        "version": text.VERSION,
        "actor": actor,
        "accepted": accepted,
        "next": _back(request),
        "complaint_hours": settings.PHIEN_COMPLAINT_HOURS,
        "recording_days": settings.PHIEN_RECORDING_DAYS,
    }
    return render(request, "live/law/rules.html", context)


@login_required
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request.user)
    if actor is None:
        raise NotAllowed
    accept_rules(actor=actor, version=request.POST.get("version", "")[:20])
    messages.success(request, _("Thank you. Your yes to these rules is noted."))
    return redirect(_back(request) or "live_rules")
