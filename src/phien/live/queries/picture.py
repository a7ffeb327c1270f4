"""How a broadcast's picture comes in, as its desk shows it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from phien.lib import clock
from phien.live.models import Broadcast
from phien.live.queries.footage import folder_of
from phien.video.folder import Health

FRESH = timedelta(seconds=15)
LONG_KEYFRAME = 3.0
"""Seconds between two key pictures above which viewers wait noticeably longer for their first one."""
FEW_PICTURES = 15
THIN = 400_000


@dataclass(frozen=True, slots=True)
class Picture:
    """`is_fresh`: one came in within the last seconds. `is_practice`: and only the desk sees it.

    `is_waiting`: what comes waits for a place to transcode.
    """

    is_fresh: bool
    is_practice: bool
    health: Health | None
    sender: str
    is_waiting: bool = False

    @property
    def kilobits(self) -> int:
        return round(self.health.bitrate / 1000) if self.health else 0

    @property
    def hints(self) -> list[str]:
        """What would make it better, in words for who holds the camera."""
        health = self.health
        found: list[str] = []
        if self.is_waiting:
            found.append(_("This picture must be transcoded, and every place for that is taken. It is kept meanwhile."))
        if health is None:
            return found
        if health.keyframe_seconds > LONG_KEYFRAME:
            words = _("A key frame only every %(n)s s: viewers wait longer. Set the encoder to one every 2 seconds.")
            found.append(words % {"n": round(health.keyframe_seconds)})
        if 0 < health.fps < FEW_PICTURES:
            found.append(_("Few pictures a second: more light, or a smaller picture, helps."))
        if 0 < health.bitrate < THIN:
            found.append(_("Very little arrives. Move to where the phone has a better signal."))
        if not health.audio:
            found.append(_("No sound arrives. Is the microphone allowed?"))
        return found


def picture_of(broadcast: Broadcast) -> Picture:
    """Read from the broadcast's folder; old figures are left out."""
    now, folder = clock.now(), folder_of(broadcast)
    health = folder.health()
    if health is not None and now.timestamp() - health.at > FRESH.total_seconds():
        health = None
    take = folder.take(health.take) if health is not None else None
    is_fresh = health is not None or (broadcast.picture_at is not None and now - broadcast.picture_at < FRESH)
    return Picture(
        is_fresh=is_fresh,
        is_practice=is_fresh and (broadcast.started_at is None or broadcast.is_practice),
        health=health,
        sender=(take.label or take.publisher) if take is not None else "",
        is_waiting=folder.is_waiting,
    )
