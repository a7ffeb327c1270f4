"""The room, its replay, and the form with which people write in it."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from phien.content.queries import address_of, link_to
from phien.lib import codes
from phien.lib.errors import Refused
from phien.live import actions, calendar, policies, queries
from phien.live.forms import ChatForm
from phien.live.models import Broadcast
from phien.market import origins
from phien.people.policies import actor_of
from phien.realtime.tokens import stream_url

IN_EVERY_ROOM = ("room", "player", "chat", "pin", "counters", "sheet", "buy", "share", "report")
WHILE_ON = ("listening", "warning", "presenters")
IN_REPLAY = ("transport", "chapters")


def found(slug: str) -> Broadcast:
    try:
        return queries.public_broadcast(slug)
    except Broadcast.DoesNotExist as error:
        raise Http404 from error


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _second(request: HttpRequest) -> int:
    """The second of the replay that a shared address asks for (?t=90)."""
    asked = request.GET.get("t", "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 0


def lists_of(broadcast: Broadcast, *, viewers: int, has_replay: bool) -> dict[str, str]:
    """The playlists of a broadcast: that with parts only as long as few enough watch."""
    base = f"/v/{broadcast.video_key}/"
    if has_replay:
        return {"replay": f"{base}replay.m3u8"}
    if not broadcast.is_on:
        return {}
    lists = {"plain": f"{base}live.m3u8", "sound": f"{base}audio.m3u8"}
    if broadcast.low_latency and viewers <= settings.PHIEN_LOW_LATENCY_UP_TO:
        lists["low"] = f"{base}ll.m3u8"
    return lists


def modules_of(broadcast: Broadcast, *, has_replay: bool) -> list[str]:
    names = [*IN_EVERY_ROOM, *(WHILE_ON if broadcast.is_on else ()), *(IN_REPLAY if has_replay else ())]
    return [f"live/js/{name}.js" for name in names]


def show_room(request: HttpRequest, broadcast: Broadcast, status: int = 200, **said: Any) -> HttpResponse:
    """The room's page; `said_text`, `said_name`, `say_error` give back what could not be sent."""
    context = queries.room_of(broadcast)
    replay = queries.replay_of(broadcast, context["goods"])
    link = link_to(campaign=broadcast.event.campaign, target=broadcast.path)
    via = codes.normalise(request.GET.get("via", ""))[:12]
    context |= {
        "link": link,
        "short_url": address_of(link) if link is not None else "",
        "via": via if codes.is_right(via) else "",
        "lists": lists_of(broadcast, viewers=context["viewers"], has_replay=replay is not None),
        "replay": replay,
        "start_at": min(_second(request), replay.seconds) if replay is not None else 0,
        "stream_url": "" if broadcast.ended_at else stream_url(broadcast.topic, since=context["since"]),
        "origin": origins.token(broadcast.topic),
        "modules": modules_of(broadcast, has_replay=replay is not None),
        "said_name": request.session.get("live_name", ""),
    }
    return render(request, "live/room.html", context | said, status=status)


@require_safe
def room(request: HttpRequest, slug: str) -> HttpResponse:
    return show_room(request, found(slug))


@require_safe
def remind(request: HttpRequest, slug: str) -> HttpResponse:
    """The broadcast as an entry for the reader's own calendar; we learn nothing of who took it."""
    broadcast = found(slug)
    if broadcast.started_at is not None:
        raise Http404
    origin = settings.PHIEN_ORIGIN
    text = calendar.entry(broadcast, host=urlsplit(origin).hostname or "localhost", url=origin + broadcast.path)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


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
