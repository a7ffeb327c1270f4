"""The switch that stops a broadcast, the way back, and appeals."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from phien.lib.errors import NotAllowed, Refused
from phien.live import actions
from phien.live.forms.law import AppealAnswerForm, AppealForm, CutForm
from phien.live.models import Broadcast
from phien.live.queries import broadcasts, law
from phien.people.models import Actor
from phien.people.policies import actor_of


def _found(request: HttpRequest, slug: str) -> tuple[Broadcast, Actor]:
    """The broadcast through its organiser, and who that is; else 404."""
    broadcast = get_object_or_404(broadcasts.organised_by(request.user), slug=slug)
    actor = actor_of(request.user)
    if actor is None:
        raise NotAllowed
    return broadcast, actor


def _page(request: HttpRequest, broadcast: Broadcast, form: CutForm, *, status: int = 200) -> HttpResponse:
    context = {
        "broadcast": broadcast,
        "form": form,
        "cut": law.open_cut(broadcast),
        "cuts": law.cuts_of(broadcast),
        "answer_form": AppealAnswerForm(),
        "organises": True,
    }
    return render(request, "live/law/stop.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks; POST stops."""
    broadcast, actor = _found(request, slug)
    if request.method != "POST":
        return _page(request, broadcast, CutForm())
    form = CutForm(request.POST)
    if not form.is_valid():
        return _page(request, broadcast, form, status=422)
    facts = form.cleaned_data
    actions.cut_broadcast(
        broadcast=broadcast, reason=facts["reason"], notice=facts["notice"], by=actor, pause_sale=facts["pause_sale"]
    )
    messages.success(request, _("Stopped. Nothing of it is shown or sold any more."))
    return redirect("live_stop", slug)


@login_required
@require_POST
def lift(request: HttpRequest, slug: str) -> HttpResponse:
    broadcast, actor = _found(request, slug)
    actions.lift_cut(broadcast=broadcast, by=actor)
    messages.success(request, _("The stop is lifted; what was resting is sold again."))
    return redirect("live_stop", slug)


@login_required
@require_POST
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    broadcast, actor = _found(request, slug)
    row = get_object_or_404(law.appeals_decided_by(request.user).filter(cut__broadcast=broadcast), pk=pk)
    form = AppealAnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a decision and write an answer."))
        return redirect("live_stop", slug)
    actions.decide_appeal(appeal=row, by=actor, **form.cleaned_data)
    messages.success(request, _("The appeal is answered."))
    return redirect("live_stop", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, slug: str) -> HttpResponse:
    """For those who host or sell in a stopped broadcast."""
    broadcast = get_object_or_404(broadcasts.stopped_for(request.user), slug=slug)
    cut, actor = law.newest_cut(broadcast), actor_of(request.user)
    if cut is None or actor is None:
        raise NotAllowed
    form = AppealForm(request.POST if request.method == "POST" else None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal(cut=cut, text=form.cleaned_data["text"], by=actor)
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _("Your appeal is with the organiser. The answer will stand here."))
            return redirect("live_appeal", slug)
    own = list(cut.appeals.filter(by=actor))
    context = {
        "broadcast": broadcast,
        "cut": cut,
        "form": form,
        "own": own,
        "waits": any(row.decided_at is None for row in own),
        "refused": refused,
    }
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, "live/law/appeal.html", context, status=status)
