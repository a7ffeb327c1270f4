"""What is wrong with a broadcast just now, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phien.lib import clock
from phien.live.models import Broadcast
from phien.video.folder import Health

NO_PICTURE_AFTER = 8  # seconds; a segment is 2 s long, and a phone's chunk 1 s
LATE_AFTER = timedelta(minutes=3)
LEAST_FRAMES = 12
LEAST_BITRATE = 250_000
LONGEST_KEYFRAME = 4.5


@dataclass(frozen=True, slots=True)
class Trouble:
    """`is_alarm`: viewers see nothing now."""

    words: str
    is_alarm: bool = False


def seconds_without_picture(broadcast: Broadcast, health: Health | None) -> int:
    """Since the newest picture, or since the start where there never was one."""
    times = [broadcast.started_at, broadcast.picture_at]
    seconds = [at.timestamp() for at in times if at is not None] + ([health.media] if health is not None else [])
    return max(0, int(clock.now().timestamp() - max(seconds, default=clock.now().timestamp())))


def troubles_of(broadcast: Broadcast, health: Health | None, lost_targets: Sequence[str]) -> list[Trouble]:
    """Gravest first."""
    if broadcast.cut_at is not None and broadcast.ended_at is None:
        return [Trouble(_("Stopped by the organiser"))]
    if not broadcast.is_on:
        return _before(broadcast)
    found = []
    silent = seconds_without_picture(broadcast, health)
    if silent > NO_PICTURE_AFTER:
        for_how_long = (
            ngettext("No picture for %(n)s second", "No picture for %(n)s seconds", silent) % {"n": silent}
            if silent < 100
            else ngettext("No picture for %(n)s minute", "No picture for %(n)s minutes", silent // 60)
            % {"n": silent // 60}
        )
        found.append(Trouble(for_how_long, is_alarm=broadcast.back_soon_at is None))
    elif health is not None:
        found += _weak(health)
    found += [Trouble(_("%(target)s does not get the picture") % {"target": label}) for label in lost_targets]
    return found


def _before(broadcast: Broadcast) -> list[Trouble]:
    event = broadcast.event
    is_late = event.expected_start + LATE_AFTER < clock.now() < event.expected_end
    if broadcast.started_at is None and event.cancelled_at is None and is_late:
        return [Trouble(_("Not begun yet"))]
    return []


def _weak(health: Health) -> list[Trouble]:
    found = []
    if health.bitrate < LEAST_BITRATE:
        found.append(Trouble(_("Weak link: little arrives")))
    if health.fps < LEAST_FRAMES:
        found.append(Trouble(_("The picture jerks")))
    if health.keyframe_seconds > LONGEST_KEYFRAME:
        found.append(Trouble(_("Key frames too far apart: new viewers wait")))
    return found
