"""Where a broadcast's pictures lie, and what of them the public may see."""

from django.conf import settings

from phien.live.models import Broadcast, Recording
from phien.video.folder import Air, Folder


def folder_of(broadcast: Broadcast) -> Folder:
    """The folder of the broadcast's pictures; it exists once something was sent or said about it."""
    return Folder(settings.PHIEN_VIDEO_ROOT / broadcast.video_key)


def air_of(broadcast: Broadcast) -> Air:
    """What the edge may show. A practice, a private campaign's broadcast and a withdrawn replay show nothing."""
    is_public = broadcast.event.campaign.is_public and not broadcast.is_practice
    if broadcast.ended_at is not None:
        recording = Recording.objects.filter(broadcast=broadcast).first()
        is_public = is_public and (recording is None or (recording.is_public and recording.deleted_at is None))
    return Air(
        since=broadcast.started_at.timestamp() if broadcast.started_at else None,
        until=broadcast.ended_at.timestamp() if broadcast.ended_at else None,
        is_cut=broadcast.cut_at is not None,
        is_public=is_public,
        low_latency=broadcast.low_latency,
    )
