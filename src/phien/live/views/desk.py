"""Live control: one page for the people behind a broadcast, usable with one thumb."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns.models import Slot
from phien.campaigns.policies import organised_by
from phien.content.queries import address_of, link_to
from phien.lib import clock
from phien.lib.errors import NotAllowed, Refused
from phien.live import actions, policies, queries
from phien.live.actions.broadcasts import REOPEN_WITHIN
from phien.live.forms import PRESETS, SilenceForm, SwitchForm, TextForm, WarningForm
from phien.live.models import Broadcast
from phien.live.views.public import wants_json
from phien.market.models import Offer
from phien.people.models import Actor, User
from phien.people.policies import actor_of
from phien.realtime.tokens import stream_url
from phien.video.tokens import watch_token

Step = Callable[[HttpRequest, Broadcast, Actor | None, dict[str, Any]], None]
Allowed = Callable[[User | AnonymousUser, Broadcast], bool]
Answer = Callable[[HttpRequest, Broadcast], HttpResponse]


def found(request: HttpRequest, slug: str) -> Broadcast:
    """The broadcast, through the person: a 404 for everybody whose desk it is not."""
    return get_object_or_404(queries.kept_by(request.user), slug=slug)


def wants_part(request: HttpRequest) -> bool:
    return request.headers.get("X-Part") == "1"


def cleaned(form: forms.Form) -> dict[str, Any]:
    """What the form says, or a refusal with the first of its faults."""
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))
    return form.cleaned_data


def _context(request: HttpRequest, broadcast: Broadcast) -> dict[str, Any]:
    ended = broadcast.ended_at
    return queries.desk_of(broadcast) | {
        "can_run": policies.can_run(request.user, broadcast),
        "can_pin": policies.can_pin(request.user, broadcast),
        "can_decide": policies.can_decide(request.user, broadcast),
        "reads_cases": policies.reads_cases(request.user, broadcast),
        "can_edit_clips": organised_by(request.user).filter(pk=broadcast.event.campaign_id).exists(),
        "can_reopen": ended is not None and clock.now() - ended <= REOPEN_WITHIN,
    }


@login_required
@never_cache
@require_safe
def control(request: HttpRequest, slug: str) -> HttpResponse:
    broadcast = found(request, slug)
    context = _context(request, broadcast)
    initial = {
        "author_key": request.GET.get("writer", "")[:32],
        "author_name": request.GET.get("name", "")[:40],
        "how_long": "room-5",
    }
    key, link = broadcast.video_key, link_to(campaign=broadcast.event.campaign, target=broadcast.path)
    context |= {
        "silence_form": SilenceForm(initial=initial),
        "silencing": initial["author_name"] if initial["author_key"] else "",
        "answer_form": TextForm(auto_id="answer-%s"),
        "warning_form": WarningForm(auto_id="warning-%s"),
        "presets": [{"key": preset, "words": words} for preset, words in PRESETS.items()],
        "stream_url": stream_url(broadcast.topic, since=context["since"], counts=False),
        "preview_url": "" if broadcast.ended_at else f"/v/{key}/preview.m3u8?t={watch_token(key)}",
        "clock_ms": int(clock.now().timestamp() * 1000),
        "zone": settings.TIME_ZONE,
        "room_url": reverse("live", args=[slug]),
        "link": link,
        "short_url": address_of(link) if link is not None else "",
    }
    return render(request, "live/desk.html", context)


@login_required
@never_cache
@require_safe
def now(request: HttpRequest, slug: str) -> HttpResponse:
    """The parts of the desk that change by themselves."""
    return show_parts(request, found(request, slug))


def show_parts(request: HttpRequest, broadcast: Broadcast) -> HttpResponse:
    return render(request, "live/parts/desk_parts.html", _context(request, broadcast))


def step(
    allowed: Allowed, *, at: str = "", page: str = "live_desk", parts: Answer = show_parts
) -> Callable[[Step], Callable[..., HttpResponse]]:
    """A POST of the desk: one action, then back to where on the page it was, or the changed parts for a script.

    Nobody whose desk it is not learns that it is there; those who may not take this step are told so.
    """

    def around(view: Step) -> Callable[..., HttpResponse]:
        @login_required
        @require_POST
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, **ids: Any) -> HttpResponse:
            broadcast = found(request, slug)
            try:
                if not allowed(request.user, broadcast):
                    raise NotAllowed
                view(request, broadcast, actor_of(request.user), ids)
            except Refused as refusal:
                if wants_part(request) or wants_json(request):
                    body = {"code": refusal.code, "message": str(refusal)}
                    return JsonResponse(body, status=refusal.status)
                if isinstance(refusal, NotAllowed):
                    raise
                messages.error(request, str(refusal))
                return redirect(page, slug)
            if wants_part(request):
                return parts(request, found(request, slug))
            return redirect(reverse(page, args=[slug]) + (f"#{at}" if at else ""))

        return wrapped

    return around


def offer_of(broadcast: Broadcast, ids: dict[str, Any]) -> Offer:
    offers = Offer.objects.filter(campaign=broadcast.event.campaign_id).select_related("product")
    return get_object_or_404(offers, pk=ids["offer"])


@step(policies.can_run)
def start(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.start_broadcast(broadcast=broadcast)


@step(policies.can_run)
def end(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.end_broadcast(broadcast=broadcast)


@step(policies.can_run)
def reopen(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.reopen_broadcast(broadcast=broadcast)


@step(policies.can_run)
def pause(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    """The slate that says that we are back soon."""
    act = actions.back_soon if cleaned(SwitchForm(request.POST))["to"] == "on" else actions.back_again
    act(broadcast=broadcast)


@step(policies.can_run)
def low_delay(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.set_low_latency(broadcast=broadcast, is_on=cleaned(SwitchForm(request.POST))["to"] == "on")


@step(policies.can_run)
def hand_over(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    """To the people of a slot, or with 0 back to the programme's hours."""
    slot = get_object_or_404(Slot, pk=ids["slot"], event=broadcast.event) if ids["slot"] else None
    actions.hand_over(broadcast=broadcast, slot=slot, by=by)


@step(policies.can_pin, at="products")
def pin(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.pin_product(broadcast=broadcast, offer=offer_of(broadcast, ids), by=by)


@step(policies.can_pin, at="products")
def unpin(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.unpin_product(broadcast=broadcast)


@step(policies.can_run, at="products")
def sale(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    """Pause, or resume, as `to` says: two taps of two people do not undo each other."""
    act = {"pause": actions.pause_sale, "resume": actions.resume_sale}.get(request.POST.get("to", ""))
    if act is None or by is None:
        raise Refused
    act(broadcast=broadcast, offer=offer_of(broadcast, ids), by=by)


@step(policies.can_pin, at="warning")
def warning(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.set_warning(broadcast=broadcast, text=cleaned(WarningForm(request.POST))["text"])
