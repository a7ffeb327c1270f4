"""The broadcast's shelf: which products stand on it, and in which order."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phien.live import actions, policies, queries
from phien.live.forms import MoveForm, PutForm
from phien.live.models import Broadcast
from phien.live.views.desk import cleaned, found, offer_of, step
from phien.people.models import Actor


def _context(request: HttpRequest, broadcast: Broadcast) -> dict[str, Any]:
    sought = request.GET.get("q", "").strip()[:60]
    return queries.shelf_of(broadcast, sought) | {"can_pin": policies.can_pin(request.user, broadcast)}


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "live/shelf.html", _context(request, found(request, slug)))


def show_parts(request: HttpRequest, broadcast: Broadcast) -> HttpResponse:
    return render(request, "live/parts/shelf_parts.html", _context(request, broadcast))


@step(policies.can_pin, page="live_shelf", parts=show_parts)
def put(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    act = actions.put_on_shelf if cleaned(PutForm(request.POST))["to"] == "on" else actions.take_off_shelf
    act(broadcast=broadcast, offer=offer_of(broadcast, ids))


@step(policies.can_pin, page="live_shelf", parts=show_parts)
def move(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    to = cleaned(MoveForm(request.POST))["to"]
    actions.move_on_shelf(broadcast=broadcast, offer=offer_of(broadcast, ids), to=to)


@step(policies.can_pin, page="live_shelf", parts=show_parts)
def fill(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.fill_shelf(broadcast=broadcast)
