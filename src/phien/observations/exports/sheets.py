"""One table of an export file, line by line, as often as it is asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

Line = tuple[int, list[str]]

TOPS = 8


@dataclass(slots=True)
class Sheet:
    """A table of cells, all text. `head` is the first line with two filled cells until `recognise` settles another.

    name: the worksheet or member of the ZIP ("Content.csv"); file_name: as the person's file is called;
    head_line and the numbers of `lines` are those that a spreadsheet shows; `numeric`: cells may come from numbers that
    a spreadsheet keeps as doubles, and empty cells at a line's end are not written. `written`: the cells of the
    heading's line, those without words at its end too.
    """

    name: str
    file_name: str
    rows: Callable[[], Iterator[Line]]
    numeric: bool = False
    head_line: int = 0
    head: list[str] = field(default_factory=list)
    written: int = 0

    def __post_init__(self) -> None:
        if not self.head_line:
            for number, cells in self.tops():
                if sum(1 for cell in cells if cell.strip()) >= 2:
                    self.begin(number, cells)
                    return

    @property
    def shown(self) -> str:
        """What refusals call it."""
        inside = self.name != self.file_name and not self.numeric
        return f"{self.file_name} › {self.name}" if inside else self.file_name

    def tops(self) -> list[Line]:
        """The first lines, among which the heading stands."""
        return list(islice(self.rows(), TOPS))

    def begin(self, number: int, cells: list[str]) -> None:
        """Let the heading be this line. Empty cells at its end are no columns."""
        head = [cell.strip() for cell in cells]
        while head and not head[-1]:
            head.pop()
        self.head_line, self.head, self.written = number, head, len(cells)

    def fitted(self, cells: list[str]) -> list[str] | None:
        """The line with as many cells as there are headings; None where it has fewer or more, and nobody knows which
        cell stands under which heading. A workbook writes no empty cells at a line's end."""
        width = len(self.head)
        if len(cells) == width:
            return cells
        if self.numeric:
            return None if any(cells[width:]) else (cells + [""] * width)[:width]
        return cells[:width] if len(cells) == self.written and not any(cells[width:]) else None

    @property
    def lines(self) -> Iterator[Line]:
        """The lines below the heading, from the file anew each time."""
        return (line for line in self.rows() if line[0] > self.head_line)
