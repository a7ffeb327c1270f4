"""How far two people who labelled the same comments agree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """`share`: labelled alike. `kappa`: Cohen's; None where it is not defined, when both used one and the same label
    for everything. `size`: how many both labelled."""

    share: float
    kappa: float | None
    size: int


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Cohen's kappa, (observed - expected) / (1 - expected), where expected is how often the two would agree by chance
    with the labels they used (J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological
    Measurement 20, 1960). ValueError of no pairs."""
    size = len(pairs)
    if not size:
        raise ValueError("nothing was labelled by both")
    observed = sum(first == second for first, second in pairs) / size
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    chance = sum(firsts[label] * seconds[label] for label in firsts) / (size * size)
    kappa = (observed - chance) / (1 - chance) if chance < 1 else None
    return Agreement(observed, kappa, size)
