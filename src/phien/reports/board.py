"""A report as it is shown: the same cells for the page, the papers, the press text and the file of figures.

Which cells are hidden because they could tell of a few people says suppression.py. Totals are always shown; so is how
many watched at once, which a room itself shows to everybody while it runs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phien.lib.texts import Text
from phien.reports import words
from phien.reports.cells import Block, Cell, Column, Line, Note, Table
from phien.reports.chosen import ALWAYS, Chosen
from phien.reports.metrics import REGISTRY, Metric, Source
from phien.reports.models import Figure, Report
from phien.reports.suppression import Hidden, hidden_in

MOST_HOURS = 72
TIMES = ("minute", "hour", "day")


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
_PUBLISHED = ("publications", "publications_observed", "platform_views", "platform_likes", "platform_shares", "buzz")
_CREDITED = ("attributed_orders", "attributed_amount", "attributed_receipts")
_IN_FILES = ("claimed_orders", "claimed_amount")
_IN_TIME = ("visits", "live_views", "peak_viewers", "product_clicks", "orders_placed", "amount_placed")
TABLES = (
    TableSpec("creators", "creator", _("By creator"), _CAME),
    TableSpec("rooms", "broadcast", _("By live room"), _WATCHED),
    TableSpec("links", "link", _("By short link"), _CAME),
    TableSpec("outlets", "outlet", _("By where it was sold"), (*_SOLD, "orders_paid")),
    TableSpec("origins", "origin", _("By what led to the order"), _SOLD),
    TableSpec(
        "credited",
        "basis",
        _("By what was credited"),
        ("attributed_orders", "attributed_amount", "attributed_receipts", "unattributed_orders", "unattributed_amount"),
    ),
    TableSpec("credited_creators", "creator", _("Credited to creators"), (*_CREDITED, *_IN_FILES)),
    TableSpec("credited_publications", "publication", _("Credited to publications"), (*_CREDITED, *_IN_FILES)),
    TableSpec("assisted", "broadcast", _("Assisted by live broadcasts"), ("assisted_orders",)),
    TableSpec("on_file", "platform", _("Orders in platforms' files only"), _IN_FILES),
    TableSpec("products", "product", _("By product"), _LOOKED_AT),
    TableSpec("producers", "producer", _("By producer"), (*_SOLD, "pieces", "receipts")),
    TableSpec("clips", "clip", _("By clip"), ("clip_views",)),
    TableSpec("places", "place", _("By place"), ("visits", "live_views", "watch_time")),
    TableSpec("provinces", "province", _("Where the parcels go"), _SOLD),
    TableSpec("platforms", "platform", _("By platform"), (*_PUBLISHED, "publishing_accounts", "commenters")),
    TableSpec("whose", "whose", _("By who published it"), _PUBLISHED),
    TableSpec("hashtags", "hashtag", _("By hashtag"), _PUBLISHED),
    TableSpec("published_creators", "creator", _("Published elsewhere, by creator"), _PUBLISHED),
    TableSpec("published_places", "place", _("Published elsewhere, by place"), _PUBLISHED),
    TableSpec(
        "definitions", "definition", _("By what each platform counts"), ("platform_views", "platform_views_gained")
    ),
    TableSpec("after", "after", _("Views after the beginning"), ("views_after", "views_after_interpolated")),
    TableSpec(
        "hashtags_after",
        "hashtag_after",
        _("Views of each hashtag after its beginning"),
        ("views_after", "views_after_interpolated"),
    ),
    TableSpec("comment_languages", "language", _("Comments by language"), ("opinion_comments",)),
    TableSpec("rules", "rules", _("By set of rules for invalid traffic"), ("judged_days",)),
    TableSpec("hours", "hour", _("By hour"), _IN_TIME),
    TableSpec("days", "day", _("By day"), _IN_TIME),
)

MOST_BIG = 6
"""Cards of a block none of whose figures is among these."""
BIG = ("visits", "live_views", "orders_placed", "amount_net", "watch_time", "peak_viewers")


@dataclass
class Board:
    """A report's figures, found by metric, dimension and key; from one query. `is_open`: with small cells, for those
    who may see them. `complementary`: see suppression.py."""

    report: Report
    figures: list[Figure]
    is_open: bool = False
    complementary: bool = True
    _by: dict[tuple[str, str], dict[str, Figure]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for figure in self.figures:
            self._by.setdefault((figure.metric, figure.dimension), {})[figure.key] = figure

    @cached_property
    def chosen(self) -> Chosen:
        return Chosen.of(self.report.chosen)

    @cached_property
    def hidden(self) -> Hidden:
        return Hidden() if self.is_open else hidden_in(self.figures, complementary=self.complementary)

    @cached_property
    def dimensions(self) -> set[str]:
        """Those by which the report breaks figures down, beside what runs over time."""
        return {spec.dimension for spec in TABLES if self.chosen.has_table(spec.id)} | set(ALWAYS)

    def shows(self, metric: str, dimension: str) -> bool:
        """Whether the report holds this column at all."""
        chosen = self.chosen.has_metric(metric) and (self.chosen.tables is None or dimension in self.dimensions)
        return chosen and (metric, dimension) not in self.hidden.columns

    @cached_property
    def present(self) -> list[Metric]:
        """The definitions of what the report has figures of; before any is counted, of all that was chosen."""
        known = {metric for metric, _dimension in self._by}
        return [metric for metric in self.chosen.order if not known or metric.id in known]

    @property
    def caveats(self) -> list[str | Promise]:
        """What must stand beside the figures that the report shows, each sentence once, not yet in any language."""
        by_text = {str(caveat): caveat for metric in self.present for caveat in metric.caveats}
        return list(by_text.values())

    @cached_property
    def notes(self) -> list[Note]:
        """The footnotes, in the active language."""
        return [Note(number, str(caveat)) for number, caveat in enumerate(self.caveats, start=1)]

    def notes_of(self, metric: Metric) -> tuple[Note, ...]:
        texts = {str(caveat) for caveat in metric.caveats}
        return tuple(note for note in self.notes if note.text in texts)

    def cell_of(self, figure: Figure) -> Cell:
        name = (
            words.time_label(figure.key, figure.dimension) if figure.dimension in TIMES else str(Text.of(figure.label))
        )
        metric = REGISTRY[figure.metric]
        return Cell(
            metric=metric,
            dimension=figure.dimension,
            key=figure.key,
            name=name,
            net=figure.net,
            gross=figure.gross,
            excluded={reason: Decimal(value) for reason, value in figure.excluded.items()},
            source=figure.source,
            definition_hash=figure.definition_hash,
            is_small=(figure.metric, figure.dimension, figure.key) in self.hidden.cells,
            interval=None
            if figure.low is None or figure.high is None
            else (figure.low, figure.high, figure.sample_size or 0),
            notes=self.notes_of(metric),
        )

    def total(self, metric: str) -> Cell | None:
        """Of any metric that was counted, chosen or not."""
        figure = self._by.get((metric, ""), {}).get("")
        return self.cell_of(figure) if figure and figure.metric in REGISTRY else None

    @cached_property
    def _ordered(self) -> list[Cell]:
        order = self.chosen.order
        if self.chosen.metrics is None:
            order.sort(key=lambda metric: BIG.index(metric.id) if metric.id in BIG else len(BIG))
        found = {metric.id: cell for metric in order if (cell := self.total(metric.id))}
        return [replace(cell, inside=found.get(cell.metric.inside)) for cell in found.values()]

    @property
    def totals(self) -> list[Cell]:
        """Those that were chosen, in their order; without a choice the most important first."""
        return _nested(self._ordered)

    @property
    def big(self) -> list[Cell]:
        return _nested([cell for cell in self._ordered if cell.metric.id in BIG])

    @property
    def others(self) -> list[Cell]:
        return _nested([cell for cell in self._ordered if cell.metric.id not in BIG])

    @cached_property
    def blocks(self) -> list[Block]:
        """By source: counted, claimed, sampled. One without anything in it is left out."""
        found = []
        for source in Source:
            big, others = ([c for c in cells if c.source == source] for cells in (self.big, self.others))
            if not big:
                big, others = others[:MOST_BIG], others[MOST_BIG:]
            tables = [table for table in self.shown_tables if table.source is source]
            if big or tables:
                found.append(Block(source, big, others, tables))
        return found

    def cells(self, metric: str, dimension: str) -> list[Cell]:
        if not self.shows(metric, dimension):
            return []
        return [self.cell_of(figure) for figure in self._by.get((metric, dimension), {}).values()]

    @property
    def printed(self) -> Iterator[Figure]:
        """The rows of all that the report holds: what the file of figures lists."""
        return (figure for figure in self.figures if self.shows(figure.metric, figure.dimension))

    @property
    def withheld(self) -> list[tuple[str, str]]:
        """(metric, dimension) of what was chosen, but would tell of too few people in every line."""
        return sorted(column for column in self.hidden.columns if self.chosen.has_metric(column[0]))

    def figures_in_order(self) -> Iterable[Cell]:
        """All that was counted, chosen or not."""
        return (self.cell_of(figure) for figure in self.figures if figure.metric in REGISTRY)

    def table(self, spec: TableSpec, source: Source = Source.COUNTED) -> Table | None:
        """What of it has this source. Lines by the first column, largest first, what names nothing last; times in
        their order."""
        known = [REGISTRY[name] for name in spec.metrics if name in REGISTRY and self.chosen.has_metric(name)]
        chosen = [metric for metric in known if metric.source is source]
        metrics = [metric for metric in chosen if self.shows(metric.id, spec.dimension)]
        columns = [self._by.get((metric.id, spec.dimension), {}) for metric in metrics]
        keys = {key for figures in columns for key in figures}
        if not keys or keys == {""}:
            return None
        lines = []
        for key in sorted(keys):
            cells = [self.cell_of(figures[key]) if key in figures else None for figures in columns]
            lines.append(Line(key, next(cell.name for cell in cells if cell), cells))
        if spec.dimension not in TIMES:
            lines.sort(key=lambda line: (not line.key, [-(cell.net if cell else Decimal()) for cell in line.cells]))
        return Table(
            spec.id,
            spec.dimension,
            str(spec.title),
            source,
            [Column(metric, self.notes_of(metric)) for metric in metrics],
            lines,
            [metric for metric in chosen if (metric.id, spec.dimension) in self.hidden.columns],
        )

    @property
    def shown_tables(self) -> list[Table]:
        """Without the hours of a long window, which stand by day too; the spreadsheet has both."""
        by_day = any(table.dimension == "day" for table in self.tables)
        return [t for t in self.tables if not (by_day and t.dimension == "hour" and len(t.lines) > MOST_HOURS)]

    @cached_property
    def tables(self) -> list[Table]:
        """One of a spec for each source: a table never holds what was counted beside what is claimed."""
        specs = [spec for spec in TABLES if self.chosen.has_table(spec.id)]
        return [table for spec in specs for source in Source if (table := self.table(spec, source))]


def _nested(totals: list[Cell]) -> list[Cell]:
    """What lies inside another of the same source stands right after it, one step deeper."""
    cells = {cell.metric.id: cell for cell in totals}
    parts: dict[str, list[Cell]] = {}
    for cell in totals:
        whole = cells.get(cell.metric.inside)
        parts.setdefault(whole.metric.id if whole and whole.source == cell.source else "", []).append(cell)

    def walk(inside: Cell | None, depth: int) -> Iterator[Cell]:
        for cell in parts.pop(inside.metric.id if inside else "", []):
            placed = replace(cell, inside=inside or cell.inside, depth=depth)
            yield placed
            yield from walk(placed, depth + 1)

    return list(walk(None, 0))


def board_of(report: Report, *, is_open: bool = False, figures: list[Figure] | None = None) -> Board:
    """`is_open`: with small cells, for those who may see them."""
    return Board(report, list(report.figures.all()) if figures is None else figures, is_open)
