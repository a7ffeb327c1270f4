"""The room, its playlist, and the form with which people write in it."""

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from phien.content.queries import address_of, link_to
from phien.lib import codes
from phien.lib.errors import Refused
from phien.live import actions, policies, queries
from phien.live.forms import ChatForm
from phien.live.models import Broadcast
from phien.market import origins
from phien.people.policies import actor_of
from phien.realtime.tokens import stream_url

MODULES = [f"live/js/{name}.js" for name in ("room", "player", "chat", "pin", "counters", "sheet", "buy", "share")]


def found(slug: str) -> Broadcast:
    try:
        return queries.public_broadcast(slug)
    except Broadcast.DoesNotExist as error:
        raise Http404 from error


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def show_room(request: HttpRequest, broadcast: Broadcast, status: int = 200, **said: Any) -> HttpResponse:
    """The room's page; `said_text`, `said_name`, `say_error` give back what could not be sent."""
    context = queries.room_of(broadcast)
    link = link_to(campaign=broadcast.event.campaign, target=broadcast.path)
    via = codes.normalise(request.GET.get("via", ""))[:12]
    context |= {
        "link": link,
        "short_url": address_of(link) if link is not None else "",
        "via": via if codes.is_right(via) else "",
        "playlist_url": f"/v/{broadcast.video_key}/live.m3u8" if broadcast.is_on else "",
        "stream_url": "" if broadcast.ended_at else stream_url(broadcast.topic, since=context["since"]),
        "origin": origins.token(broadcast.topic),
        "modules": MODULES,
        "said_name": request.session.get("live_name", ""),
    }
    return render(request, "live/room.html", context | said, status=status)


@require_safe
def room(request: HttpRequest, slug: str) -> HttpResponse:
    return show_room(request, found(slug))


def _writer(request: HttpRequest, broadcast: Broadcast) -> tuple[str, bool, str]:
    """(the writer's key, whether of the team, the name that a signed-in one writes under)."""
    key = request.session.get("live_writer")
    if not isinstance(key, str):
        key = secrets.token_hex(8)
        request.session["live_writer"] = key
    is_team = request.user.is_authenticated and policies.can_keep(request.user, broadcast)
    actor = actor_of(request.user) if is_team else None
    return key, is_team, str(actor.name) if actor is not None else ""


@require_POST
def say(request: HttpRequest, slug: str) -> HttpResponse:
    broadcast = found(slug)
    key, is_team, own_name = _writer(request, broadcast)
    data = request.POST.copy()
    if not data.get("name"):
        data["name"] = request.session.get("live_name") or own_name[:30]
    form = ChatForm(data)
    if form.is_valid():
        name = form.cleaned_data["name"]
        request.session["live_name"] = name
        try:
            number = actions.say(
                broadcast=broadcast, author_key=key, name=name, text=form.cleaned_data["text"], is_team=is_team
            )
        except Refused as refusal:
            code, words, status = refusal.code, str(refusal), refusal.status
        else:
            if wants_json(request):
                return JsonResponse({"number": number, "name": name}, status=201)
            return redirect("live", slug)
    else:
        field, errors = next(iter(form.errors.as_data().items()))
        code, words, status = f"{field}_{errors[0].code}", str(form.errors[field][0]), 400
    if wants_json(request):
        return JsonResponse({"code": code, "message": words}, status=status)
    return show_room(
        request,
        broadcast,
        status,
        say_error=words,
        said_text=str(data.get("text", ""))[:400],
        said_name=str(data.get("name", ""))[:60],
    )
