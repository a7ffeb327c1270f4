"""Hash sealed recordings a piece each second, so that nothing else due waits for gigabytes."""

from datetime import datetime

from django.db import transaction

from phien.evidence import actions as evidence
from phien.live.models import Recording
from phien.live.queries.footage import folder_of
from phien.video.footage import Fingerprint, footage_of

READ_PER_TICK = 64 << 20

_begun: dict[int, tuple[Recording, Fingerprint]] = {}
"""The one that this process is reading; after a restart it is begun again."""


def tick(now: datetime) -> int:
    """Read a piece of the oldest recording without a fingerprint; called each second. Returns how many it finished."""
    if not _begun:
        waiting = Recording.objects.filter(sealed_at__isnull=False, deleted_at=None, sha256="", size__gt=0)
        row = waiting.select_related("broadcast").order_by("sealed_at").first()
        if row is None:
            return 0
        _begun[row.pk] = row, Fingerprint(footage_of(folder_of(row.broadcast)).files)
    pk, (row, work) = next(iter(_begun.items()))
    try:
        if not work.go_on(READ_PER_TICK):
            return 0
    except FileNotFoundError:  # deleted meanwhile
        del _begun[pk]
        return 0
    del _begun[pk]
    with transaction.atomic():
        same = Recording.objects.filter(pk=pk, sealed_at=row.sealed_at, deleted_at=None)
        if not same.update(sha256=work.text):
            return 0
        facts = {"sha256": work.text}
        evidence.record_change(noun="recording", key=row.broadcast.slug, verb="fingerprinted", facts=facts)
    return 1
