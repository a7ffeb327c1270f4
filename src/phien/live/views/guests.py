"""Links for guest presenters: who runs a broadcast makes them, sees them, and closes them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from phien.lib import qr
from phien.live import actions, queries
from phien.live.forms import GuestForm
from phien.live.models import Broadcast, GuestLink
from phien.people.policies import actor_of


def found(request: HttpRequest, slug: str) -> Broadcast:
    return get_object_or_404(queries.run_by(request.user), slug=slug)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The links there are; a POST makes one and shows it, once, with its QR code."""
    broadcast = found(request, slug)
    form = GuestForm(request.POST if request.method == "POST" else None)
    made = {}
    if form.is_bound and form.is_valid():
        name, hours = form.cleaned_data["name"], form.cleaned_data["hours"]
        by = actor_of(request.user)
        token = actions.make_guest_link(broadcast=broadcast, name=name, hours=hours, by=by)
        url = request.build_absolute_uri(reverse("live_guest", args=[token]))
        made = {"made_for": name, "made_url": url, "made_qr": qr.svg(url, label=name)}
    context = {"broadcast": broadcast, "form": GuestForm() if made else form, **made}
    context["links"] = queries.guest_links_of(broadcast)
    return render(request, "live/host/guests.html", context, status=422 if form.is_bound and form.errors else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    link = get_object_or_404(GuestLink, pk=pk, broadcast=found(request, slug))
    actions.revoke_guest_link(link=link)
    messages.success(request, _("The link of %(name)s no longer opens anything.") % {"name": link.name})
    return redirect("live_guests", slug)
