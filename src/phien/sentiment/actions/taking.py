"""A file of comments is taken in: asked for on the desk, done by the tick in slices, found again after a crash."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from phien.evidence.actions import staging
from phien.evidence.errors import SealerBusy
from phien.lib import clock
from phien.lib.errors import Refused
from phien.observations import files
from phien.sentiment.actions.files import State
from phien.sentiment.actions.rooms import take_in_ended_rooms
from phien.sentiment.actions.sealing import seal_file
from phien.sentiment.errors import NoCommentThere
from phien.sentiment.language import language_of
from phien.sentiment.models import Comment, CommentFile
from phien.sentiment.naming import Names
from phien.sentiment.tables import LeftOut, Line, lines_of, tables_of

SLICE = 2000

log = logging.getLogger(__name__)


def tick(now: datetime | None = None) -> None:
    """Called by the supervisor: take in what was asked for, oldest first, and the chat of rooms that ended."""
    for file in CommentFile.objects.filter(kind=CommentFile.Kind.FILE, state=State.TAKING_IN).order_by(
        "asked_at", "pk"
    ):
        take_in(file=file)
    take_in_ended_rooms(now or clock.now())


def take_in(*, file: CommentFile) -> CommentFile:
    """Do what was asked for; where another process is doing it, nothing. Where it is refused, the file waits for a look
    again, and says why."""
    with _alone(file) as is_mine:
        row = CommentFile.objects.select_related("campaign").get(pk=file.pk)
        if not is_mine or row.state != State.TAKING_IN:
            return row
        try:
            _read(row)
            path = row.path
            seal_file(row)
            files.forget(path)
        except SealerBusy:
            return row
        except Refused as refusal:
            _give_up(row, str(refusal))
        except Exception:
            log.exception("Could not take in comments of file %s", row.pk)
            _give_up(row, _("Something went wrong on our side; it was noted."))
        row.refresh_from_db()
        return row


def _read(row: CommentFile) -> None:
    """Every slice is one transaction with the number of its last line, so that none is taken in twice."""
    names = Names()
    with tables_of(row) as tables:
        table = next(one for one in tables if one.name == row.sheet)
        if not row.last_line:
            row.lines = sum(1 for _line in table.lines)
            row.save(update_fields=["lines"])
        rest = (line for line in lines_of(table, row) if line.number > row.last_line)
        while part := list(islice(rest, SLICE)):
            with transaction.atomic():
                _keep(row, part, names)
    if not row.comments and not row.known:
        raise NoCommentThere


def _keep(row: CommentFile, part: list[Line | LeftOut], names: Names) -> None:
    found: dict[str, Comment] = {}
    lines = [line for line in part if isinstance(line, Line)]
    for line in lines:
        comment = _comment(row, line, names)
        found.setdefault(comment.key, comment)
    known = set(Comment.objects.filter(campaign=row.campaign, key__in=found).values_list("key", flat=True))
    new = [comment for key, comment in found.items() if key not in known]
    Comment.objects.bulk_create(new, batch_size=1000)
    for reason in (line.reason for line in part if isinstance(line, LeftOut)):
        row.skipped[reason] = row.skipped.get(reason, 0) + 1
    row.comments += len(new)
    row.known += len(lines) - len(new)
    row.last_line = part[-1].number
    row.save(update_fields=["comments", "known", "skipped", "last_line"])


def _comment(row: CommentFile, line: Line, names: Names) -> Comment:
    """The same comment in two files has the same key: by the platform's id, else by who wrote what when and where; a
    line that says neither who nor when is one of its own."""
    if line.native:
        parts: tuple[str, ...] = ("id", line.native)
    elif line.author and line.written_at:
        parts = ("said", line.subject, line.author.casefold(), line.written_at.isoformat(), line.text)
    else:
        parts = ("line", row.sha256, str(line.number))
    return Comment(
        campaign=row.campaign,
        file=row,
        line=line.number,
        platform=row.platform,
        subject=line.subject,
        key=names.comment(row.platform, *parts),
        author=names.author(row.platform, line.author),
        words=names.words(line.text),
        text=line.text,
        language=language_of(line.text),
        written_at=line.written_at or row.given_at,
    )


def _give_up(row: CommentFile, why: str) -> None:
    """Back to where a person may choose other columns; what half was taken in goes."""
    with transaction.atomic():
        Comment.objects.filter(file=row).delete()
        CommentFile.objects.filter(pk=row.pk).update(
            state=State.GIVEN, problem=why[:500], comments=0, known=0, skipped={}, last_line=0
        )


@contextmanager
def _alone(file: CommentFile) -> Iterator[bool]:
    """Whether this process alone works at the file: a lock that the system gives back when the process is killed."""
    path = staging(f"comments-{file.pk}.ndjson").with_suffix(".lock")
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
        path.unlink(missing_ok=True)  # whoever holds this file still will find nothing to do
