"""What a report shows: cells, the tables and blocks they stand in, and the footnotes that they carry."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from phien.reports import words
from phien.reports.metrics import Metric, Source
from phien.reports.models import Figure
from phien.reports.suppression import THRESHOLD


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number on this report, and its sentence."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as shown. `is_small` cells have no numbers outside the numbers desk. `inside` is the name of the
    figure that this one is a part of, `depth` how many such figures of the same block it lies in."""

    metric: Metric
    dimension: str
    key: str
    name: str
    net: Decimal
    gross: Decimal
    excluded: dict[str, Decimal]
    source: str
    definition_hash: str
    is_small: bool = False
    interval: tuple[Decimal, Decimal, int] | None = None
    notes: tuple[Note, ...] = ()
    inside: "Cell | None" = None
    depth: int = 0

    @property
    def text(self) -> str:
        """The number as it is printed; of a sample always its interval, never the bare middle."""
        if self.is_small:
            return words.fewer_than(THRESHOLD)
        if self.interval:
            print_it = words.estimated if self.metric.is_estimated else words.sampled
            return print_it(*self.interval, unit=self.metric.unit)
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

    @property
    def inside_text(self) -> str:
        """That it is a part of another figure, as a sentence; empty where it stands for itself."""
        if self.inside is None:
            return ""
        facts = {"whole": self.inside.metric.name, "amount": self.inside.text}
        return _("This lies inside “%(whole)s” (%(amount)s); the two are not added together.") % facts

    @property
    def note_numbers(self) -> str:
        """1, 3: as they stand raised beside the number."""
        return ", ".join(str(note.number) for note in self.notes)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: a name and a cell, or nothing, per column."""

    key: str
    name: str
    cells: list[Cell | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: what it counts, with the numbers of its footnotes."""

    metric: Metric
    notes: tuple[Note, ...] = ()

    @property
    def name(self) -> str:
        return str(self.metric.name)

    @property
    def note_numbers(self) -> str:
        return ", ".join(str(note.number) for note in self.notes)


@dataclass(frozen=True, slots=True)
class Table:
    """`withheld` are columns that are not shown, since not enough of their lines could be hidden."""

    id: str
    dimension: str
    title: str
    source: Source
    columns: list[Column]
    lines: list[Line]
    withheld: list[Metric] = field(default_factory=list)

    @property
    def first(self) -> str:
        """The name of what stands in the first column."""
        return str(words.DIMENSIONS[self.dimension])

    @property
    def has_small(self) -> bool:
        return any(cell is not None and cell.is_small for line in self.lines for cell in line.cells)

    @property
    def source_text(self) -> str:
        return str(words.BLOCKS[self.source])

    @property
    def withheld_text(self) -> str:
        if not self.withheld:
            return ""
        names = ", ".join(str(metric.name) for metric in self.withheld)
        return _("Not shown here, because too few people stand behind it: %(names)s.") % {"names": names}


@dataclass(frozen=True, slots=True)
class Block:
    """All that has one source. What we counted, what platforms claim and what was sampled by hand stand apart, and are
    never added together."""

    source: Source
    big: Sequence[Cell]
    others: Sequence[Cell]
    tables: Sequence[Table]

    @property
    def title(self) -> str:
        return str(words.BLOCKS[self.source])

    @property
    def lead(self) -> str:
        return str(words.BLOCK_LEADS[self.source])

    @property
    def cells(self) -> list[Cell]:
        return [*self.big, *self.others]
