"""What a model said of comments whose label is known, and how good that is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LABELS = ("positive", "neutral", "negative")


@dataclass(frozen=True, slots=True)
class Confusion:
    """`counts[i][j]`: how many that are LABELS[i] the model called LABELS[j]."""

    counts: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Confusion":
        """From (what it is, what the model said). KeyError for another label."""
        place = {label: number for number, label in enumerate(LABELS)}
        found = Counter((place[true], place[said]) for true, said in pairs)
        size = range(len(LABELS))
        return cls(tuple(tuple(found[i, j] for j in size) for i in size))

    @property
    def size(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def accuracy(self) -> float:
        """Share that was called right; 0 of nothing."""
        return sum(row[i] for i, row in enumerate(self.counts)) / self.size if self.size else 0.0

    @property
    def majority(self) -> float:
        """What calling everything by the most frequent label would give."""
        return max(map(sum, self.counts)) / self.size if self.size else 0.0

    @property
    def true_totals(self) -> list[int]:
        return [sum(row) for row in self.counts]

    @property
    def said_totals(self) -> list[int]:
        return [sum(column) for column in zip(*self.counts, strict=True)]

    def precision(self, label: int) -> float:
        said = self.said_totals[label]
        return self.counts[label][label] / said if said else 0.0

    def recall(self, label: int) -> float:
        true = self.true_totals[label]
        return self.counts[label][label] / true if true else 0.0

    def f1(self, label: int) -> float:
        """Harmonic mean of precision and recall; 0 where both are."""
        both = self.precision(label) + self.recall(label)
        return 2 * self.precision(label) * self.recall(label) / both if both else 0.0

    @property
    def macro_f1(self) -> float:
        """The mean of the labels' F1, each label weighing the same however rare."""
        return sum(self.f1(label) for label in range(len(LABELS))) / len(LABELS)

    def rates(self) -> list[list[float]]:
        """Of those that are i, the share called j. A label that never occurs has zeros."""
        return [[count / (sum(row) or 1) for count in row] for row in self.counts]

    def as_list(self) -> list[list[int]]:
        return [list(row) for row in self.counts]


def confusion_from(counts: Sequence[Sequence[int]]) -> Confusion:
    """From what as_list gave. ValueError where it is no table of counts."""
    size = len(LABELS)
    if len(counts) != size or any(len(row) != size for row in counts):
        raise ValueError("not a table of three by three")
    if any(type(count) is not int or count < 0 for row in counts for count in row):
        raise ValueError("not a table of counts")
    return Confusion(tuple(tuple(row) for row in counts))
