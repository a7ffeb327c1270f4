"""What a figure means: words for people, SQL for machines, and a hash that changes when the meaning does."""

import hashlib
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.utils.functional import Promise


class Unit(StrEnum):
    COUNT = "count"
    DONG = "dong"
    SECONDS = "seconds"
    VIEWERS = "viewers"
    PERCENT = "percent"


class Source(StrEnum):
    """Who counted. Figures of different sources are never added together."""

    COUNTED = "counted"
    CLAIMED = "claimed"
    SAMPLED = "sampled"


@dataclass(frozen=True, slots=True)
class Layer:
    """A named table that several definitions stand on. Its text is part of the hash of each of them.

    A layer that is `by_day` never relates rows of two local days, so that it may be laid out one day after another in
    bounded memory, with the same result. A `passing` one is read by other layers of its day, and only by those; it is
    not kept.
    """

    name: str
    sql: str
    by_day: bool = False
    passing: bool = False


@dataclass(frozen=True)
class Metric:
    """One definition.

    `sql` gives rows (key, reason, value), where `{key}` stands for the dimension's expression: the row whose reason
    is '' is what counts, the others were left out for that reason, and gross is the sum of all. A sampled figure gives
    (key, reason, value, low, high, n): the ends of its 95 % interval in its own unit, and how many were looked at. It
    may name the parameters $campaign, $since, $until and $tz. `dimensions` maps each allowed dimension to its
    expression.
    """

    id: str
    name: str | Promise
    sentence: str | Promise
    unit: Unit
    sql: str
    layers: tuple[Layer, ...] = ()
    dimensions: dict[str, str] = field(default_factory=dict)
    source: Source = Source.COUNTED
    from_visitors: bool = True
    """Whether a small cell of a breakdown would tell of a few people; such cells are not printed."""
    caveats: tuple[str | Promise, ...] = ()
    """What must stand beside the figure wherever it is printed, one sentence each."""
    is_estimated: bool = False
    """Whether a model's answer, corrected by a sample, stands here; it is not printed as read by hand."""
    inside: str = ""
    """The metric that this one is a part of, so that nobody adds the two."""

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        return parameters_of("\n".join([*(layer.sql for layer in self.layers), self.sql, *self.dimensions.values()]))

    @cached_property
    def text(self) -> str:
        """All SQL that the hash covers, layer by layer, as the annex of a report prints it."""
        parts = [f"-- {layer.name}\n{layer.sql.strip()}" for layer in self.layers]
        parts.append(f"-- {self.id}\n{self.sql.strip()}")
        parts.extend(f"-- {name}: {expression}" for name, expression in sorted(self.dimensions.items()))
        return "\n\n".join(parts)

    @cached_property
    def definition_hash(self) -> str:
        """SHA-256 of the SQL and of the parameters' names."""
        return hash_of(self.text)

    def query(self, dimension: str) -> str:
        """The SQL for one dimension; '' is the total."""
        return self.sql.replace("{key}", self.dimensions[dimension] if dimension else "''")


def hash_of(text: str) -> str:
    """The hash of the definition whose whole SQL is this text."""
    return hashlib.sha256(f"{text}\n{','.join(parameters_of(text))}".encode()).hexdigest()


def parameters_of(sql: str) -> tuple[str, ...]:
    return tuple(sorted(set(re.findall(r"\$([a-z]+)", sql))))
