"""A hashtag's curve: views so many hours after it began. What was measured is a full line and a full dot; what lies on
a straight line between two files is dashed and hollow; what is not known is not drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import vl_convert
from django.utils.translation import gettext as _

from phien.reports import words
from phien.reports.charts.drawing import number_locale, use_fonts
from phien.reports.charts.outlines import outline
from phien.reports.charts.specs import INDIGO, INK, SCHEMA, STONE, WIDTHS, config


@dataclass(frozen=True, slots=True)
class Point:
    """`views` is None where nothing is known; `interpolated` is the part of them that no file shows."""

    hours: int
    views: int | None
    interpolated: int

    @property
    def is_measured(self) -> bool:
        """At least half of it stands in a file of that moment."""
        return self.views is not None and self.interpolated * 2 <= self.views


def curve_spec(points: Sequence[Point], *, width: str) -> dict[str, Any]:
    known = [point for point in points if point.views is not None]
    names = [f"+{point.hours} h" for point in points]
    dots = [
        {"x": f"+{p.hours} h", "v": p.views, "how": "measured" if p.is_measured else "interpolated",
         "w": words.short(p.views or 0)}
        for p in known
    ]  # fmt: skip
    lines = [
        {"x": f"+{a.hours} h", "v": a.views, "x2": f"+{b.hours} h", "v2": b.views,
         "how": "measured" if a.is_measured and b.is_measured else "interpolated"}
        for a, b in pairwise(known)
    ]  # fmt: skip
    x = {"field": "x", "type": "ordinal", "scale": {"domain": names, "padding": 0.6}, "axis": {
        "labelAngle": 0, "title": None, "grid": False, "domain": True, "domainColor": STONE}}  # fmt: skip
    y = {"field": "v", "type": "quantitative", "scale": {"zero": True, "nice": True},
         "axis": {"format": ",d", "tickCount": 4, "title": None}}  # fmt: skip
    return {
        "$schema": SCHEMA,
        "width": {"wide": 620, "narrow": 268}[width],
        "height": 220,
        "layer": [
            {
                "data": {"values": lines},
                "mark": {"type": "rule", "strokeWidth": 2.5, "color": INDIGO},
                "encoding": {
                    "x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "v2"},
                    "strokeDash": {"field": "how", "type": "nominal", "legend": None,
                                   "scale": {"domain": ["measured", "interpolated"], "range": [[1, 0], [5, 4]]}},
                },
            },
            {
                "data": {"values": dots},
                "mark": {"type": "point", "size": 90, "strokeWidth": 2.5, "color": INDIGO, "filled": False},
                "encoding": {
                    "x": x, "y": y,
                    "fill": {"field": "how", "type": "nominal", "legend": None,
                             "scale": {"domain": ["measured", "interpolated"], "range": [INDIGO, "#ffffff"]}},
                },
            },
            {
                "data": {"values": dots},
                "mark": {"type": "text", "align": "right", "dx": -6, "dy": -10, "fontSize": 12, "fontWeight": "bold",
                         "color": INK},
                "encoding": {"x": x, "y": y, "text": {"field": "w"}},
            },
        ],
        "config": config(),
    }  # fmt: skip


def curve_svg(points: Sequence[Point], *, width: str) -> str:
    use_fonts()
    spec = curve_spec(points, width=width if width in WIDTHS else "wide")
    return outline(vl_convert.vegalite_to_svg(spec, format_locale=number_locale()))


def curve_words(points: Sequence[Point]) -> str:
    """What the picture shows, for those who do not see it."""
    said = []
    for point in points:
        facts = {"hours": point.hours, "views": words.number(point.views or 0)}
        if point.views is None:
            said.append(_("after %(hours)s h: not known") % facts)
        elif point.is_measured:
            said.append(_("after %(hours)s h: %(views)s") % facts)
        else:
            said.append(_("after %(hours)s h: %(views)s, interpolated") % facts)
    return "; ".join(said)
