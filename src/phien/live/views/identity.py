"""Whose identity was checked: the organiser's page, the form for one person, and the report for the authority."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phien.lib import clock, tables
from phien.lib.errors import NotAllowed, Refused
from phien.live import rules
from phien.live.actions import accept_rules
from phien.live.queries.gate import states_of
from phien.live.queries.identity import checkable_by, known_to
from phien.people import actions
from phien.people.forms import IdentityForm
from phien.people.identity import longest
from phien.people.models import Actor, Role
from phien.people.policies import actor_of, scopes_of

COLUMNS = (
    "actor",
    "name",
    "kind",
    "hosts",
    "sells",
    "state",
    "method",
    "checked",
    "holds_until",
    "checked_by",
    "rules",
)


def _organiser(request: HttpRequest) -> Actor:
    """Who asks, if they organise something; else refused."""
    actor = actor_of(request.user)
    if actor is None or not scopes_of(request.user, Role.Duty.ORGANISER):
        raise NotAllowed
    return actor


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _organiser(request)
    who = request.GET.get("who", "")
    context = {
        "people": known_to(request.user, who=who),
        "who": who,
        "version": rules.VERSION,
        "tab": "identity",
        "organises": True,
    }
    return render(request, "live/law/identity.html", context)


@login_required
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Twice a year the authority asks who hosts and sells, and how that is known."""
    _organiser(request)
    rows = (
        (
            one.actor.slug,
            one.actor.name,
            one.actor.kind,
            one.is_host,
            one.is_seller,
            one.state,
            one.host.check.method if one.host.check else "",
            one.host.check.checked_at if one.host.check else None,
            one.host.check.expires_at if one.host.check else None,
            one.host.check.checked_by.slug if one.host.check and one.host.check.checked_by else "",
            rules.VERSION if one.host.has_read_rules else "",
        )
        for one in known_to(request.user)
    )
    response = HttpResponse(tables.whole(COLUMNS, rows), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="identity-{clock.today():%Y-%m-%d}.csv"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """One person: what was seen so far, and the form for what is seen now."""
    by = _organiser(request)
    actor = get_object_or_404(checkable_by(request.user), slug=slug)
    form = IdentityForm(request.POST if request.method == "POST" else None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            actions.check_identity(
                actor=actor, method=facts["method"], by=by, expires_at=facts["expires_on"], note=facts["note"]
            )
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _("%(name)s is checked.") % {"name": actor.name})
            return redirect("identity")
    context = {
        "actor": actor,
        "state": states_of([actor])[0],
        "checks": actor.identity_checks.select_related("checked_by", "revoked_by"),
        "form": form,
        "refused": refused,
        "is_self": actor.pk == by.pk,
        "until": longest(clock.now()),
        "version": rules.VERSION,
        "tab": "identity",
        "organises": True,
    }
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, "live/law/identity_one.html", context, status=status)


@login_required
@require_POST
def revoke(request: HttpRequest, slug: str) -> HttpResponse:
    by = _organiser(request)
    actor = get_object_or_404(checkable_by(request.user), slug=slug)
    actions.revoke_identity_checks(actor=actor, by=by)
    messages.success(request, _("%(name)s has to be checked again before going live.") % {"name": actor.name})
    return redirect("identity")


@login_required
@require_POST
def rules_on_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody without an account has read the rules in the organiser's presence."""
    by = _organiser(request)
    actor = get_object_or_404(checkable_by(request.user), slug=slug)
    accept_rules(actor=actor, version=request.POST.get("version", "")[:20], by=by)
    messages.success(request, _("Noted: %(name)s has read the rules.") % {"name": actor.name})
    return redirect("identity_check", slug)
