"""Which charts a report has, and their files: per language, wide for desktops and papers, narrow for phones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import vl_convert
from babel.numbers import get_decimal_symbol, get_group_symbol
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from phien.lib import fonts
from phien.lib.locales import babel_locale
from phien.reports import words
from phien.reports.board import Board
from phien.reports.cells import Cell
from phien.reports.charts import specs
from phien.reports.charts.outlines import outline

MOST_BARS = 12
_STEPS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Chart:
    id: str
    title: str | Promise
    find: Callable[[Board], specs.Series | specs.Bars | None]
    ranked: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart of a board, drawn: `alt` says in words what it shows."""

    id: str
    title: str
    alt: str
    text_svg: dict[str, str]

    def outlined(self, width: str) -> str:
        return outline(self.text_svg[width])


def _at(key: str, dimension: str) -> datetime:
    return datetime.fromisoformat(f"{key}:00" if dimension == "hour" else key)  # local by design


def _filled(cells: list[Cell], dimension: str) -> Iterator[tuple[str, str, float]]:
    """Every step from the first to the last with something in it; what is missing or small is drawn as none."""
    step = _STEPS[dimension]
    values = {_at(cell.key, dimension): 0.0 if cell.is_small else float(cell.net) for cell in cells}
    busy = [at for at, value in values.items() if value]
    if not busy:
        return
    at = min(busy)
    while at <= max(busy):
        yield at.isoformat(timespec="seconds"), (at + step).isoformat(timespec="seconds"), values.get(at, 0.0)
        at += step


def _of_the_busiest_day(cells: list[Cell]) -> list[Cell]:
    """Minutes are drawn for one day only: the one that holds the most."""
    busiest = max(cells, key=lambda cell: cell.net, default=None)
    return [cell for cell in cells if busiest is not None and cell.key[:10] == busiest.key[:10]]


def _over_time(metric: str, colour: str, *dimensions: str) -> Callable[[Board], specs.Series | None]:
    def find(board: Board) -> specs.Series | None:
        for dimension in dimensions:
            cells = board.cells(metric, dimension)
            if dimension == "minute":
                cells = _of_the_busiest_day(cells)
            points = list(_filled(cells, dimension))
            if points:
                return specs.Series(points, colour, "bar" if len(points) <= 72 and dimension != "minute" else "area")
        return None

    return find


def _ranked(metric: str, dimension: str, colour: str) -> Callable[[Board], specs.Bars | None]:
    def find(board: Board) -> specs.Bars | None:
        cells = [cell for cell in board.cells(metric, dimension) if cell.key and not cell.is_small and cell.net > 0]
        cells.sort(key=lambda cell: (-cell.net, cell.key))
        rows = [(cell.name, float(cell.net), cell.text) for cell in cells[:MOST_BARS]]
        return specs.Bars(rows, colour) if rows else None

    return find


CHARTS = (
    Chart("visits", _("Visits over time"), _over_time("visits", specs.INDIGO, "hour", "day")),
    Chart("viewers", _("Viewers at once"), _over_time("peak_viewers", specs.CLAY, "minute", "hour", "day")),
    Chart("orders", _("Orders over time"), _over_time("orders_placed", specs.TURMERIC, "hour", "day")),
    Chart("products", _("Pieces sold, by product"), _ranked("pieces", "product", specs.LEAF), ranked=True),
    Chart("creators", _("Visits that creators brought"), _ranked("visits", "creator", specs.INDIGO), ranked=True),
)


@cache
def use_fonts() -> None:
    vl_convert.register_font_directory(str(fonts.FOLDER))


def number_locale() -> dict[str, Any]:
    locale = babel_locale(get_language())
    return {
        "decimal": get_decimal_symbol(locale),
        "thousands": get_group_symbol(locale),
        "grouping": [3],
        "currency": ["", " ₫"],
    }


def _spec(found: specs.Series | specs.Bars, width: str) -> dict[str, Any]:
    if isinstance(found, specs.Bars):
        return specs.bars_spec(found, width=width)
    first, last = found.points[0][0], found.points[-1][1]
    days = datetime.fromisoformat(last) - datetime.fromisoformat(first)
    return specs.time_spec(found, width=width, whole_days=days > timedelta(hours=50))


def _alt(chart: Chart, found: specs.Series | specs.Bars) -> str:
    if isinstance(found, specs.Bars):
        return f"{chart.title}: " + "; ".join(f"{name} {text}" for name, _value, text in found.rows)
    start, _end, most = max(found.points, key=lambda point: point[2])
    when = words.time_label(start[:16], "minute")
    return words.most_at(str(chart.title), words.number(Decimal(most)), when)


def drawings_of(board: Board) -> list[Drawing]:
    """In the active language. A chart without figures is left out."""
    use_fonts()
    drawn = []
    for chart in CHARTS:
        found = chart.find(board)
        if found is None:
            continue
        svg = {
            width: vl_convert.vegalite_to_svg(_spec(found, width), format_locale=number_locale())
            for width in specs.WIDTHS
        }
        drawn.append(Drawing(chart.id, str(chart.title), _alt(chart, found), svg))
    return drawn
