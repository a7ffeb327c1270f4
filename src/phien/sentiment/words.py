"""What came out, in the reader's words and as a picture: bars with the ends of their intervals."""

from dataclasses import dataclass

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from phien.lib.locales import babel_locale
from phien.sentiment.confusion import LABELS
from phien.sentiment.intervals import Interval
from phien.sentiment.models import ModelRun, Verdict
from phien.sentiment.queries.samples import Outcome

REASONS: dict[str, str | Promise] = {
    "no_text": gettext_lazy("without text"),
    "no_time": gettext_lazy("with a time that cannot be read"),
    "wrong_cells": gettext_lazy("with fewer cells than the heading"),
    "hidden": gettext_lazy("hidden by a moderator"),
    "own_staff": gettext_lazy("written by our own people"),
}
NET = "net"


@dataclass(frozen=True, slots=True)
class Bar:
    """One share: all lengths in percent of the picture's width."""

    id: str
    name: str
    end: Interval
    text: str

    @property
    def length(self) -> str:
        return f"{100 * self.end.share:.2f}%"

    @property
    def low(self) -> str:
        return f"{100 * self.end.low:.2f}%"

    @property
    def high(self) -> str:
        return f"{100 * self.end.high:.2f}%"


@dataclass(frozen=True, slots=True)
class Estimated:
    """One label's share by a model: as it said, and corrected where that was possible."""

    name: str
    raw: str
    corrected: str


def number(value: float) -> str:
    return str(format_decimal(value, format="#,##0.#", locale=babel_locale(get_language())))


def by_hand(end: Interval) -> str:
    """98.2 to 99.5% (n = 1,000, by hand): never a bare share."""
    return _("%(low)s to %(high)s%% (n = %(n)s, by hand)") % _facts(end)


def _facts(end: Interval) -> dict[str, str]:
    return {"low": number(100 * end.low), "high": number(100 * end.high), "n": number(end.size)}


def bars_of(outcome: Outcome) -> list[Bar]:
    """Positive, neutral, negative, and positive net of neutral."""
    bars = [Bar(label, str(Verdict(label).label), end, by_hand(end)) for label, end in outcome.shares]
    net = outcome.net_of_neutral
    return [*bars, Bar(NET, _("Positive, net of neutral"), net, by_hand(net))] if net else bars


def estimates_of(run: ModelRun) -> list[Estimated]:
    total = sum(run.said.values()) or 1
    found = []
    for label in LABELS:
        ends = run.corrected.get(label)
        text = ""
        if ends:
            facts = {"low": number(100 * ends[1]), "high": number(100 * ends[2])}
            text = _("estimated: %(low)s to %(high)s%%") % facts
        found.append(Estimated(str(Verdict(label).label), f"{number(100 * run.said[label] / total)}%", text))
    return found


def skipped(reasons: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(REASONS.get(reason, reason)), count) for reason, count in sorted(reasons.items())]
