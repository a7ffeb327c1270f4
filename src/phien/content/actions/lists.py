"""A list of publications is given, looked at, and taken in by slices."""

import hashlib
import zlib
from datetime import timedelta
from itertools import batched
from typing import Any

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.content.actions.register import register_publications
from phien.content.completing import Channels, NewPublication, complete
from phien.content.errors import EmptyList
from phien.content.lists import GivenRow, Reader, decoded, read_pasted, read_table
from phien.content.models import GivenList, Publication
from phien.lib import clock
from phien.lib.errors import Refused
from phien.people.models import Actor

SHOWN = 20
WRONG_KEPT = 500
AT_ONCE = 5_000
FORGOTTEN_AFTER = timedelta(days=7)


def give_list(*, campaign: Campaign, raw: bytes, name: str, origin: str, by: Actor | None) -> GivenList:
    """Read the list and say what of it is new, known or wrong; nothing is registered yet. Pasted text has no `name`.
    Raises ListNotReadable, UnknownHeadings, ListTooLong or EmptyList."""
    text = decoded(raw)
    rows = read_table(text) if name else read_pasted(text)
    if not rows:
        raise EmptyList
    preview, wrong, wrong_count = _looked_at(campaign, rows, origin)
    old = GivenList.objects.filter(campaign=campaign, finished_at=None, given_at__lt=clock.now() - FORGOTTEN_AFTER)
    old.delete()  # nobody took them in
    return GivenList.objects.create(
        campaign=campaign,
        given_by=by,
        given_at=clock.now(),
        name=name[:120],
        sha256=hashlib.sha256(raw).hexdigest(),
        text=zlib.compress(text.encode()),
        origin=origin,
        rows=len(rows),
        preview=preview,
        wrong=wrong,
        wrong_count=wrong_count,
    )


def take_in_slice(*, given: GivenList, most: int = AT_ONCE) -> GivenList:
    """Register the next rows of the list, those that are right. Sent twice it takes in nothing twice, for what is
    registered is known."""
    with transaction.atomic():
        given = GivenList.objects.select_for_update().get(pk=given.pk)
        if given.finished_at is not None:
            return given
        rows = _rows(given)[given.taken : given.taken + most]
        seen = Reader(given.origin).publications(rows)
        right = [row for row in seen if isinstance(row, NewPublication)]
        done = register_publications(campaign=given.campaign, rows=right, by=given.given_by, source=given.source)
        given.new, given.known = given.new + len(done.new), given.known + len(done.known)
        given.taken += len(rows)
        if given.taken >= given.rows:
            given.finished_at, given.text = clock.now(), None
        given.save(update_fields=["new", "known", "taken", "finished_at", "text"])
    return given


def drop_list(*, given: GivenList) -> None:
    """Forget a list that nobody wants to take in. What was taken in of it stays."""
    GivenList.objects.filter(pk=given.pk, finished_at=None).delete()


def _rows(given: GivenList) -> list[GivenRow]:
    text = zlib.decompress(bytes(given.text or b"")).decode()
    return read_table(text) if given.name else read_pasted(text)


def _looked_at(
    campaign: Campaign, rows: list[GivenRow], origin: str
) -> tuple[dict[str, Any], list[tuple[int, str]], int]:
    """The preview (counts, the first new and known ones), the first wrong rows with their lines, how many are wrong."""
    channels = Channels(campaign)
    seen = zip(rows, Reader(origin).publications(rows), strict=True)
    keys: set[tuple[str, str]] = set()
    counts = {"new": 0, "known": 0}
    shown: dict[str, list[dict[str, Any]]] = {"new": [], "known": []}
    wrong: list[tuple[int, str]] = []
    wrong_count = 0
    for some in batched(seen, 1_000, strict=False):
        right: list[tuple[int, Publication]] = []
        for row, given in some:
            try:
                if isinstance(given, Refused):
                    raise given
                right.append((row.line, complete(given, campaign, channels)))
            except Refused as refusal:
                wrong_count += 1
                if len(wrong) < WRONG_KEPT:
                    wrong.append((row.line, str(refusal)))
        ids = {publication.native_id for _line, publication in right}
        there = Publication.objects.filter(campaign=campaign, native_id__in=ids).values_list("platform", "native_id")
        keys.update(there)
        for line, publication in right:
            key = publication.platform, publication.native_id
            state = "known" if key in keys else "new"
            keys.add(key)
            counts[state] += 1
            if len(shown[state]) < SHOWN:
                shown[state].append(_line(line, publication))
    return {**counts, "shown": shown}, wrong, wrong_count


def _line(line: int, publication: Publication) -> dict[str, Any]:
    return {
        "line": line,
        "platform": publication.platform,
        "native_id": publication.native_id,
        "title": publication.title,
        "origin": publication.origin,
        "account": publication.account,
    }
