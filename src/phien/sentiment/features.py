"""What a comment is to the model: its words one and two at a time, and pieces of two to five letters inside words."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from phien.sentiment.spelling import tidy, words_of

SHORTEST, LONGEST = 2, 5
_MOST_LETTERS = 2000


def counted(text: str) -> tuple[Counter[str], Counter[str]]:
    """(words and pairs of words, pieces of words with their edges as spaces), each with how often it is there.

    Features of the first begin with "w ", those of the second with "c "; "w not bad" is a pair.
    """
    words = words_of(tidy(text[:_MOST_LETTERS]))
    grams = Counter(f"w {word}" for word in words)
    grams.update(f"w {first} {second}" for first, second in pairwise(words))
    pieces: Counter[str] = Counter()
    for word in words:
        pieces.update(_pieces(word))
    return grams, pieces


@lru_cache(50_000)
def _pieces(word: str) -> tuple[str, ...]:
    edged = f" {word} "
    sizes = range(SHORTEST, min(LONGEST, len(edged)) + 1)
    return tuple(f"c {edged[at : at + size]}" for size in sizes for at in range(len(edged) - size + 1))


def inverse_frequencies(texts: Sequence[tuple[Counter[str], Counter[str]]], least: int) -> dict[str, float]:
    """ln((1 + n) / (1 + how many texts hold it)) + 1 of each feature that at least `least` texts hold."""
    held: Counter[str] = Counter()
    for parts in texts:
        for part in parts:
            held.update(part.keys())
    total = 1 + len(texts)
    return {name: math.log(total / (1 + count)) + 1 for name, count in held.items() if count >= least}


def weighed(parts: Iterable[Counter[str]], frequencies: dict[str, float]) -> list[tuple[str, float]]:
    """Counts times inverse frequencies; words and pieces each of length 1, so that neither drowns the other."""
    found: list[tuple[str, float]] = []
    for part in parts:
        values = [(name, count * frequencies[name]) for name, count in part.items() if name in frequencies]
        length = math.sqrt(sum(value * value for _name, value in values))
        found.extend((name, value / length) for name, value in values)
    return found
