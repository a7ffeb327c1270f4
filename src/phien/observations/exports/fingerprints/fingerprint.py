"""A fingerprint: which headings make which export, and what each column holds."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One heading's meaning.

    field: our name of what it holds ("native_id", "title", …), or the metric's for a figure.
    kind: text, id, date, or of a figure: count, rounded (a mean, taken whole), money, rate (a fraction, or with a %),
    percent (a number of hundredths), duration, seconds, hours (decimal); "aside" is read by nobody.
    metric and definition are filled for figures only (definitions.py says what they mean); period as in the stream.
    personal: the cell tells of a buyer or another private person, and is emptied in what is kept.
    """

    field: str
    kind: str = "text"
    metric: str = ""
    definition: str = ""
    period: str = "total"
    unit: str = ""
    required: bool = True
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """(platform, report, language, version) of an export and its columns by heading, letter for letter.

    A sheet fits when each required column is there, one of `any_of` (where given), and none that is not listed.
    report: "content", "days", "sessions", "products", "orders", "affiliate", "aside" (known, nothing is taken from it).
    subject: what a figure is about. totals: what the first cell of a row of sums says; description_rows: how many
    lines under the heading may explain it. grouping: the sign between thousands, where the export writes one.
    day_first as in Context. whole: a heading without whose figure the line
    says nothing. currency: of amounts, where the export names none. titles: what the line above the heading says, where
    only that tells what the figures are.
    """

    id: str
    version: int
    platform: str
    report: str
    language: str
    columns: Mapping[str, Column]
    subject: str = "publication"
    totals: frozenset[str] = frozenset()
    description_rows: int = 0
    grouping: str = ""
    day_first: bool = True
    currency: str = ""
    any_of: frozenset[str] = frozenset()
    whole: str = ""
    titles: frozenset[str] = frozenset()

    @property
    def head(self) -> tuple[str, ...]:
        return tuple(self.columns)

    @property
    def required(self) -> frozenset[str]:
        return frozenset(heading for heading, column in self.columns.items() if column.required)

    @property
    def personal(self) -> frozenset[str]:
        return frozenset(heading for heading, column in self.columns.items() if column.personal)

    def fits(self, head: list[str], above: str = "") -> bool:
        found = set(head)
        return (
            (not self.titles or above in self.titles)
            and len(found) == len(head)
            and self.required <= found
            and found <= self.columns.keys()
            and (not self.any_of or bool(self.any_of & found))
        )
