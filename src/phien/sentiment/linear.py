"""A linear support vector machine, one against the rest for each label, in plain Python.

The problem is LIBLINEAR's "L2-regularised L2-loss support vector classification", solved in the same way: dual
coordinate descent (Hsieh, Chang, Lin, Keerthi and Sundararajan, A Dual Coordinate Descent Method for Large-scale Linear
SVM, ICML 2008, algorithm 1 with its shrinking). The optimum is unique, so a larger library would find the same one.
"""

import math
import random
from collections.abc import Sequence
from operator import itemgetter

Vector = tuple[Sequence[int], Sequence[float]]
"""Numbers of features, and their values."""

ROUNDS = 60
NEAR_ENOUGH = 0.1


def separate(vectors: Sequence[Vector], signs: Sequence[int], size: int, *, cost: float, seed: int) -> list[float]:
    """Weights of `size` features, the constant's last, that part +1 from -1. The same input gives the same weights."""
    weights = [0.0] * (size + 2)  # the last stays 0: it only makes each row at least two long
    alphas = [0.0] * len(vectors)
    diagonal = 0.5 / cost
    rows = [((*indexes, size, size + 1), (*values, 1.0, 0.0)) for indexes, values in vectors]
    pick = [itemgetter(*indexes) for indexes, _values in rows]
    squares = [math.sumprod(values, values) + diagonal for _indexes, values in rows]
    active = list(range(len(rows)))
    order = random.Random(seed)
    shrink_above = float("inf")
    for _round in range(ROUNDS):
        order.shuffle(active)
        worst = 0.0
        still: list[int] = []
        for row in active:
            sign, alpha = signs[row], alphas[row]
            slope = sign * math.sumprod(pick[row](weights), rows[row][1]) - 1 + diagonal * alpha
            if alpha == 0 and slope > shrink_above:
                continue
            still.append(row)
            if alpha == 0 and slope > 0:
                continue
            worst = max(worst, abs(slope))
            if abs(slope) < 1e-9:
                continue
            alphas[row] = max(alpha - slope / squares[row], 0.0)
            step = (alphas[row] - alpha) * sign
            for index, value in zip(*rows[row], strict=True):
                weights[index] += step * value
        if worst < NEAR_ENOUGH:
            if len(still) == len(rows):
                break
            still, worst = list(range(len(rows))), float("inf")
        active, shrink_above = still, worst
    return weights[: size + 1]
