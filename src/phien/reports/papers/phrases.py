"""Sentences that several papers share."""

from django.utils.translation import gettext as _

from phien.reports import words
from phien.reports.board import Board


def small_note() -> str:
    return _(
        "“<10” stands for fewer than ten people, and for what could be worked out from them: such figures are not "
        "printed one by one; they are in the totals."
    )


def simulated_text(board: Board) -> str:
    report = board.report
    if not report.is_simulated:
        return ""
    return _("Simulated: %(hits)s hits and %(purchases)s purchases in these figures were made by a simulator.") % {
        "hits": words.number(report.simulated_hits),
        "purchases": words.number(report.simulated_purchases),
    }


def window_text(board: Board) -> str:
    since, until = board.report.local_window
    return _("%(since)s to %(until)s (%(tz)s)") % {
        "since": words.moment(since),
        "until": words.moment(until),
        "tz": board.report.tz,
    }
