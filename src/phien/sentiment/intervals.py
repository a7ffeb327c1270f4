"""How sure a share of a random sample is."""

import math
from dataclasses import dataclass

Z_95 = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and its ends, all between 0 and 1, of `size` looked at."""

    share: float
    low: float
    high: float
    size: int


def wilson(count: int, size: int, z: float = Z_95) -> Interval:
    """The score interval of a proportion (E. B. Wilson, Probable Inference, the Law of Succession, and Statistical
    Inference, Journal of the American Statistical Association 22, 1927). ValueError of nothing, or more than all."""
    if size < 1 or not 0 <= count <= size:
        raise ValueError(f"{count} of {size} is no share")
    share = count / size
    middle = share + z * z / (2 * size)
    half = z * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    below = 1 + z * z / size
    low = 0.0 if count == 0 else (middle - half) / below
    high = 1.0 if count == size else (middle + half) / below
    return Interval(share, low, high, size)


def expected(share: float, size: int) -> Interval:
    """What a sample of `size` would give, were the share so."""
    return wilson(round(share * size), size)
