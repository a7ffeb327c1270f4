"""From what a model said to what is so: shares corrected by the model's own errors.

A model calls some of each label by another name. Where it was tested on comments of the same kind, the shares it gives,
q, are the true ones, p, seen through its confusion: q[j] = sum over i of p[i] * P(said j | is i). Solved for p this is
"adjusted classify and count" (G. Forman, Quantifying Counts and Costs via Classification, Data Mining and Knowledge
Discovery 17, 2008; for two labels W. J. Rogan and B. Gladen, American Journal of Epidemiology 107, 1978).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from phien.sentiment.confusion import LABELS, Confusion
from phien.sentiment.intervals import Interval

DRAWS = 1000
LEAST_TESTED, LEAST_OF_A_LABEL = 100, 5
_TOO_FLAT = 0.05


class NotInvertible(ValueError):
    """The model cannot tell the labels apart well enough to correct anything by it."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """By label: what the model said, and what is estimated from it with its 95 % interval."""

    raw: dict[str, float]
    corrected: dict[str, Interval]


def corrected(said: Sequence[float], rates: Sequence[Sequence[float]]) -> list[float]:
    """Shares from what was said and P(said j | is i), on the simplex: what falls below 0 is set to 0, and the rest
    scaled to sum to 1. Raises NotInvertible."""
    solved = _solve([list(column) for column in zip(*rates, strict=True)], list(said))
    above = [max(share, 0.0) for share in solved]
    total = sum(above)
    if total <= 0:
        raise NotInvertible
    return [share / total for share in above]


def estimate(said: Sequence[int], tested: Confusion, *, seed: int = 1) -> Estimate:
    """`said`: how many of all comments the model gave each label. The interval is that of a bootstrap: tested comments
    and all comments are drawn again, 1,000 times. Raises NotInvertible."""
    total = sum(said)
    if total == 0 or min(tested.true_totals) == 0:
        raise NotInvertible
    middle = corrected([count / total for count in said], tested.rates())
    draw = random.Random(seed)
    found: list[list[float]] = []
    for _ in range(DRAWS):
        again = _tested_again(tested, draw)
        if min(again.true_totals) == 0:
            continue
        try:
            found.append(corrected(_said_again(said, total, draw), again.rates()))
        except NotInvertible:
            continue
    if len(found) < DRAWS // 2:
        raise NotInvertible
    ends = {}
    for number, label in enumerate(LABELS):
        drawn = sorted(shares[number] for shares in found)
        low, high = drawn[round(0.025 * (len(drawn) - 1))], drawn[round(0.975 * (len(drawn) - 1))]
        ends[label] = Interval(middle[number], min(low, middle[number]), max(high, middle[number]), tested.size)
    raw = {label: count / total for label, count in zip(LABELS, said, strict=True)}
    return Estimate(raw, ends)


def _tested_again(tested: Confusion, draw: random.Random) -> Confusion:
    cells = [(i, j) for i in range(len(LABELS)) for j in range(len(LABELS))]
    picked = draw.choices(cells, weights=[tested.counts[i][j] for i, j in cells], k=tested.size)
    return Confusion.of((LABELS[i], LABELS[j]) for i, j in picked)


def _said_again(said: Sequence[int], total: int, draw: random.Random) -> list[float]:
    """Each count with the spread of a Poisson count, near enough to a multinomial one and quick for any number."""
    counts = [max(0.0, draw.gauss(count, count**0.5)) for count in said]
    return [count / (sum(counts) or 1) for count in counts]


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination with pivots. Raises NotInvertible where rows are nearly the same."""
    size = len(right)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(matrix[row][column]))
        if abs(matrix[pivot][column]) < _TOO_FLAT:
            raise NotInvertible
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        right[column], right[pivot] = right[pivot], right[column]
        for row in range(column + 1, size):
            factor = matrix[row][column] / matrix[column][column]
            matrix[row] = [a - factor * b for a, b in zip(matrix[row], matrix[column], strict=True)]
            right[row] -= factor * right[column]
    found = [0.0] * size
    for row in reversed(range(size)):
        rest = sum(matrix[row][column] * found[column] for column in range(row + 1, size))
        found[row] = (right[row] - rest) / matrix[row][row]
    return found
