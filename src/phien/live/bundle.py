"""What an authority asks for, as one ZIP: footage, messages, orders, log, cases, and a list with fingerprints.

It is written while it is read, so that it needs no second place on the disk. It holds neither a buyer's data nor how a
complainant can be reached, nor the keys by which writers are told apart.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from phien.lib import clock, tables
from phien.live.models import Broadcast, Complaint, Recording
from phien.live.queries.footage import folder_of
from phien.live.queries.law_log import Entry, log_of
from phien.market.models import OrderLine
from phien.realtime.models import Message
from phien.video import playlists
from phien.video.footage import footage_of, timelines_of

BLOCK = 1 << 20
MIME = "application/zip"


class _Out:
    """A file that keeps what is written until it is taken, so that a ZIP can be written into a response."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """What is left is still taken."""

    def take(self) -> bytes:
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found


def pieces(broadcast: Broadcast) -> Iterator[bytes]:
    """The ZIP's bytes, its words in the site's own language."""
    with override(settings.LANGUAGE_CODE):
        log = log_of(broadcast)
    return _pieces(broadcast, log)


def _pieces(broadcast: Broadcast, log: list[Entry]) -> Iterator[bytes]:
    """The manifest comes last: by then every file's fingerprint is known."""
    out = _Out()
    at = timezone.localtime(clock.now())
    manifest: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w") as bundle:
        for name, blocks, packs in _files(broadcast, log):
            entry = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED if packs else zipfile.ZIP_STORED
            digest, size = hashlib.sha256(), 0
            with bundle.open(entry, "w", force_zip64=True) as file:
                for block in blocks:
                    file.write(block)
                    digest.update(block)
                    size += len(block)
                    yield out.take()
            manifest.append({"name": name, "bytes": size, "sha256": digest.hexdigest()})
            yield out.take()
        bundle.writestr("manifest.json", json.dumps(_about(broadcast, at, manifest), ensure_ascii=False, indent=1))
    yield out.take()


def _about(broadcast: Broadcast, at: datetime, files: list[dict[str, Any]]) -> dict[str, Any]:
    recording = Recording.objects.filter(broadcast=broadcast).first()

    def told(moment: datetime | None) -> str | None:
        return tables.cell(moment) if moment is not None else None

    return {
        "broadcast": broadcast.slug,
        "name": dict(broadcast.name),
        "campaign": broadcast.event.campaign.slug,
        "made": told(at),
        "started": told(broadcast.started_at),
        "ended": told(broadcast.ended_at),
        "stopped": told(broadcast.cut_at),
        "footage": {
            "seconds": recording.seconds,
            "frames": recording.frames,
            "sha256": recording.sha256,
            "sha256_is_of": "the lines of sha256sum over footage/, in the order of footage.txt",
        }
        if recording is not None and recording.deleted_at is None
        else None,
        "files": files,
    }


def _files(broadcast: Broadcast, log: list[Entry]) -> Iterator[tuple[str, Iterable[bytes], bool]]:
    """(name, its bytes in blocks, whether packing it makes it smaller)."""
    yield (
        "messages.csv",
        _table(("number", "at", "kind", "name", "text", "hidden", "why_hidden"), _messages(broadcast)),
        True,
    )
    head = ("order", "placed", "state", "product", "name", "quantity", "unit_price", "amount")
    yield "orders.csv", _table(head, _orders(broadcast)), True
    entries = ((entry.at, entry.kind, entry.words, entry.by, entry.detail) for entry in log)
    yield "log.csv", _table(("at", "kind", "what", "by", "detail"), entries), True
    columns = ("case", "at", "second", "replay", "reason", "text", "due", "decided", "decision", "answer")
    yield "cases.csv", _table(columns, _cases(broadcast)), True
    folder = folder_of(broadcast)
    files = footage_of(folder).files
    if files:
        yield "footage.txt", [("\n".join(path.name for path in files) + "\n").encode()], True
        main, late = timelines_of(folder)
        playlist = playlists.replay(main, late, playlists.EVERYTHING, ended=True)
        yield "footage/recording.m3u8", [(playlist or "").encode()], True
        for path in files:
            yield f"footage/{path.name}", _blocks(path), False


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    for line in tables.lines(head, rows):
        yield line.encode()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _messages(broadcast: Broadcast) -> Iterator[Sequence[object]]:
    """All that was said, hidden or not, with the reason; whoever wrote is the name that was shown."""
    rows = Message.objects.filter(topic__name=broadcast.topic, kind="chat").order_by("number")
    for row in rows.iterator(chunk_size=500):
        said = row.payload
        yield row.number, row.at, row.kind, said.get("name", ""), said.get("text", ""), row.hidden_at, row.hidden_reason


def _orders(broadcast: Broadcast) -> Iterator[Sequence[object]]:
    rows = OrderLine.objects.filter(origin=broadcast.topic).select_related("order__purchase", "offer__product")
    for line in rows.order_by("order__purchase__placed_at", "pk").iterator(chunk_size=500):
        yield (
            str(line.order),
            line.order.purchase.placed_at,
            line.order.state,
            line.offer.product.slug,
            line.offer.product.name.within(settings.LANGUAGE_CODE),
            line.quantity,
            line.unit_price,
            line.amount,
        )


def _cases(broadcast: Broadcast) -> Iterator[Sequence[object]]:
    for row in Complaint.objects.filter(broadcast=broadcast).order_by("at", "pk"):
        yield (
            row.code,
            row.at,
            row.second,
            row.is_of_replay,
            row.reason,
            row.text,
            row.due_at,
            row.decided_at,
            row.decision,
            row.answer,
        )
