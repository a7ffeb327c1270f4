"""A file of comments comes in, and a person says what its columns are."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from phien.campaigns.models import Campaign
from phien.evidence.actions import record_change
from phien.lib import clock
from phien.observations import files
from phien.observations.exports import readers
from phien.people.models import Actor
from phien.sentiment.actions.sealing import facts_of
from phien.sentiment.errors import (
    ColumnTwice,
    FileKnown,
    FileNotOpen,
    FileNotTakenIn,
    InASample,
    NoTextColumn,
    UnknownColumn,
    UnknownTable,
)
from phien.sentiment.models import Comment, CommentFile, Item
from phien.sentiment.tables import COLUMNS, tables_of

State = CommentFile.State
LONGEST_NAME = 200


def give_file(
    *, campaign: Campaign, chunks: Iterable[bytes], name: str, by: Actor | None, is_simulated: bool = False
) -> CommentFile:
    """Keep a table of comments (CSV, XLSX, or a ZIP of CSVs) until a person says what its columns are.

    Raises FileKnown, ExportTooLarge, and what the reader finds wrong with a broken file; then nothing of it stays.
    """
    name = name.replace("\\", "/").rpartition("/")[2].strip()[:LONGEST_NAME] or "comments"
    with files.received(chunks, name) as file:
        _refuse_known(campaign, name, file.sha256)
        readers.read(file.path, name)
        path = files.keep(f"comments/{campaign.pk}/{file.sha256}", file.path)
        try:
            with transaction.atomic():
                return CommentFile.objects.create(
                    campaign=campaign,
                    name=name,
                    sha256=file.sha256,
                    size=file.size,
                    path=path,
                    attempt=1 + CommentFile.objects.filter(campaign=campaign, sha256=file.sha256).count(),
                    is_simulated=is_simulated,
                    given_at=clock.now(),
                    given_by=by,
                )
        except IntegrityError:  # the same file, given twice at once
            _refuse_known(campaign, name, file.sha256)
            raise


def ask_take_in(
    *, file: CommentFile, sheet: str, columns: dict[str, str], platform: str, subject: str, by: Actor | None
) -> CommentFile:
    """Let the tick take it in. `columns` maps "text" and, where the table has them, "id", "author", "time" and "post"
    to headings; `subject` is what all lines are about where no column says so.

    Raises FileNotOpen, UnknownTable, NoTextColumn, UnknownColumn, ColumnTwice.
    """
    chosen = {name: heading for name in COLUMNS if (heading := columns.get(name, ""))}
    with transaction.atomic():
        row = CommentFile.objects.select_for_update().get(pk=file.pk)
        if row.state != State.GIVEN:
            raise FileNotOpen
        with tables_of(row) as tables:
            table = next((one for one in tables if one.name == sheet), None)
            if table is None or len(sheet) > LONGEST_NAME:
                raise UnknownTable(table=sheet[:60])
            _check(chosen, table.head)
        row.sheet, row.columns, row.platform, row.subject = sheet, chosen, platform, subject
        row.state, row.asked_at, row.problem = State.TAKING_IN, clock.now(), ""
        row.given_by = row.given_by or by
        row.save()
    return row


def _check(columns: dict[str, str], head: list[str]) -> None:
    if "text" not in columns:
        raise NoTextColumn
    seen: set[str] = set()
    for heading in columns.values():
        if heading not in head:
            raise UnknownColumn(column=heading[:60])
        if heading in seen:
            raise ColumnTwice(column=heading[:60])
        seen.add(heading)


def drop_file(*, file: CommentFile) -> None:
    """Forget a file of which nothing was taken in. Raises FileNotOpen."""
    with transaction.atomic():
        row = CommentFile.objects.select_for_update().get(pk=file.pk)
        if row.state != State.GIVEN or Comment.objects.filter(file=row).exists():
            raise FileNotOpen
        path = row.path
        row.delete()
        transaction.on_commit(lambda: files.forget(path))


@transaction.atomic
def undo_file(*, file: CommentFile, by: Actor | None) -> CommentFile:
    """Take all comments of a file out again: they are deleted here, and what is sealed of them does not count. The
    file may be given again. Raises FileNotTakenIn, InASample."""
    row = CommentFile.objects.select_for_update().select_related("campaign").get(pk=file.pk)
    if row.state != State.TAKEN_IN or row.kind != CommentFile.Kind.FILE:
        raise FileNotTakenIn
    if Item.objects.filter(comment__file=row).exists():
        raise InASample
    Comment.objects.filter(file=row).delete()
    row.state, row.undone_at = State.UNDONE, clock.now()
    row.save(update_fields=["state", "undone_at"])
    record_change(noun="comment_file", key=row.key, verb="undone", facts=facts_of(row))
    return row


def _refuse_known(campaign: Campaign, name: str, sha256: str) -> None:
    rows = CommentFile.objects.filter(campaign=campaign, sha256=sha256).exclude(state=State.UNDONE)
    known = rows.select_related("given_by").first()
    if known is not None:
        when = date_format(timezone.localtime(known.given_at), "SHORT_DATETIME_FORMAT")
        raise FileKnown(name=name, when=when, who=str(known.given_by.name) if known.given_by else "—")
