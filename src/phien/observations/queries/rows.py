"""The sealed rows of one file: read from its own segments alone, however much else there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import duckdb

from phien.evidence import duck, manifest
from phien.evidence.actions import sealed_from
from phien.observations.models import ExportFile

STREAMS = ("observations", "platform_orders")
FIELDS = "line, observed_at, subject, metric, definition, value, unit, period, flag, confidence"
ORDER_FIELDS = (
    "line, ordered_at, kind, order_key, sku, product, quantity, returned, amount, refunded, currency, state, province, "
    "creator, content"
)


@dataclass(frozen=True, slots=True)
class Observation:
    line: int
    observed_at: datetime
    subject: str
    metric: str
    definition: str
    value: int
    unit: str
    period: str
    flag: str
    confidence: str


@dataclass(frozen=True, slots=True)
class OrderLine:
    line: int
    ordered_at: datetime
    kind: str
    order_key: str
    sku: str
    product: str
    quantity: int
    returned: int
    amount: int
    refunded: int
    currency: str
    state: str
    province: str
    creator: str
    content: str


@contextmanager
def segment_of(export: ExportFile, stream: str) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """A connection with a view `rows` of what this file brought to a stream; None where it brought nothing."""
    line = sealed_from(export.staged_name(stream))
    if line is None:
        yield None
        return
    root = manifest.root()
    with duck.connect(root) as db:
        db.execute(f"CREATE VIEW rows AS {duck.segments_sql(stream, [root / line.file])}")
        yield db


def observations_of(
    export: ExportFile, *, flagged: bool = False, limit: int | None = None, offset: int = 0
) -> list[Observation]:
    """In the file's order."""
    where = "WHERE flag <> ''" if flagged else ""
    with segment_of(export, "observations") as db:
        if db is None:
            return []
        found = db.execute(
            f"SELECT {FIELDS} FROM rows {where} ORDER BY line, metric, observed_at LIMIT ? OFFSET ?",  # noqa: S608
            [limit if limit is not None else 1 << 60, offset],
        )
        return [Observation(*row) for row in found.fetchall()]


def orders_of(export: ExportFile, *, limit: int | None = None, offset: int = 0) -> list[OrderLine]:
    """In the file's order."""
    with segment_of(export, "platform_orders") as db:
        if db is None:
            return []
        found = db.execute(
            f"SELECT {ORDER_FIELDS} FROM rows ORDER BY line LIMIT ? OFFSET ?",  # noqa: S608
            [limit if limit is not None else 1 << 60, offset],
        )
        return [OrderLine(*row) for row in found.fetchall()]


def flags_of(export: ExportFile) -> dict[str, int]:
    """How many rows carry which flag."""
    with segment_of(export, "observations") as db:
        if db is None:
            return {}
        found = db.execute("SELECT flag, count(*) FROM rows WHERE flag <> '' GROUP BY flag ORDER BY flag").fetchall()
        return dict(found)
