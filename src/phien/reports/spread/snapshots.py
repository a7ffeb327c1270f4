"""What platforms showed of one publication, file by file."""

from dataclasses import dataclass
from datetime import datetime

from phien.campaigns.models import Campaign
from phien.evidence import queries as evidence
from phien.observations import words
from phien.observations.exports.definitions import name_of

MOST = 2000
_ROWS = """
select observed_at, metric, definition, value, flag, file, line from observations
where campaign = $campaign and subject = $subject and period = 'total'
  and file not in (select key from changes where noun = 'export' group by key
                   having last(verb order by happened_at, number) = 'undone')
order by observed_at desc, metric, file, line limit $most
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One figure of one file. `file` is the SHA-256 of what was given to us, `line` as a spreadsheet numbers it."""

    observed_at: datetime
    metric: str
    definition: str
    value: int
    flag: str
    file: str
    line: int

    @property
    def name(self) -> str:
        """What is counted and by whom: Views · TikTok."""
        return name_of(self.definition)

    @property
    def oddity(self) -> str:
        return str(words.flag(self.flag)) if self.flag else ""


def snapshots_of(campaign: Campaign, subject: str) -> list[Snapshot]:
    """Newest first, at most MOST."""
    with evidence.connect() as connection:
        found = connection.execute(_ROWS, {"campaign": campaign.slug, "subject": subject, "most": MOST}).fetchall()
    return [Snapshot(*row) for row in found]
