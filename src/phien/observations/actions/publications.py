"""The publications that an export names, into the register."""

from collections.abc import Callable, Iterator
from typing import Any

from phien.content.actions import register_publications
from phien.content.completing import NewPublication, handle_of
from phien.content.models import Channel, Publication
from phien.evidence.actions import Pseudonyms
from phien.observations.exports.seen import PublicationRow
from phien.observations.gathering import MOST_SKIPPED, STEP, Creator, Gathering, in_all
from phien.observations.models import ExportFile


def register(export: ExportFile, gathering: Gathering, progress: Callable[[int], None]) -> dict[str, Any]:
    """Register what the file names, and say how many were new, known, or wrong; the wrong ones join the skipped. Those
    that are known are passed over, for most files show again what an earlier one named."""
    there = Publication.objects.filter(campaign=export.campaign).values_list("platform", "native_id")
    known = set(there.iterator(chunk_size=5_000))
    rows = [pair for pair in gathering.publications if (pair[1].platform, pair[1].native_id) not in known]
    done = register_publications(
        campaign=export.campaign,
        rows=_new(export, [row for _table, row in rows], progress),
        by=export.taken_in_by,
        source=export.sha256,
    )
    reasons = gathering.counts.reasons
    for number, refusal in done.wrong[:MOST_SKIPPED]:
        if len(reasons) < MOST_SKIPPED:
            table, row = rows[number]
            reasons.append(
                {"line": row.line, "table": table, "column": "", "code": refusal.code, "why": in_all(refusal)}
            )
    passed_over = len(gathering.publications) - len(rows)
    return {"registered": len(done.new), "known": len(done.known) + passed_over, "not_registered": len(done.wrong)}


def _new(export: ExportFile, rows: list[PublicationRow], progress: Callable[[int], None]) -> Iterator[NewPublication]:
    origin = export.answers.get("origin", "")
    for number, row in enumerate(rows):
        if number % STEP == 0:
            progress(number)
        yield NewPublication(
            platform=row.platform,
            native_id=row.native_id,
            url=row.url,
            origin=origin,
            title=row.title,
            account=row.account,
            hashtags=row.hashtags,
            published_at=row.published_at,
            precision=row.precision,
        )


def creators() -> Creator:
    """What evidence calls the creator whom a platform credits: the actor whose registered channel it is, else the
    handle's pseudonym; "" for nobody."""
    rows = Channel.objects.exclude(handle="").select_related("owner")
    owners = {(row.platform, handle_of(row.handle).lower()): row.owner.slug for row in rows}
    pseudonyms = Pseudonyms("account")

    def creator(platform: str, handle: str) -> str:
        handle = handle_of(handle).lower()
        return owners.get((platform, handle)) or pseudonyms(platform, handle) if handle else ""

    return creator
