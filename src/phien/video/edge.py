"""GET and HEAD /v/<key>/<name>: a thin ASGI callable that gives a broadcast's lists and pieces to players.

live.m3u8 ll.m3u8 audio.m3u8          what the public may see now (Air); 503 while there is no picture
replay.m3u8 replay-audio.m3u8         the same from the beginning
preview.m3u8?t=token                  the live list with practice; any other list takes a watch token too
i0.mp4 s000012.m4s p12.3.m4s …        pieces, which never change, as far as they may be seen
thumb.jpg                             the newest key frame, while it may be seen

The key is the secret: whoever has it may embed the stream anywhere (CORS *). A watch token shows everything, also what
was cut off. It stands before Django's middleware, so it checks the host itself.
"""

import asyncio
import re
from functools import lru_cache
from math import ceil
from pathlib import Path
from urllib.parse import parse_qs

from django.conf import settings

from phien.lib import gate
from phien.lib.errors import Refused
from phien.video import playlists, tokens
from phien.video.errors import NoPictureYet, NoSuchPicture, WrongPlace, WrongToken
from phien.video.folder import SEGMENT, SOUND, SOUND_INIT, Air, Lane
from phien.video.following import Following, Shelf
from phien.video.journal import Part, Segment
from phien.video.sending import CORS, Piece, send_piece, send_redirect, send_text

PATH = "/v/"
LISTS = {"live", "ll", "audio", "replay", "replay-audio", "preview"}
LISTED = re.compile(r"([a-z-]{2,12})\.m3u8")
PART = re.compile(r"p(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,5})\.m4s")
SEGMENTS = re.compile(r"([salb])([0-9]{6}|[1-9][0-9]{6,8})\.m4s")
INIT = re.compile(r"(i|ia|j|ja)([0-9]{1,6})\.mp4")
LATE_LETTERS = {SEGMENT["late"], SOUND["late"]}
SOUND_LETTERS = set(SOUND.values())


@lru_cache(maxsize=4)
def shelf_of(root: Path) -> Shelf:
    """What this process follows below this folder."""
    return Shelf(root)


async def serve(scope: gate.Scope, receive: gate.Receive, send: gate.Send) -> None:
    headers = gate.headers_of(scope)
    try:
        if scope["method"] not in {"GET", "HEAD"}:
            raise gate.WrongMethod(method="GET, HEAD")
        gate.check_host(headers)
        await _answer(scope, headers, send)
    except Refused as error:
        await gate.refuse(send, headers, error, extra=CORS)


async def _answer(scope: gate.Scope, headers: gate.Headers, send: gate.Send) -> None:
    key, _slash, name = scope["path"].removeprefix(PATH).partition("/")
    following = shelf_of(settings.PHIEN_VIDEO_ROOT).find(key)
    if following is None:
        raise NoSuchPicture
    try:
        query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=12)
    except ValueError as error:
        raise WrongPlace from error
    token = query.get("t", [""])[0]
    air = _air_for(following, key, token)
    await following.look()
    if listed := LISTED.fullmatch(name):
        await _give_list(following, listed[1], air, token, query, scope, send)
    else:
        piece = await _find_piece(following, name, air)
        await send_piece(scope, headers, send, piece, is_private=bool(token))


def _air_for(following: Following, key: str, token: str) -> Air:
    """What this request may see. Raises NoSuchPicture where that is nothing."""
    if token:
        try:
            if tokens.read_watch(token) == key:
                return playlists.EVERYTHING
        except WrongToken as error:
            raise NoSuchPicture from error
        raise NoSuchPicture
    if not _is_public(following.air):
        raise NoSuchPicture
    return following.air


def _is_public(air: Air) -> bool:
    return air.is_public and not air.is_cut and air.since is not None


# Lists


async def _give_list(
    following: Following,
    kind: str,
    air: Air,
    token: str,
    query: dict[str, list[str]],
    scope: gate.Scope,
    send: gate.Send,
) -> None:
    if kind not in LISTS or (kind == "preview" and not token):
        raise NoSuchPicture
    if kind == "ll" and not (following.air.low_latency or token):
        await send_redirect(send, "live.m3u8")
        return
    if kind == "ll" and not token:
        await _wait_for_place(following, query)
        if not _is_public(following.air):  # it may have been cut meanwhile
            raise NoSuchPicture
        air = following.air
    text = await _list(following, kind, air, token)
    if text is None:
        raise NoPictureYet(retry_after=1)
    await send_text(scope, send, text, is_private=bool(token))


async def _list(following: Following, kind: str, air: Air, token: str) -> bytes | None:
    """The list's bytes, made once for all who ask before something changes."""
    ended = following.main.timeline.is_over if token else following.is_ended
    version = (following.version, air, ended)
    if token:
        return await _make(following, kind, air, ended=ended, token=token)
    known = following.texts.get(kind)
    if known is None or known[0] != version:
        async with following.rendering:
            known = following.texts.get(kind)
            if known is None or known[0] != version:
                known = (version, await _make(following, kind, air, ended=ended, token=""))
                following.texts[kind] = known
    return known[1]


