"""A file comes in: hashed, held against what was given and promised before, and recognised by its headings."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from phien.campaigns.models import Campaign
from phien.lib import clock
from phien.observations import files, reading
from phien.observations.errors import ExportEdited, GivenAlready, NotOpen, PromisedAlready
from phien.observations.exports.seen import Context
from phien.observations.models import ExportFile, PromisedExport
from phien.observations.queries.mappings import newest_of
from phien.people.models import Actor

SHOWN = 12


def give_export(
    *, campaign: Campaign, chunks: Iterable[bytes], name: str, by: Actor | None, simulated: bool = False
) -> ExportFile:
    """Keep a file that somebody gives, byte for byte, and say what it is: GIVEN, or UNKNOWN where no fingerprint fits.
    Nothing of it counts before it is taken in.

    Raises ExportTooLarge, GivenAlready, ExportEdited, and what the reader finds wrong with a broken file;
    then nothing of it stays.
    """
    name = name.replace("\\", "/").rpartition("/")[2].strip()[:200] or "export"
    with files.received(chunks, name) as file:
        _refuse_known(campaign, name, file.sha256)
        _refuse_edited(campaign, name, file.sha256)
        opened = reading.opened(file.path, name, newest_of(campaign))
        for table in opened.read:  # what is wrong with a table as a whole shows before its first row
            next(opened.seen(table, Context(observed_at=clock.now())), None)
        path = files.path_of(campaign.pk, file.sha256)
        is_new = not files.storage().exists(path)
        path = files.keep(path, file.path)
        export = ExportFile(
            campaign=campaign,
            name=name,
            size=file.size,
            sha256=file.sha256,
            given_at=clock.now(),
            given_by=by,
            simulated=simulated,
            raw_path=path,
            kept_sha256=file.sha256,
            kept_size=file.size,
        )
        note_reading(export, opened)
        try:
            with transaction.atomic():
                export.save()
        except IntegrityError:  # the same file, given twice at once
            _refuse_known(campaign, name, file.sha256)
            raise
        except BaseException:
            if is_new:
                files.forget(path)
            raise
    return export


def note_reading(export: ExportFile, opened: reading.Opened) -> None:
    """Write on the row what the file was recognised as."""
    export.state = ExportFile.State.GIVEN if opened.tables else ExportFile.State.UNKNOWN
    export.sheets = [table.note for table in opened.tables]
    first = opened.main
    export.platform = first.fingerprint.platform if first else ""
    export.report = first.fingerprint.report if first else ""


def drop_export(*, export: ExportFile) -> None:
    """Forget a file of which nothing counts. Raises NotOpen."""
    with transaction.atomic():
        row = ExportFile.objects.select_for_update().get(pk=export.pk)
        if not row.is_open:
            raise NotOpen
        paths = {row.raw_path, row.kept_path}
        row.delete()
        transaction.on_commit(lambda: files.forget(*paths))


def promise_export(*, campaign: Campaign, name: str, sha256: str, note: str, by: Actor | None) -> PromisedExport:
    """Register the hash of a file that somebody will send. Raises PromisedAlready."""
    try:
        with transaction.atomic():
            return PromisedExport.objects.create(
                campaign=campaign, name=name, sha256=sha256.lower(), note=note, promised_at=clock.now(), promised_by=by
            )
    except IntegrityError as error:
        raise PromisedAlready from error


def _refuse_known(campaign: Campaign, name: str, sha256: str) -> None:
    known = ExportFile.objects.filter(campaign=campaign, sha256=sha256).select_related("given_by").first()
    if known is not None:
        raise GivenAlready(name=name, when=_moment(known.given_at), who=_who(known.given_by))


def _refuse_edited(campaign: Campaign, name: str, sha256: str) -> None:
    promised = list(PromisedExport.objects.filter(campaign=campaign, name__iexact=name).select_related("promised_by"))
    if promised and sha256 not in {promise.sha256 for promise in promised}:
        newest = promised[0]
        raise ExportEdited(
            name=name,
            when=_moment(newest.promised_at),
            who=_who(newest.promised_by),
            promised=newest.sha256[:SHOWN],
            given=sha256[:SHOWN],
        )


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _who(actor: Actor | None) -> str:
    return str(actor.name) if actor else "—"
