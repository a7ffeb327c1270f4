"""What the page "Camera and encoders" shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from phien.lib import clock
from phien.live.models import Broadcast, Target
from phien.live.queries.footage import folder_of
from phien.live.queries.stream_keys import keys_by_role, takes_log

FRESH = timedelta(seconds=10)
"""A pusher writes each second; what is older was written by one that no longer runs."""

SERVERS = {
    "Facebook": "rtmps://live-api-s.facebook.com:443/rtmp/",
    "YouTube": "rtmps://a.rtmps.youtube.com:443/live2",
}
"""Those that are the same for everybody; TikTok gives each sender its own."""

WORDS = {
    "waiting": ("warn", _("Waits for the picture")),
    "connecting": ("warn", _("Connecting…")),
    "sending": ("good", _("Sending")),
    "lost": ("bad", _("Connection lost; it tries again")),
    "refused": ("bad", _("The platform refuses the stream key")),
    "ended": ("", _("Ended")),
}


@dataclass(frozen=True, slots=True)
class Push:
    """A target and how sending to it goes. `kind` is the chip's colour; `since` is None while nothing runs."""

    target: Target
    state: str
    kind: str
    words: object
    since: datetime | None = None
    sent: int = 0
    dropped: int = 0
    reconnects: int = 0
    error: str = ""

    @property
    def is_lost(self) -> bool:
        return self.state in {"lost", "refused"}


def push_of(target: Target, said: dict[str, object] | None) -> Push:
    """`said` is what the pusher wrote last. Its times are the system's; the site's clock may be shifted."""
    if not target.is_on:
        return Push(target, "off", "", _("Switched off"))
    if said is None or _when(said["at"]) < clock.now() - FRESH:
        return Push(target, "idle", "", _("Starts with the broadcast"))
    state = str(said["state"])
    kind, words = WORDS.get(state, ("", state))
    sent, dropped, reconnects = (int(str(said[name])) for name in ("sent_frames", "dropped_frames", "reconnects"))
    return Push(target, state, kind, words, _when(said["since"]), sent, dropped, reconnects, str(said["error"]))


def _when(seconds: object) -> datetime:
    return datetime.fromtimestamp(float(str(seconds)), tz=clock.now().tzinfo) + clock.shift()


def pushes_of(broadcast: Broadcast) -> list[Push]:
    folder = folder_of(broadcast)
    return [push_of(target, folder.push_state(target.pk)) for target in broadcast.targets.all()]


def encoder_address(host: str) -> str:
    """What an encoder is given as its server; "" where this site takes none. `host` is how the page was reached.

    Behind a media server in front, encoders reach that one, on RTMP's own port.
    """
    port, secure = settings.PHIEN_RTMP_PORT, settings.PHIEN_RTMPS_PORT
    if not port and not secure:
        return ""
    name = urlsplit(settings.PHIEN_ORIGIN).hostname or ""
    if name in {"localhost", "127.0.0.1", "::1"}:  # the setting was left as it is: nobody outside could use it
        name = urlsplit(f"//{host}").hostname or name
    name = f"[{name}]" if ":" in name else name
    if _has_front():
        return f"rtmp://{name}/live"
    return f"rtmps://{name}:{secure}/live" if secure else f"rtmp://{name}:{port}/live"


def _has_front() -> bool:
    try:
        return bool(settings.PHIEN_FRONT_SECRET) and ip_address(settings.PHIEN_RTMP_HOST).is_loopback
    except ValueError:
        return False


def studio_of(broadcast: Broadcast, host: str) -> dict[str, Any]:
    """What the page shows, for a person who runs the broadcast."""
    return {
        "broadcast": broadcast,
        "server": encoder_address(host),
        "roles": [{"role": role, "name": name, "key": key} for role, name, key in keys_by_role(broadcast)],
        "pushes": pushes_of(broadcast),
        "takes": takes_log(broadcast),
        "servers": SERVERS,
        "is_over": broadcast.ended_at is not None or broadcast.cut_at is not None,
    }
