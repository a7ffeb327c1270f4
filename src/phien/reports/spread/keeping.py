"""Keeps what was worked out, one file per campaign, named after the manifest line up to which it counted.

It holds nothing that sealed evidence does not, so it may be deleted at any time and is worked out again.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Exists, OuterRef

from phien.campaigns.models import Campaign
from phien.content.models import Publication
from phien.evidence import queries as evidence
from phien.lib import clock
from phien.reports.files import storage
from phien.reports.spread.summing import FORMAT, sum_up

WATCHED_AFTERWARDS = timedelta(days=14)
_STREAMS = ("changes", "observations", "comments")

_done: dict[str, tuple[int, str]] = {}


def _folder(campaign: Campaign) -> str:
    return f"spread/{campaign.slug}"


def _kept(campaign: Campaign) -> dict[int, str]:
    """Up to which manifest line → the file's name."""
    try:
        names = storage().listdir(_folder(campaign))[1]
    except FileNotFoundError:
        return {}
    return {int(name.partition("-")[0]): name for name in names if name.endswith(f".{FORMAT}.json")}


def newest_line() -> tuple[int, str]:
    """Number and hash of the last manifest line that can change how anything spread; zero where there is none."""
    lines = [line for line in evidence.segments() if line.stream in _STREAMS]
    return (lines[-1].seq, lines[-1].hash) if lines else (0, "")


def kept_spread(campaign: Campaign) -> dict[str, Any] | None:
    """The newest that was worked out, with `seq` and `made_at`; None before the first."""
    kept = _kept(campaign)
    if not kept:
        return None
    with storage().open(f"{_folder(campaign)}/{kept[max(kept)]}", "rb") as file:
        found: dict[str, Any] = json.loads(file.read())
    return found | {"made_at": datetime.fromisoformat(found["made_at"])}


def work_out(campaign: Campaign) -> bool:
    """Work it out up to the newest line and keep it, unless that was done. Older ones are deleted afterwards, so that a
    page finds one at any moment. Says whether there was anything to do."""
    seq, digest = newest_line()
    name = f"{seq}-{digest[:16]}.{FORMAT}.json"
    kept = _kept(campaign)
    if not seq or name in kept.values():
        return False
    facts = sum_up(campaign, seq) | {"seq": seq, "made_at": clock.now().isoformat()}
    storage().save(f"{_folder(campaign)}/{name}", ContentFile(json.dumps(facts).encode()))
    for old in kept.values():
        storage().delete(f"{_folder(campaign)}/{old}")
    return True


def tick(now: datetime) -> None:
    """When more is sealed: work out again the campaigns that have publications and are under way or just over."""
    rows = Publication.objects.filter(campaign=OuterRef("pk"))
    watched = Campaign.objects.filter(Exists(rows), starts_at__lte=now, ends_at__gt=now - WATCHED_AFTERWARDS)
    line = newest_line()
    if _done.get("line") == line:
        return
    for campaign in watched:
        work_out(campaign)
    _done["line"] = line
