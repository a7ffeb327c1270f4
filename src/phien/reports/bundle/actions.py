"""What people do with bundles: ask for one, make it, open it to everybody. And the tick that makes the large ones."""

import hashlib
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q

from phien.campaigns.editions import edition_of
from phien.editions.actions import renew
from phien.lib import clock
from phien.people.models import Actor
from phien.reports import files
from phien.reports.bundle import keys
from phien.reports.bundle.parts import parts_of, size_of
from phien.reports.bundle.writing import CHUNK, write_bundle
from phien.reports.errors import BundleNotMade, FilesGone, NotPublished
from phien.reports.models import Bundle, Report

AT_ONCE = 32_000_000
"""Bytes of segments up to which a bundle is made while somebody waits for the page."""
_SILENCE = timedelta(minutes=2)


def ask_bundle(*, report: Report, by: Actor | None) -> Bundle:
    """A report has one bundle, made once. A small one is there when this returns; the tick makes a large one.

    Raises FilesGone.
    """
    try:
        is_small = size_of(report) <= AT_ONCE
    except FileNotFoundError as error:
        raise FilesGone(name=str(error)) from error
    bundle, _made = Bundle.objects.get_or_create(report=report, defaults={"asked_at": clock.now(), "asked_by": by})
    if bundle.reason:
        Bundle.objects.filter(pk=bundle.pk, made_at=None).update(reason="", beat_at=None)
        bundle.refresh_from_db()
    return make_bundle(bundle=bundle) if is_small else bundle


def make_bundle(*, bundle: Bundle) -> Bundle:
    """Write it to the private storage, unless somebody else is at it or it is there. Raises FilesGone."""
    now = clock.now()
    free = Q(beat_at=None) | Q(beat_at__lt=now - _SILENCE)
    if not Bundle.objects.filter(free, pk=bundle.pk, made_at=None).update(beat_at=now):
        bundle.refresh_from_db()
        return bundle
    with tempfile.NamedTemporaryFile(prefix="phien-bundle-") as out:
        try:
            key = write_to(Path(out.name), bundle.report, bundle=bundle)
        except FileNotFoundError as error:
            refused = FilesGone(name=Path(error.filename or str(error)).name)
            Bundle.objects.filter(pk=bundle.pk).update(reason=str(refused)[:400])
            raise refused from error
        digest, size = _digest(Path(out.name))
        path = f"reports/{bundle.report.number}/bundle-{digest[:16]}.zip"
        with Path(out.name).open("rb") as written:
            path = files.storage().save(path, File(written))
    with transaction.atomic():
        Bundle.objects.filter(pk=bundle.pk).update(
            made_at=clock.now(), path=path, size=size, sha256=digest, key=key, reason=""
        )
        renew(edition_of(bundle.report.campaign_id))
    bundle.refresh_from_db()
    return bundle


def write_to(path: Path, report: Report, *, bundle: Bundle | None = None) -> str:
    """Write a report's bundle to a file, and give the fingerprint of the key that signed it. FileNotFoundError where
    one of its files is gone."""
    key = keys.ensure_key()
    made_at = clock.now().astimezone(UTC)
    facts = {
        "made_at": made_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "report": report.number,
        "campaign": report.campaign.slug,
        "cut": {"seq": report.cut_seq, "hash": report.cut_hash},
        "key": key.fingerprint,
    }
    parts = list(parts_of(report, key))
    beat = _Beats(bundle, len(parts)) if bundle else None
    with path.open("wb") as out:
        write_bundle(out, parts, facts, sign=keys.signature_of, at=made_at, step=beat)
    return key.fingerprint


class _Beats:
    """Notes on the bundle's row how far it is, about once a second."""

    def __init__(self, bundle: Bundle, steps: int) -> None:
        self.rows, self.steps, self.last = Bundle.objects.filter(pk=bundle.pk), steps, clock.now()

    def __call__(self, done: int) -> None:
        now = clock.now()
        if now - self.last > timedelta(seconds=1):
            self.rows.update(beat_at=now, done=done, steps=self.steps)
            self.last = now


def _digest(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def open_bundle(*, bundle: Bundle, by: Actor | None) -> Bundle:
    """Let everybody have it, as long as its report is public. Raises BundleNotMade, NotPublished."""
    with transaction.atomic():
        row = Bundle.objects.select_for_update().select_related("report").get(pk=bundle.pk)
        if row.made_at is None:
            raise BundleNotMade
        if row.report.state != "published":
            raise NotPublished
        if row.opened_at is None:
            row.opened_at, row.opened_by = clock.now(), by
            row.save(update_fields=["opened_at", "opened_by"])
            renew(edition_of(row.report.campaign_id))
    return row


def close_bundle(*, bundle: Bundle) -> Bundle:
    """Those who read the desk keep it."""
    with transaction.atomic():
        row = Bundle.objects.select_for_update().select_related("report").get(pk=bundle.pk)
        row.opened_at = row.opened_by = None
        row.save(update_fields=["opened_at", "opened_by"])
        renew(edition_of(row.report.campaign_id))
    return row


def tick(now: datetime) -> None:
    """Make the bundles that wait, oldest first; also those whose maker died."""
    free = Q(beat_at=None) | Q(beat_at__lt=now - _SILENCE)
    for bundle in (
        Bundle.objects.filter(free, made_at=None, reason="").select_related("report__campaign").order_by("pk")
    ):
        with suppress(FilesGone):  # its row says so
            make_bundle(bundle=bundle)
