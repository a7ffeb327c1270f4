"""From an address to the publication it leads to: platform and native id, and what else the address tells.

Nothing is fetched. Two addresses of the same post give the same id, whatever was added to them when it was shared.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import SplitResult, parse_qs, parse_qsl, unquote, urlencode, urlsplit

from django.conf import settings

from phien.content.errors import NoPostThere, NotAnAddress, ShortAddress
from phien.lib import clock

LONGEST_ID = 160
LONGEST_ADDRESS = 500
_FIRST_TIKTOK = datetime(2016, 1, 1, tzinfo=UTC)
_SHARING = re.compile(r"^(utm_\w+|fbclid|gclid|igsh|igshid|mibextid|zarsrc|ref|ref_src|share_?\w*|si|_r|_t|via)$")
_LANGUAGE = re.compile(r"^/(en|fr|zh-hans)(?=/)")


@dataclass(frozen=True, slots=True)
class Recognised:
    """`unstable`: the platform shows another id for the same post elsewhere, so the same post may come twice."""

    platform: str
    native_id: str
    url: str
    account: str = ""
    published_at: datetime | None = None
    unstable: bool = False


def recognise(address: str) -> Recognised:
    """What the address leads to. Raises NotAnAddress, ShortAddress (opaque: only the platform knows) or NoPostThere (a
    profile, a search)."""
    text = address.strip()
    if "://" not in text and re.match(r"^[\w-]+(\.[\w-]+)+(/|$)", text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").removesuffix(".")
        _port = parts.port
    except ValueError as error:
        raise NotAnAddress(address=address[:100]) from error
    if parts.scheme not in {"http", "https"} or not host or len(text) > LONGEST_ADDRESS or re.search(r"\s", text):
        raise NotAnAddress(address=address[:100])
    if parts.netloc == settings.PHIEN_ORIGIN.partition("://")[2]:
        return _on_this_site(parts)
    if "." not in host:
        raise NotAnAddress(address=address[:100])
    for hosts, read in _READERS:
        if hosts.search(host):
            return read(parts, host)
    return _page(parts, host)


def published_by_id(platform: str, native_id: str) -> datetime | None:
    """When a TikTok video was posted, by the upper 32 bits of its id, to the second. None for anything else."""
    if platform != "tiktok" or not re.fullmatch(r"[0-9]{17,20}", native_id):
        return None
    moment = datetime.fromtimestamp(int(native_id) >> 32, UTC)
    return moment if _FIRST_TIKTOK < moment < clock.now() + timedelta(days=2) else None


def id_of_page(address: str) -> str:
    """The normalised address that stands for a native id: host and path in one spelling, without what sharing added."""
    parts = urlsplit(address)
    host = re.sub(r"^(www|m|mobile|amp)\.", "", (parts.hostname or "").lower())
    kept = sorted((name, value) for name, value in parse_qsl(parts.query) if not _SHARING.match(name.lower()))
    path = re.sub(r"/+", "/", unquote(parts.path)).rstrip("/").removesuffix("/amp")
    return shortened(f"{host}{path}{'?' + urlencode(kept) if kept else ''}", LONGEST_ID)


def shortened(text: str, longest: int) -> str:
    """The text, or its beginning with a hash of the whole where it is too long."""
    if len(text) <= longest:
        return text
    return f"{text[: longest - 17]}~{hashlib.blake2s(text.encode(), digest_size=8).hexdigest()}"


def _tiktok(parts: SplitResult, host: str) -> Recognised:
    if host.startswith(("vm.", "vt.")) or parts.path.startswith("/t/"):
        raise ShortAddress(platform="TikTok")
    match = re.search(
        r"(?:/@(?P<account>[\w.]+))?/(?:video|photo|v|embed/v2|player/v1)/(?P<id>\d{17,20})\b", parts.path
    )
    if match is None:
        raise NoPostThere(platform="TikTok")
    native_id, account = match["id"], match["account"] or ""
    kind = "photo" if "/photo/" in parts.path else "video"
    url = f"https://www.tiktok.com/@{account}/{kind}/{native_id}"
    return Recognised("tiktok", native_id, url, account, published_by_id("tiktok", native_id))


_FACEBOOK = (
    re.compile(r"^/groups/[^/]+/(?:posts|permalink)/(?P<id>\d+|pfbid\w+)"),
    re.compile(r"^/(?P<account>[^/]+)/(?:posts|videos|photos|reel)/(?:[^/]+/)?(?P<id>\d{6,}|pfbid\w+)/?$"),
    re.compile(r"^/(?:reel|reels|videos)/(?P<id>\d{6,})"),
)


def _facebook(parts: SplitResult, host: str) -> Recognised:
    if not host.endswith("facebook.com") or parts.path.startswith("/share/"):
        raise ShortAddress(platform="Facebook")
    asked = parse_qs(parts.query)
    match = next(filter(None, (pattern.search(parts.path) for pattern in _FACEBOOK)), None)
    native_id = match["id"] if match else next((asked[n][0] for n in ("story_fbid", "v", "fbid") if n in asked), "")
    if not re.fullmatch(r"\d{6,25}|pfbid\w{10,120}", native_id):
        raise NoPostThere(platform="Facebook")
    account = (match.groupdict().get("account") or "" if match else "") or asked.get("id", [""])[0][:100]
    url = f"https://www.facebook.com{parts.path}"
    if match is None:
        name = next(name for name in ("story_fbid", "v", "fbid") if name in asked)
        path = {"story_fbid": "permalink.php", "v": "watch/", "fbid": "photo/"}[name]
        more = {"id": account} if name == "story_fbid" else {}
        url = f"https://www.facebook.com/{path}?{urlencode({name: native_id, **more})}"
    return Recognised("facebook", native_id, url, account, unstable=native_id.startswith("pfbid"))


def _instagram(parts: SplitResult, _host: str) -> Recognised:
    if parts.path.startswith("/share/"):
        raise ShortAddress(platform="Instagram")
    match = re.search(r"^(?:/(?P<account>[\w.]+))?/(?P<kind>p|reel|reels|tv)/(?P<id>[\w-]{5,60})", parts.path)
    if match is None:
        raise NoPostThere(platform="Instagram")
    kind = "p" if match["kind"] == "p" else "reel"
    return Recognised(
        "instagram", match["id"], f"https://www.instagram.com/{kind}/{match['id']}/", match["account"] or ""
    )


def _youtube(parts: SplitResult, host: str) -> Recognised:
    match = re.search(r"^/(?P<kind>shorts|live|embed|v)/(?P<id>[\w-]{11})(?:/|$)", parts.path)
    native_id = match["id"] if match else parse_qs(parts.query).get("v", [""])[0]
    if host == "youtu.be":
        native_id = parts.path.strip("/").partition("/")[0]
    if not re.fullmatch(r"[\w-]{11}", native_id, re.ASCII):
        raise NoPostThere(platform="YouTube")
    short = match is not None and match["kind"] == "shorts"
    return Recognised("youtube", native_id, f"https://www.youtube.com/{'shorts/' if short else 'watch?v='}{native_id}")


def _zalo(parts: SplitResult, host: str) -> Recognised:
    native_id = parse_qs(parts.query).get("id", [""])[0]
    if not native_id and (host == "zalo.me" or not parts.path.strip("/")):
        raise NoPostThere(platform="Zalo")
    return Recognised("zalo", shortened(native_id or id_of_page(parts.geturl()), LONGEST_ID), parts.geturl())


def _shop(platform: str) -> Callable[[SplitResult, str], Recognised]:
    def read(parts: SplitResult, host: str) -> Recognised:
        if host.startswith(("s.", "c.")) or host == "shp.ee":
            raise ShortAddress(platform=platform.capitalize())
        asked = parse_qs(parts.query)
        found = next((asked[name][0] for name in ("session", "sessionId", "liveUuid") if name in asked), "")
        return Recognised(platform, shortened(found or id_of_page(parts.geturl()), LONGEST_ID), parts.geturl())

    return read


def _page(parts: SplitResult, host: str) -> Recognised:
    if parts.path in {"", "/"} and not parts.query:
        raise NoPostThere(platform=host)
    account = re.sub(r"^(www|m|mobile|amp)\.", "", host)[:100]
    return Recognised("press", id_of_page(parts.geturl()), parts.geturl(), account)


def _on_this_site(parts: SplitResult) -> Recognised:
    path = _LANGUAGE.sub("", parts.path)
    match = re.fullmatch(r"/clip/(?P<id>[-\w]{1,80})/?", path)
    if match is None:
        raise NoPostThere(platform=parts.netloc)
    return Recognised("site", match["id"], f"{settings.PHIEN_ORIGIN}/clip/{match['id']}/")


_READERS: tuple[tuple[re.Pattern[str], Callable[[SplitResult, str], Recognised]], ...] = (
    (re.compile(r"(^|\.)tiktok\.com$"), _tiktok),
    (re.compile(r"(^|\.)facebook\.com$|^fb\.(com|watch|me|gg)$"), _facebook),
    (re.compile(r"(^|\.)instagram\.com$|^instagr\.am$"), _instagram),
    (re.compile(r"(^|\.)youtube(-nocookie)?\.com$|^youtu\.be$"), _youtube),
    (re.compile(r"(^|\.)(zalo\.me|zaloapp\.com|zapps\.vn|officialaccount\.me)$"), _zalo),
    (re.compile(r"(^|\.)shopee\.(vn|sg|com\.my|ph|co\.th|co\.id)$|^shp\.ee$"), _shop("shopee")),
    (re.compile(r"(^|\.)lazada\.(vn|sg|com\.my|com\.ph|co\.th|co\.id)$"), _shop("lazada")),
)
