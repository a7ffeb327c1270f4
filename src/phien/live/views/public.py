"""The room, and its replay."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phien.campaigns.editions import CAMPAIGNS, EVERYWHERE, edition_of
from phien.content.queries import address_of, link_to
from phien.editions.pages import kept_page
from phien.lib import kept
from phien.live import calendar, queries
from phien.live.editions import room_edition
from phien.live.models import Broadcast
from phien.market import origins
from phien.market.editions import GOODS

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


def lists_of(broadcast: Broadcast, *, has_replay: bool) -> dict[str, str]:
    """The playlists of a broadcast; that with parts is meant for as long as few enough watch."""
    base = f"/v/{broadcast.video_key}/"
    if has_replay:
        return {"replay": f"{base}replay.m3u8"}
    if not broadcast.is_on:
        return {}
    lists = {"plain": f"{base}live.m3u8", "sound": f"{base}audio.m3u8"}
    return lists | ({"low": f"{base}ll.m3u8"} if broadcast.low_latency else {})


def modules_of(broadcast: Broadcast, *, has_replay: bool) -> list[str]:
    names = [*IN_EVERY_ROOM, *(WHILE_ON if broadcast.is_on else ()), *(IN_REPLAY if has_replay else ())]
    return [f"live/js/{name}.js" for name in names]


def room_context(request: HttpRequest, broadcast: Broadcast) -> dict[str, Any]:
    context = queries.room_of(broadcast)
    replay = queries.replay_of(broadcast, context["goods"])
    link = link_to(campaign=broadcast.event.campaign, target=broadcast.path)
    return context | {
        "link": link,
        "short_url": address_of(link) if link is not None else "",
        "lists": lists_of(broadcast, has_replay=replay is not None),
        "replay": replay,
        "start_at": min(_second(request), replay.seconds) if replay is not None else 0,
        "origin": origins.token(broadcast.topic),
        "modules": modules_of(broadcast, has_replay=replay is not None),
    }


def show_room(request: HttpRequest, broadcast: Broadcast, status: int, **said: Any) -> HttpResponse:
    """The room's page; `said_text`, `said_name`, `say_error`, `say_held` give back what was not shown at once."""
    return render(request, "live/room.html", room_context(request, broadcast) | said, status=status)


@require_safe
@kept_page("live/room.html", changed_by=("t",))
def room(request: HttpRequest, slug: str) -> dict[str, Any]:
    broadcast = found(slug)
    context = room_context(request, broadcast)
    names = (room_edition(broadcast), edition_of(broadcast.event.campaign_id), CAMPAIGNS, GOODS, *EVERYWHERE)
    changes = queries.changes_of_room(broadcast, context["stretches"], context["goods"])
    kept.stands_on(request, *names, until=changes)
    if broadcast.ended_at is not None:
        kept.do_not_stay(request)  # its replay is footage, not rows
    return context


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