async def _make(following: Following, kind: str, air: Air, *, ended: bool, token: str) -> bytes | None:
    main, late = following.main.timeline, following.late.timeline
    text: str | None
    match kind:
        case "ll" if not token:
            text = playlists.low_latency(main, air, ended=ended)
        case "replay" | "replay-audio":
            sound = kind == "replay-audio"
            text = await asyncio.to_thread(  # a day's list is long
                playlists.replay, main, late, air, ended=ended, sound=sound, token=token
            )
        case _:
            text = playlists.live(main, air, ended=ended, sound=kind == "audio", token=token)
    return None if text is None else text.encode()


async def _wait_for_place(following: Following, query: dict[str, list[str]]) -> None:
    """Hold a reload back until the list has the segment or part that it asks for.

    Where that does not come within three times the target duration, as when the sender lost its network, the list goes
    out unchanged. The draft suggests 503, but players give up after a few of these, and this one comes back.
    """
    number, part = _number(query, "_HLS_msn"), _number(query, "_HLS_part")
    if number is None:
        if part is not None:
            raise WrongPlace
        return
    timeline = following.main.timeline
    ahead = ceil(3 / playlists.PART_TARGET)
    if number > timeline.open_segment + 1 or (
        part is not None and number >= timeline.open_segment and part > len(timeline.parts.get(number, ())) + ahead
    ):
        raise WrongPlace

    def is_there() -> bool:
        if number < timeline.open_segment or following.is_ended or not _is_public(following.air):
            return True
        return part is not None and number == timeline.open_segment and part < len(timeline.parts.get(number, ()))

    await following.wait(is_there, 3 * playlists.target_duration(timeline))


def _number(query: dict[str, list[str]], name: str) -> int | None:
    text = query.get(name, [""])[0]
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise WrongPlace
    return int(text)


# Pieces


async def _find_piece(following: Following, name: str, air: Air) -> Piece:
    """Where the piece of that name lies. Raises NoSuchPicture for what is not there or may not be seen."""
    folder = following.folder
    if found := PART.fullmatch(name):
        part = await _part(following, int(found[1]), int(found[2]), air)
        path = folder.segment("main", part.segment)
        return Piece(path, "video/mp4", offset=part.offset, size=part.size, is_warm=True)
    if found := SEGMENTS.fullmatch(name):
        lane: Lane = "late" if found[1] in LATE_LETTERS else "main"
        reader = following.late if lane == "late" else following.main
        segments, number = reader.timeline.segments, int(found[2])
        sound = found[1] in SOUND_LETTERS
        segment = segments[number] if number < len(segments) else None
        if segment is None or segment.number != number or not playlists.is_visible(reader.timeline, segment, air):
            raise NoSuchPicture
        size = segment.sound_size if sound else segment.size
        is_warm = lane == "main" and number + playlists.WINDOW >= len(segments)
        kind = "audio/mp4" if sound else "video/mp4"
        return Piece(folder.segment(lane, number, sound=sound), kind, size=size, is_warm=is_warm)
    if found := INIT.fullmatch(name):
        return Piece(folder.path / name, "audio/mp4" if found[1] in SOUND_INIT.values() else "video/mp4")
    if name == "thumb.jpg" and _is_newest_visible(following, air):
        return Piece(folder.thumb, "image/jpeg", changes=True)
    raise NoSuchPicture


async def _part(following: Following, number: int, index: int, air: Air) -> Part:
    """A part; the one that the list names as the next is waited for until it comes or its segment has ended."""
    timeline = following.main.timeline

    def is_settled() -> bool:
        known = len(timeline.parts.get(number, ()))
        return index != known or number != timeline.open_segment or following.is_ended or not may_see()

    def may_see() -> bool:
        return air == playlists.EVERYTHING or _is_public(following.air)

    await following.wait(is_settled, 3 * playlists.target_duration(timeline))
    if not may_see():
        raise NoSuchPicture
    parts = timeline.parts.get(number, ())
    if index >= len(parts):
        raise NoSuchPicture
    whole: Segment | None = timeline.segments[number] if number < timeline.open_segment else None
    visible = playlists.is_visible(timeline, whole, air) if whole else playlists.is_open_visible(timeline, air)
    if not visible:
        raise NoSuchPicture
    return parts[index]


def _is_newest_visible(following: Following, air: Air) -> bool:
    timeline = following.main.timeline
    parts = timeline.parts.get(timeline.open_segment)
    newest = parts[-1] if parts else timeline.segments[-1] if timeline.segments else None
    return newest is not None and playlists.is_visible(timeline, newest, air)
