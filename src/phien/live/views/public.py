"""The room, and its replay."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phien.content.queries import address_of, link_to
from phien.lib import codes
from phien.live import calendar, queries
from phien.live.models import Broadcast
from phien.market import origins
from phien.realtime.tokens import stream_url

IN_EVERY_ROOM = ("room", "player", "chat", "pin", "counters", "sheet", "buy", "share", "report")
WHILE_ON = ("listening", "warning", "presenters")
IN_REPLAY = ("transport", "chapters", "said")


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
def said(request: HttpRequest, slug: str, minute: int) -> HttpResponse:
    """What was said in a minute of a replay, as lines of the chat. There is none of a broadcast that was stopped."""
    broadcast = found(slug)
    if broadcast.ended_at is None or broadcast.cut_at is not None:
        raise Http404
    return render(request, "live/parts/said.html", {"spoken": queries.said_in_minute(broadcast, minute)})


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
