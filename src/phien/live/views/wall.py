"""The wall of the live controller: all broadcasts of a person at a glance, and what can be done without leaving it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns.forms import DelayForm, NoteForm
from phien.lib.errors import NotAllowed, Refused
from phien.live import actions, policies, queries
from phien.live.actions import delays
from phien.live.models import Broadcast
from phien.live.views.desk import found, wants_part
from phien.people.models import Actor
from phien.people.policies import actor_of

Act = Callable[[HttpRequest, Broadcast, Actor | None], object]


@login_required
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """For those who look after at least one broadcast, of whatever day; the part that changes where a script asks."""
    if not queries.kept_by(request.user).exists():
        raise Http404
    return render(request, "live/wall_part.html" if wants_part(request) else "live/wall.html", _context(request))


@login_required
@require_POST
def act(request: HttpRequest, slug: str) -> HttpResponse:
    """One of ACTS, named by `act`, for who runs the broadcast; then the wall again."""
    broadcast = found(request, slug)
    try:
        _do(request, broadcast)
    except Refused as refusal:
        if wants_part(request):
            return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=refusal.status)
        if isinstance(refusal, NotAllowed):
            raise
        messages.error(request, str(refusal))
        return redirect("live_wall")
    return render(request, "live/wall_part.html", _context(request)) if wants_part(request) else redirect("live_wall")


def _do(request: HttpRequest, broadcast: Broadcast) -> None:
    if not policies.can_run(request.user, broadcast):
        raise NotAllowed
    chosen = ACTS.get(request.POST.get("act", ""))
    if chosen is None:
        raise Refused
    chosen(request, broadcast, actor_of(request.user))


def _context(request: HttpRequest) -> dict[str, object]:
    return queries.wall_of(request.user)


def _delay(request: HttpRequest, broadcast: Broadcast, by: Actor | None) -> None:
    form = DelayForm(request.POST)
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))
    delays.announce_delay(broadcast=broadcast, minutes=form.cleaned_data["minutes"], note=form.note(), by=by)


def _cancel(request: HttpRequest, broadcast: Broadcast, by: Actor | None) -> None:
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))
    delays.cancel(broadcast=broadcast, note=form.note(), by=by)


ACTS: dict[str, Act] = {
    "back_soon": lambda request, broadcast, by: actions.back_soon(broadcast=broadcast),
    "back_again": lambda request, broadcast, by: actions.back_again(broadcast=broadcast),
    "end": lambda request, broadcast, by: actions.end_broadcast(broadcast=broadcast),
    "delay": _delay,
    "cancel": _cancel,
    "resume": lambda request, broadcast, by: delays.take_place(broadcast=broadcast, by=by),
}
