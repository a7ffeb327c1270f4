"""What verifying finds, and how it names the figure it speaks of."""

from dataclasses import dataclass

from phien.reports import words
from phien.reports.metrics import REGISTRY

Place = tuple[str, str, str]
"""Metric, dimension, key."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` for programs, `what` names the segment, figure or file, `message` is for people."""

    code: str
    what: str
    message: str

    def __str__(self) -> str:
        return self.message


def figure_name(metric: str, dimension: str = "", key: str = "") -> str:
    name = str(REGISTRY[metric].name) if metric in REGISTRY else metric
    if not dimension:
        return name
    return f"{name}, {words.DIMENSIONS.get(dimension, dimension)} {key or '–'}"


def of_figure(code: str, place: Place, message: str, **facts: str) -> Problem:
    """`message` names the figure as %(figure)s."""
    return Problem(code, "/".join(place), message % {"figure": figure_name(*place), **facts})
