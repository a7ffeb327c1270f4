"""Live control: one page for the people behind a broadcast, usable with one thumb."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from phien.lib import clock
from phien.lib.errors import NotAllowed, Refused
from phien.live import actions, policies, queries
from phien.live.forms import MuteForm, SlowModeForm
from phien.live.models import Broadcast, Mute
from phien.live.views.public import wants_json
from phien.market.models import Offer
from phien.people.models import Actor
from phien.people.policies import actor_of
from phien.realtime.tokens import stream_url

Step = Callable[[HttpRequest, Broadcast, Actor | None, dict[str, Any]], None]


def found(request: HttpRequest, slug: str) -> Broadcast:
    """The broadcast, through the person: a 404 for everybody whose desk it is not."""
    return get_object_or_404(queries.kept_by(request.user), slug=slug)


def wants_part(request: HttpRequest) -> bool:
    return request.headers.get("X-Part") == "1"


def _context(request: HttpRequest, broadcast: Broadcast) -> dict[str, Any]:
    return queries.desk_of(broadcast) | {"can_run": policies.can_run(request.user, broadcast)}


@login_required
@require_safe
def control(request: HttpRequest, slug: str) -> HttpResponse:
    broadcast = found(request, slug)
    context = _context(request, broadcast)
    initial = {
        "author_key": request.GET.get("mute", "")[:32],
        "author_name": request.GET.get("name", "")[:40],
        "minutes": 5,
    }
    context |= {
        "mute_form": MuteForm(initial=initial),
        "muting": initial["author_name"] if initial["author_key"] else "",
        "stream_url": stream_url(broadcast.topic, since=context["since"], counts=False),
        "playlist_url": "",
        "clock_ms": int(clock.now().timestamp() * 1000),
        "zone": settings.TIME_ZONE,
        "room_url": reverse("live", args=[slug]),
    }
    return render(request, "live/desk.html", context)


@login_required
@require_safe
def now(request: HttpRequest, slug: str) -> HttpResponse:
    """The part of the desk that changes by itself."""
    return render(request, "live/parts/desk_parts.html", _context(request, found(request, slug)))


def step(*, for_runners: bool) -> Callable[[Step], Callable[..., HttpResponse]]:
    """A POST of the desk: one action, then back to the desk, or the changed part where a script asked."""

    def around(view: Step) -> Callable[..., HttpResponse]:
        @login_required
        @require_POST
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, **ids: Any) -> HttpResponse:
            broadcast = found(request, slug)
            try:
                if for_runners and not policies.can_run(request.user, broadcast):
                    raise NotAllowed
                view(request, broadcast, actor_of(request.user), ids)
            except Refused as refusal:
                if wants_part(request) or wants_json(request):
                    body = {"code": refusal.code, "message": str(refusal)}
                    return JsonResponse(body, status=refusal.status)
                if isinstance(refusal, NotAllowed):
                    raise
                messages.error(request, str(refusal))
                return redirect("live_desk", slug)
            if wants_part(request):
                broadcast.refresh_from_db()
                return render(request, "live/parts/desk_parts.html", _context(request, broadcast))
            return redirect("live_desk", slug)

        return wrapped

    return around


def _offer(broadcast: Broadcast, ids: dict[str, Any]) -> Offer:
    offers = Offer.objects.filter(campaign=broadcast.event.campaign_id).select_related("product")
    return get_object_or_404(offers, pk=ids["offer"])


def _said(form: Any) -> Refused:
    return Refused(next(iter(form.errors.values()))[0])


@step(for_runners=True)
def start(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.start_broadcast(broadcast=broadcast)


@step(for_runners=True)
def end(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.end_broadcast(broadcast=broadcast)


@step(for_runners=True)
def pin(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.pin_product(broadcast=broadcast, offer=_offer(broadcast, ids), by=by)


@step(for_runners=True)
def unpin(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.unpin_product(broadcast=broadcast)


@step(for_runners=True)
def sale(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    """Pause, or resume, as `to` says: two taps of two people do not undo each other."""
    act = {"pause": actions.pause_sale, "resume": actions.resume_sale}.get(request.POST.get("to", ""))
    if act is None or by is None:
        raise Refused
    act(broadcast=broadcast, offer=_offer(broadcast, ids), by=by)


@step(for_runners=False)
def slow(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    form = SlowModeForm(request.POST)
    if not form.is_valid():
        raise _said(form)
    actions.set_slow_mode(broadcast=broadcast, seconds=form.cleaned_data["seconds"])


@step(for_runners=False)
def hide(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.hide_message(broadcast=broadcast, number=ids["number"])


@step(for_runners=False)
def mute(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    form = MuteForm(request.POST)
    if not form.is_valid():
        raise _said(form)
    facts = form.cleaned_data
    actions.mute_writer(
        broadcast=broadcast,
        author_key=facts["author_key"],
        author_name=facts["author_name"],
        reason=facts["reason"],
        minutes=facts["minutes"] or None,
        by=by,
        hide_theirs=facts["hide_theirs"],
    )


@step(for_runners=False)
def lift(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    row = Mute.objects.filter(broadcast=broadcast, pk=ids["pk"]).first()
    if row is None:
        raise Http404
    actions.lift_mute(mute=row)
