"""`phien verify`: recompute every figure of every report from the evidence. Exit code 1 when one does not hold."""

import argparse

from phien.cli.progress import Progress
from phien.cli.site import CannotGoOn, open_site
from phien.cli.words import _


def run(arguments: argparse.Namespace) -> int:
    open_site(arguments.home)
    from phien.lib.errors import Refused
    from phien.reports import queries
    from phien.reports.models import Report

    progress = Progress(_("verify"))
    try:
        outcomes = queries.verify(number=arguments.report, progress=progress)
    except Report.DoesNotExist as error:
        raise CannotGoOn(_("There is no report %(number)d.") % {"number": arguments.report}) from error
    except Refused as refusal:
        raise CannotGoOn(str(refusal)) from refusal
    progress.end()
    for outcome in outcomes:
        name = _("evidence") if outcome.report is None else f"#{outcome.report.number} {outcome.report.campaign}"
        print("✗" if outcome.problems else "✓", name)
        for problem in outcome.problems:
            print("   ", problem.message)
    if any(outcome.problems for outcome in outcomes):
        print(_("It does not hold."))
        return 1
    print(_("It holds: every figure was recomputed from the evidence."))
    return 0
