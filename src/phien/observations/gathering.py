"""What the lines of a file say, gathered on their way to evidence and to the register: figures and orders into files of
columns that DuckDB reads, publications in slices, and counts of everything."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import override

from phien.evidence.actions import Pseudonyms
from phien.evidence.streams import COLUMNS
from phien.lib.texts import LANGUAGES
from phien.observations.exports.seen import ObservationRow, OrderRow, PublicationRow, Seen, Skipped

MOST_SKIPPED = 500
STEP = 2_000

# What is the same in every row of a file is added by DuckDB; the rest are the columns of the files below.
ADDED = {"campaign", "file", "simulated"}


def _gathered(stream: str) -> dict[str, str]:
    """The columns of a stream that a line says, the line's number first, and how DuckDB reads each."""
    columns = {name: kind for name, kind in COLUMNS[stream].items() if name not in ADDED}
    return {"line": columns.pop("line"), **columns}


OBSERVATIONS = _gathered("observations")
ORDERS = _gathered("platform_orders")


@dataclass(slots=True)
class Counts:
    """How many of what a file brought; `skipped` by the code of the reason."""

    observations: int = 0
    orders: int = 0
    publications: int = 0
    lines: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    reasons: list[dict[str, Any]] = field(default_factory=list)

    def skip(self, table: str, row: Skipped) -> None:
        self.skipped[row.code] += 1
        if not row.expected and len(self.reasons) < MOST_SKIPPED:
            self.reasons.append(
                {"line": row.line, "table": table, "column": row.column, "code": row.code, "why": in_all(row.reason)}
            )


def in_all(words: object) -> dict[str, str]:
    """Words that are stored now and read later, in every language."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = str(words)
    return said


Creator = Callable[[str, str], str]


class Gathering:
    """Writes into two files of a folder. `progress` is told every few thousand lines how many there were."""

    def __init__(self, folder: Path, name: str, *, creator: Creator, progress: Callable[[int], None]) -> None:
        self.observations = folder / f"{name}.observations.csv"
        self.orders = folder / f"{name}.orders.csv"
        self.counts = Counts()
        self.publications: list[tuple[str, PublicationRow]] = []
        self._creator, self._progress = creator, progress
        self._order_keys = Pseudonyms("order")
        self._files = ExitStack()

    def __enter__(self) -> "Gathering":
        self._writers = {
            path: csv.writer(self._opened(path), lineterminator="\n", quoting=csv.QUOTE_ALL)
            for path in (self.observations, self.orders)
        }
        return self

    def _opened(self, path: Path) -> IO[str]:
        return self._files.enter_context(path.open("w", encoding="utf-8", newline=""))

    def __exit__(self, *_error: object) -> None:
        self._files.close()
        for path in (self.observations, self.orders):
            path.unlink(missing_ok=True)

    def flush(self) -> None:
        """Everything is in the files from now on; nothing more may be gathered."""
        self._files.close()

    def take(self, table: str, rows: Iterator[Seen]) -> None:
        counts, line = self.counts, 0
        observe, order = (self._writers[path].writerow for path in (self.observations, self.orders))
        for row in rows:
            if row.line != line:
                line = row.line
                counts.lines += 1
                if counts.lines % STEP == 0:
                    self._progress(counts.lines)
            if isinstance(row, ObservationRow):
                counts.observations += 1
                observe(row)
            elif isinstance(row, PublicationRow):
                counts.publications += 1
                self.publications.append((table, row))
            elif isinstance(row, OrderRow):
                counts.orders += 1
                order(self._order(row))
            else:
                counts.skip(table, row)
        self._progress(counts.lines)

    def _order(self, row: OrderRow) -> tuple[Any, ...]:
        return (
            row.line,
            row.ordered_at,
            row.platform,
            row.kind,
            self._order_keys(row.platform, row.order_id),
            row.sku,
            row.product,
            row.quantity,
            row.returned,
            row.amount,
            row.refunded,
            row.currency,
            row.state,
            row.province,
            self._creator(row.platform, row.creator),
            row.content,
        )
