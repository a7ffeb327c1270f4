"""A platform's live sessions, and which of our broadcasts each may have been: by day, host and the nearest start."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from phien.campaigns.models import Campaign
from phien.content.models import Channel
from phien.live.models import Broadcast
from phien.observations.models import ExportFile, LiveMatch
from phien.observations.queries.rows import segment_of

NEAR = timedelta(hours=3)
MOST = 200


@dataclass(frozen=True, slots=True)
class Guess:
    """`confidence` of 100: how near the start lies, and whether the host's channel is ours."""

    broadcast: Broadcast
    confidence: int


@dataclass(frozen=True, slots=True)
class Session:
    subject: str
    started_at: datetime
    line: int
    guesses: list[Guess]
    match: LiveMatch | None

    @property
    def host(self) -> str:
        """The handle at the end of live:<platform>:2026-07-31T21:03-<host>, where it has one."""
        return self.subject.partition("T")[2].partition("-")[2]


def sessions_of(export: ExportFile) -> list[Session]:
    """The sessions that stand in a taken-in file, by their start."""
    with segment_of(export, "observations") as db:
        found = (
            db.execute(
                "SELECT subject, min(observed_at), min(line) FROM rows WHERE starts_with(subject, 'live:') "
                "GROUP BY subject ORDER BY min(observed_at), subject LIMIT ?",
                [MOST],
            ).fetchall()
            if db is not None
            else []
        )
    if not found:
        return []
    broadcasts = _broadcasts(export.campaign)
    known = {match.subject: match for match in LiveMatch.objects.filter(export=export).select_related("broadcast")}
    ours = _handles(export.platform)
    return [
        Session(subject, at, line, guesses(subject, at, broadcasts, ours), known.get(subject))
        for subject, at, line in found
    ]


def guesses(subject: str, at: datetime, broadcasts: list[Broadcast], ours: set[str]) -> list[Guess]:
    """The broadcasts whose start lies within three hours, the likeliest first. A start to the minute gives 80 of 100,
    one three hours away none; a host's handle that is registered as a channel adds 20."""
    known = 20 if any(handle and subject.lower().endswith(f"-{handle}") for handle in ours) else 0
    found = []
    for broadcast in broadcasts:
        away = abs((broadcast.started_at or broadcast.event.starts_at) - at)
        if away <= NEAR:
            found.append(Guess(broadcast, round(80 * (1 - away / NEAR)) + known))
    return sorted(found, key=lambda guess: (-guess.confidence, guess.broadcast.pk))


def _broadcasts(campaign: Campaign) -> list[Broadcast]:
    rows = Broadcast.objects.filter(event__campaign=campaign, is_practice=False).select_related("event")
    return list(rows)


def _handles(platform: str) -> set[str]:
    rows = Channel.objects.filter(platform=platform).exclude(handle="")
    return {handle.removeprefix("@").lower() for handle in rows.values_list("handle", flat=True)}


def choices_of(export: ExportFile) -> list[Broadcast]:
    """The broadcasts that a session may be said to have been."""
    return _broadcasts(export.campaign)
