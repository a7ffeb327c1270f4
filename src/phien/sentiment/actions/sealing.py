"""What of comments goes into evidence: hashes, times and languages, never a word."""

import json
from datetime import UTC
from pathlib import Path
from typing import Any

from django.db import transaction

from phien.evidence.actions import record_change, seal_rows, staging
from phien.lib import clock
from phien.sentiment.models import Comment, CommentFile

SLICE = 2000


def seal_file(row: CommentFile) -> None:
    """All comments of a file or room become visible at once, by one line of the manifest, and the row says that it is
    taken in. After a crash the same again: a segment is sealed once by its name. Raises SealerBusy."""
    staged = staging(f"comments-{row.pk}.ndjson")
    _write(row, staged)
    seal_rows(stream="comments", staged=staged)
    row.path, row.state, row.taken_in_at = "", CommentFile.State.TAKEN_IN, clock.now()
    with transaction.atomic():
        row.save(update_fields=["path", "state", "taken_in_at"])
        record_change(noun="comment_file", key=row.key, verb="taken_in", facts=facts_of(row))


def _write(row: CommentFile, staged: Path) -> None:
    campaign, file = row.campaign.slug, row.key
    names = ("platform", "subject", "key", "author", "words", "language", "line")
    rows = Comment.objects.filter(file=row).order_by("line", "pk").values_list("written_at", *names)
    with staged.open("w", encoding="utf-8") as out:
        for at, platform, subject, comment, author, words, language, line in rows.iterator(chunk_size=SLICE):
            facts = {
                "happened_at": at.astimezone(UTC).isoformat(),
                "campaign": campaign,
                "platform": platform,
                "subject": subject,
                "comment": comment,
                "author": author,
                "words": words,
                "language": language,
                "file": file,
                "line": line,
                "simulated": row.is_simulated,
            }
            out.write(json.dumps(facts) + "\n")


def facts_of(row: CommentFile) -> dict[str, Any]:
    """What evidence keeps of a file: no name, for names of files name people."""
    return {
        "campaign": row.campaign.slug,
        "kind": str(row.kind),
        "platform": row.platform,
        "size": row.size,
        "comments": row.comments,
        "known": row.known,
        "skipped": row.skipped,
    }
