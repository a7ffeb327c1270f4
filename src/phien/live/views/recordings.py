"""The desk of recordings: how long each is kept, holds, whether the replay is public, deletion, and the bundle."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.lib.errors import NotAllowed
from phien.live import actions
from phien.live import bundle as records
from phien.live.actions.recordings import TIME_IS_OVER, note_export
from phien.live.forms.law import DeleteForm, HoldForm
from phien.live.models import Broadcast
from phien.live.queries import recordings
from phien.live.queries.broadcasts import organised_by
from phien.people.models import Actor, Role
from phien.people.policies import actor_of, scopes_of

ROWS = 30


def _found(request: HttpRequest, slug: str) -> tuple[Broadcast, Actor]:
    """The broadcast through its organiser, and who that is; else 404."""
    broadcast = get_object_or_404(organised_by(request.user), slug=slug)
    actor = actor_of(request.user)
    if actor is None:
        raise NotAllowed
    return broadcast, actor


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    if not scopes_of(request.user, Role.Duty.ORGANISER):
        raise NotAllowed
    state = request.GET.get("state", "all")
    page = Paginator(recordings.recordings_of(request.user, state=state), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "state": state,
        "query": f"state={state}&" if state in {"kept", "held", "hidden", "deleted"} else "",
        "totals": recordings.totals_of(request.user),
        "disk": recordings.room_left(),
        "days": settings.PHIEN_RECORDING_DAYS,
    }
    return render(request, "live/law/recordings.html", context | {"tab": "recordings", "organises": True})


def _page(request: HttpRequest, broadcast: Broadcast, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "broadcast": broadcast,
        "recording": recordings.recording_of(broadcast),
        "hold_form": HoldForm(),
        "release_form": HoldForm(),
        "delete_form": DeleteForm(),
        "days": settings.PHIEN_RECORDING_DAYS,
        "time_is_over": TIME_IS_OVER,
        "tab": "recordings",
        "organises": True,
    }
    return render(request, "live/law/recording.html", context | forms, status=status)


@login_required
@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _found(request, slug)[0])


@login_required
@require_POST
def hold(request: HttpRequest, slug: str) -> HttpResponse:
    broadcast, actor = _found(request, slug)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, broadcast, 422, hold_form=form)
    actions.hold_recording(broadcast=broadcast, reason=form.cleaned_data["reason"], by=actor)
    messages.success(request, _("Held: the recording and the chat stay until the hold is released."))
    return redirect("live_recording", slug)


@login_required
@require_POST
def release(request: HttpRequest, slug: str) -> HttpResponse:
    broadcast, actor = _found(request, slug)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, broadcast, 422, release_form=form)
    actions.release_recording(broadcast=broadcast, reason=form.cleaned_data["reason"], by=actor)
    messages.success(request, _("The hold is released."))
    return redirect("live_recording", slug)


@login_required
@require_POST
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the replay or withdraw it, as `to` says."""
    broadcast, actor = _found(request, slug)
    is_public = request.POST.get("to") == "public"
    actions.show_replay(broadcast=broadcast, is_public=is_public, by=actor)
    words = _("Everyone may see the replay.") if is_public else _("The replay is withdrawn; it is kept for the law.")
    messages.success(request, words)
    return redirect("live_recording", slug)


@login_required
@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    broadcast, actor = _found(request, slug)
    form = DeleteForm(request.POST)
    if not form.is_valid():
        return _page(request, broadcast, 422, delete_form=form)
    actions.delete_recording(broadcast=broadcast, reason=form.cleaned_data["reason"], by=actor)
    messages.success(request, _("Deleted. What remains is this record of it."))
    return redirect("live_recording", slug)


@login_required
@require_POST
def bundle(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Everything about one broadcast for an authority; that it was handed out is noted."""
    broadcast, actor = _found(request, slug)
    note_export(broadcast=broadcast, by=actor)
    response = StreamingHttpResponse(records.pieces(broadcast), content_type=records.MIME)
    response["Content-Disposition"] = f'attachment; filename="{broadcast.slug}.zip"'
    response["Content-Encoding"] = "identity"  # it is packed already
    response["Cache-Control"] = "no-store"
    return response
