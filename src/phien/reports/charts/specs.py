"""Vega-Lite specs in the house's colours. Times are local, drawn as if UTC, so that no zone shifts them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

INDIGO, CLAY, TURMERIC, LEAF = "#2c3273", "#b2542b", "#e2a12b", "#356a47"
INK, STONE, LINE = "#1d1b18", "#665e54", "#e8dfcf"
FONT = "Be Vietnam Pro, Noto Sans CJK SC"

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTHS = {"wide": 720, "narrow": 344}


@dataclass(frozen=True, slots=True)
class Series:
    """Values over time: (start, end) as local ISO strings without zone, and the value."""

    points: Sequence[tuple[str, str, float]]
    colour: str
    shape: str = "bar"


@dataclass(frozen=True, slots=True)
class Bars:
    """Named values, largest first: (name, value, value as the reader's language writes it)."""

    rows: Sequence[tuple[str, float, str]]
    colour: str


def config() -> dict[str, Any]:
    axis = {
        "labelFont": FONT,
        "labelFontSize": 12,
        "labelColor": STONE,
        "labelPadding": 6,
        "domain": False,
        "ticks": False,
        "gridColor": LINE,
        "titleFontSize": 0,
    }
    return {"background": None, "view": {"stroke": None}, "axis": axis, "font": FONT, "padding": 4}


def time_spec(series: Series, *, width: str, whole_days: bool) -> dict[str, Any]:
    """Bars or an area over time."""
    most = max((value for _start, _end, value in series.points), default=0)
    values = [{"s": f"{start}Z", "e": f"{end}Z", "v": value} for start, end, value in series.points]
    small = width == "narrow"
    x_axis: dict[str, Any] = {
        "format": "%-d/%-m" if whole_days else "%H:%M",
        "grid": False,
        "tickCount": 5 if small else 9,
        "labelFlush": False,
        "title": None,
        "domain": True,
        "domainColor": STONE,
    }
    y = {
        "field": "v",
        "type": "quantitative",
        "axis": {"format": ",d", "tickCount": max(1, min(4, int(most))), "tickMinStep": 1, "title": None},
        "scale": {"nice": True, "zero": True},
    }
    x = {"field": "s", "type": "temporal", "scale": {"type": "utc"}, "axis": x_axis}
    if series.shape == "bar":
        mark: dict[str, Any] = {"type": "rect", "color": series.colour, "x2Offset": -1, "cornerRadius": 1}
        encoding: dict[str, Any] = {"x": x, "x2": {"field": "e"}, "y": y, "y2": {"datum": 0}}
    else:
        mark = {
            "type": "area",
            "interpolate": "monotone",
            "line": {"color": series.colour, "strokeWidth": 2},
            "color": series.colour,
            "fillOpacity": 0.22,
        }
        encoding = {"x": x, "y": y}
    return {
        "$schema": SCHEMA,
        "width": {"wide": 640, "narrow": 284}[width],
        "height": 200 if small else 220,
        "data": {"values": values},
        "mark": mark,
        "encoding": encoding,
        "config": config(),
    }


def bars_spec(bars: Bars, *, width: str) -> dict[str, Any]:
    """Names above their bars, so that long names fit a phone; values at the right."""
    room = WIDTHS[width] - 16
    most = max((value for _name, value, _text in bars.rows), default=0) or 1
    values = [
        {"t": 40 * n + 12, "b": 40 * n + 28, "v": round((room - 4) * max(value, 0) / most, 1), "n": name, "w": words}
        for n, (name, value, words) in enumerate(bars.rows)
    ]

    def at(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "scale": None, "axis": None}

    text = {"type": "text", "baseline": "middle", "fontSize": 13, "color": INK}
    rule = {"type": "rule", "strokeWidth": 9, "strokeCap": "round"}
    left, right = {"value": 4}, {"value": room - 4}
    return {
        "$schema": SCHEMA,
        "width": room,
        "height": 40 * len(bars.rows),
        "data": {"values": values},
        "layer": [
            {"mark": {**rule, "color": LINE}, "encoding": {"y": at("b"), "x": left, "x2": right}},
            {
                "transform": [{"filter": "datum.v > 4"}],
                "mark": {**rule, "color": bars.colour},
                "encoding": {"y": at("b"), "x": left, "x2": at("v")},
            },
            {
                "mark": {**text, "align": "left", "limit": room - 84},
                "encoding": {"y": at("t"), "x": {"value": 0}, "text": {"field": "n"}},
            },
            {
                "mark": {**text, "align": "right", "fontWeight": "bold"},
                "encoding": {"y": at("t"), "x": {"value": room}, "text": {"field": "w"}},
            },
        ],
        "config": config(),
    }
