"""Sign-in links: the organiser hands a villager a QR code instead of a password."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from phien.lib import qr
from phien.people import actions, links
from phien.people.forms import LinkForm
from phien.people.models import Role
from phien.people.policies import scopes_of


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    if not scopes_of(request.user, Role.Duty.ORGANISER):
        raise PermissionDenied
    return render(request, "people/links.html", {"holders": links.holders_under(request.user), "form": LinkForm()})


@login_required
@never_cache
@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link and show it, once, with its QR code."""
    actor = get_object_or_404(links.people_under(request.user), pk=pk)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return render(
            request, "people/links.html", {"holders": links.holders_under(request.user), "form": form}, status=422
        )
    token = actions.make_personal_link(actor=actor, by=request.user, days=form.cleaned_data["days"])  # type: ignore[arg-type]
    url = request.build_absolute_uri(reverse("personal_link", args=[token]))
    context = {"actor": actor, "url": url, "qr": qr.svg(url, label=str(actor)), "days": form.cleaned_data["days"]}
    return render(request, "people/link_made.html", context)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close every open link of a person."""
    actor = get_object_or_404(links.people_under(request.user), pk=pk)
    actions.revoke_personal_links(actor=actor)
    messages.success(request, _("The links of %(name)s no longer open anything.") % {"name": actor})
    return redirect("links")
