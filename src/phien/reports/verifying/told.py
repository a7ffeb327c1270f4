"""A figure as somebody tells it: a row of the database, or an entry of a file of figures. Neither is believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from phien.reports.compute import CENT
from phien.reports.models import Figure
from phien.reports.verifying.problems import Place


class Shapeless(ValueError):
    """Not what a file of figures holds at that place; the text says where."""


@dataclass(frozen=True, slots=True)
class Told:
    """`is_small` has no numbers: fewer than ten people."""

    place: Place
    definition: str
    unit: str
    source: str
    net: Decimal = Decimal()
    gross: Decimal = Decimal()
    excluded: dict[str, Decimal] = field(default_factory=dict)
    sample: tuple[Decimal, Decimal, int] | None = None
    is_small: bool = False

    @property
    def metric(self) -> str:
        return self.place[0]


def of_row(figure: Figure) -> Told:
    """A row of the database."""
    sample = None
    if figure.low is not None and figure.high is not None:
        sample = (figure.low, figure.high, figure.sample_size or 0)
    return Told(
        place=(figure.metric, figure.dimension, figure.key),
        definition=figure.definition_hash,
        unit=figure.unit,
        source=figure.source,
        net=figure.net,
        gross=figure.gross,
        excluded={reason: Decimal(value) for reason, value in figure.excluded.items()},
        sample=sample,
    )


def of_entry(entry: object) -> Told:
    """An entry of a file of figures, whose numbers were read as Decimal. Raises Shapeless."""
    facts = _mapping(entry, "figures")
    place = (_text(facts, "metric"), _text(facts, "dimension", ""), _text(facts, "key", ""))
    definition, unit, source = (_text(facts, name) for name in ("definition", "unit", "source"))
    if facts.get("small") is True:
        return Told(place, definition, unit, source, is_small=True)
    sample = None
    if facts.get("sample") is not None:
        said = _mapping(facts["sample"], "sample")
        sample = (_number(said, "low"), _number(said, "high"), int(_number(said, "size")))
    left_out = _mapping(facts.get("excluded", {}), "excluded")
    return Told(
        place,
        definition,
        unit,
        source,
        net=_number(facts, "net"),
        gross=_number(facts, "gross"),
        excluded={reason: _number(left_out, reason) for reason in left_out},
        sample=sample,
    )


def _mapping(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Shapeless(name)
    return value


def _text(facts: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = facts.get(name, default)
    if not isinstance(value, str):
        raise Shapeless(name)
    return value


def _number(facts: Mapping[str, Any], name: str) -> Decimal:
    value = facts.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Shapeless(name)
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite() or abs(number) >= Decimal(10) ** 18:
        raise Shapeless(name)
    return number.quantize(CENT)
