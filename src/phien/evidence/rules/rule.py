"""What a rule is: words for people, SQL for machines, thresholds by name, and a hash over all that decides."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise

Number = int | float


@dataclass(frozen=True, slots=True)
class Table:
    """A small table that several rules look into, laid out once before them."""

    name: str
    sql: str


@dataclass(frozen=True)
class Rule:
    """`id` is the reason that its hits get. `sql` gives their ids. It may read the views `day` (the hits of one local
    day that count so far), `near` (all hits of that day and of the 12 hours before it) and `changes`, the set's tables,
    and the thresholds as $names. `sentence` holds the thresholds as %(names)s."""

    id: str
    name: str | Promise
    sentence: str | Promise
    sql: str
    thresholds: Mapping[str, Number] = field(default_factory=dict)

    @property
    def explanation(self) -> str:
        """The sentence with the thresholds in it, in the active language."""
        return str(self.sentence) % {
            name: _share(value) if isinstance(value, float) else value for name, value in self.thresholds.items()
        }


def _share(value: float) -> str:
    return f"{value * 100:g}"


@dataclass(frozen=True)
class RuleSet:
    """Rules in the order in which they are asked: a hit gets the reason of the first that holds."""

    version: str
    rules: tuple[Rule, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def parameters(self) -> dict[str, Number]:
        return {name: value for rule in self.rules for name, value in rule.thresholds.items()}

    @cached_property
    def text(self) -> str:
        """All SQL that decides, as it is hashed and published."""
        parts = [f"-- {table.name}\n{table.sql.strip()}" for table in self.tables]
        parts += [f"-- {rule.id}\n{rule.sql.strip()}" for rule in self.rules]
        return "\n\n".join(parts)

    @cached_property
    def sql_hash(self) -> str:
        """SHA-256 of that SQL."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def named_in(self, sql: str) -> dict[str, Number]:
        names = set(re.findall(r"\$([a-z_]+)", sql))
        return {name: value for name, value in self.parameters.items() if name in names}

    def rule(self, reason: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.id == reason), None)
