"""What a report is to hold: figures in their order, and breakdowns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from phien.reports.metrics import REGISTRY, Metric

ALWAYS = ("", "minute", "hour", "day")
"""The total and what runs over time belong to a figure wherever it is shown."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """`metrics` in the order in which they stand, `tables` by their ids; None is all of them."""

    metrics: tuple[str, ...] | None = None
    tables: tuple[str, ...] | None = None

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Chosen":
        """From a row's JSON; {} is everything."""
        return cls(*(None if facts.get(name) is None else tuple(facts[name]) for name in ("metrics", "tables")))

    @property
    def facts(self) -> dict[str, list[str]]:
        parts = {"metrics": self.metrics, "tables": self.tables}
        return {name: list(value) for name, value in parts.items() if value is not None}

    @property
    def order(self) -> list[Metric]:
        """The definitions in their order. A name that is in the registry no more is passed over."""
        names: Iterable[str] = REGISTRY if self.metrics is None else self.metrics
        return [REGISTRY[name] for name in names if name in REGISTRY]

    def has_metric(self, metric: str) -> bool:
        return self.metrics is None or metric in self.metrics

    def has_table(self, table: str) -> bool:
        return self.tables is None or table in self.tables
