"""A report as it is shown: the same cells for the page, the papers and the file of figures.

Small cells are not shown: what fewer than ten visitors (or, by province, fewer than ten orders) did in a breakdown
could tell of a person. Totals are always shown; so is how many watched at once, which a room itself shows to
everybody while it runs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phien.lib.texts import Text
from phien.reports import words
from phien.reports.metrics import REGISTRY, Metric
from phien.reports.models import Figure, Report

THRESHOLD = 10
MOST_HOURS = 72
TIMES = ("minute", "hour", "day")
# A cell of these is hidden together with the cell that says of how many people it is.
_PEOPLE_OF = {"watch_time": "live_views"}
_PARCELS = "province"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as shown. `is_small` cells have no numbers outside the numbers desk."""

    metric: Metric
    dimension: str
    key: str
    name: str
    net: Decimal
    gross: Decimal
    excluded: dict[str, Decimal]
    source: str
    is_small: bool = False
    interval: tuple[Decimal, Decimal, int] | None = None

    @property
    def text(self) -> str:
        """The number as it is printed; of a sample always its interval, never the bare middle."""
        if self.is_small:
            return words.fewer_than(THRESHOLD)
        if self.interval:
            return words.sampled(*self.interval, unit=self.metric.unit)
        return words.amount(self.net, self.metric.unit)

    @property
    def gross_text(self) -> str:
        return words.amount(self.gross, self.metric.unit)

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(words.reason(code), words.amount(value, self.metric.unit)) for code, value in self.excluded.items()]

    @property
    def source_text(self) -> str:
        return str(Figure.Source(self.source).label)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: a name and a cell, or nothing, per column."""

    key: str
    name: str
    cells: list[Cell | None]


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    dimension: str
    title: str
    columns: list[Metric]
    lines: list[Line]

    @property
    def first(self) -> str:
        """The name of what stands in the first column."""
        return str(words.DIMENSIONS[self.dimension])

    @property
    def has_small(self) -> bool:
        return any(cell is not None and cell.is_small for line in self.lines for cell in line.cells)


@dataclass(frozen=True, slots=True)
class TableSpec:
    id: str
    dimension: str
    title: str | Promise
    metrics: tuple[str, ...]


_CAME = ("visits", "clip_views", "live_views", "product_clicks", "orders_net", "amount_net")
_WATCHED = ("live_views", "live_viewers", "watch_time", "peak_viewers", "average_viewers")
_SOLD = ("orders_placed", "orders_net", "amount_net")
_LOOKED_AT = ("page_views", "product_clicks", "baskets", "orders_placed", "pieces", "amount_placed")
_IN_TIME = ("visits", "live_views", "peak_viewers", "product_clicks", "orders_placed", "amount_placed")
TABLES = (
    TableSpec("creators", "creator", _("By creator"), _CAME),
    TableSpec("rooms", "broadcast", _("By live room"), _WATCHED),
    TableSpec("links", "link", _("By short link"), _CAME),
    TableSpec("outlets", "outlet", _("By where it was sold"), (*_SOLD, "orders_paid")),
    TableSpec("origins", "origin", _("By what led to the order"), _SOLD),
    TableSpec("products", "product", _("By product"), _LOOKED_AT),
    TableSpec("producers", "producer", _("By producer"), (*_SOLD, "pieces", "receipts")),
    TableSpec("clips", "clip", _("By clip"), ("clip_views",)),
    TableSpec("places", "place", _("By place"), ("visits", "live_views", "watch_time")),
    TableSpec("provinces", "province", _("Where the parcels go"), _SOLD),
    TableSpec("hours", "hour", _("By hour"), _IN_TIME),
    TableSpec("days", "day", _("By day"), _IN_TIME),
)

BIG = ("visits", "live_views", "orders_placed", "amount_net", "watch_time", "peak_viewers")


@dataclass
class Board:
    """A report's figures, found by metric, dimension and key; from one query."""

    report: Report
    figures: list[Figure]
    is_open: bool = False
    _by: dict[tuple[str, str], dict[str, Figure]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for figure in self.figures:
            self._by.setdefault((figure.metric, figure.dimension), {})[figure.key] = figure

    def _is_small(self, figure: Figure) -> bool:
        if self.is_open or not figure.dimension:
            return False
        if figure.dimension == _PARCELS:
            placed = self._by.get(("orders_placed", _PARCELS), {}).get(figure.key)
            return placed is not None and 0 < placed.net < THRESHOLD
        if not REGISTRY[figure.metric].from_visitors:
            return False
        people = self._by.get((_PEOPLE_OF.get(figure.metric, figure.metric), figure.dimension), {}).get(
            figure.key, figure
        )
        return 0 < people.gross < THRESHOLD or 0 < people.net < THRESHOLD

    def cell_of(self, figure: Figure) -> Cell:
        name = (
            words.time_label(figure.key, figure.dimension) if figure.dimension in TIMES else str(Text.of(figure.label))
        )
        return Cell(
            metric=REGISTRY[figure.metric],
            dimension=figure.dimension,
            key=figure.key,
            name=name,
            net=figure.net,
            gross=figure.gross,
            excluded={reason: Decimal(value) for reason, value in figure.excluded.items()},
            source=figure.source,
            is_small=self._is_small(figure),
            interval=None
            if figure.low is None or figure.high is None
            else (figure.low, figure.high, figure.sample_size or 0),
        )

    def total(self, metric: str) -> Cell | None:
        figure = self._by.get((metric, ""), {}).get("")
        return self.cell_of(figure) if figure and figure.metric in REGISTRY else None

    @cached_property
    def totals(self) -> list[Cell]:
        return [cell for metric in REGISTRY if (cell := self.total(metric))]

    @property
    def big(self) -> list[Cell]:
        return [cell for metric in BIG if (cell := self.total(metric))]

    @property
    def others(self) -> list[Cell]:
        return [cell for cell in self.totals if cell.metric.id not in BIG]

    def cells(self, metric: str, dimension: str) -> list[Cell]:
        return [self.cell_of(figure) for figure in self._by.get((metric, dimension), {}).values()]

    def figures_in_order(self) -> Iterable[Cell]:
        return (self.cell_of(figure) for figure in self.figures if figure.metric in REGISTRY)

    def table(self, spec: TableSpec) -> Table | None:
        """Lines by the first column, largest first, what names nothing last; times in their order."""
        columns = [(metric, self._by.get((metric, spec.dimension), {})) for metric in spec.metrics]
        keys = {key for _metric, figures in columns for key in figures}
        if not keys or keys == {""}:
            return None
        lines = []
        for key in sorted(keys):
            cells = [self.cell_of(figures[key]) if key in figures else None for _metric, figures in columns]
            lines.append(Line(key, next(cell.name for cell in cells if cell), cells))
        if spec.dimension not in TIMES:
            lines.sort(key=lambda line: (not line.key, [-(cell.net if cell else Decimal()) for cell in line.cells]))
        return Table(spec.id, spec.dimension, str(spec.title), [REGISTRY[metric] for metric in spec.metrics], lines)

    @property
    def shown_tables(self) -> list[Table]:
        """Without the hours of a long window, which stand by day too; the spreadsheet has both."""
        by_day = any(table.dimension == "day" for table in self.tables)
        return [t for t in self.tables if not (by_day and t.dimension == "hour" and len(t.lines) > MOST_HOURS)]

    @cached_property
    def tables(self) -> list[Table]:
        return [table for spec in TABLES if (table := self.table(spec))]


def board_of(report: Report, *, is_open: bool = False, figures: list[Figure] | None = None) -> Board:
    """`is_open`: with small cells, for those who may see them."""
    return Board(report, list(report.figures.all()) if figures is None else figures, is_open)
