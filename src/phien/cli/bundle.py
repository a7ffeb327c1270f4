"""`phien bundle`: write a report with all it was counted from into one signed file."""

import argparse

from phien.cli.site import CannotGoOn, open_site
from phien.cli.words import _


def run(arguments: argparse.Namespace) -> int:
    open_site(arguments.home)
    from phien.reports.bundle import actions
    from phien.reports.models import Report

    report = Report.objects.made().select_related("campaign").filter(number=arguments.number).first()
    if report is None:
        raise CannotGoOn(_("There is no report %(number)d.") % {"number": arguments.number})
    if arguments.file.exists():
        raise CannotGoOn(_("%(file)s is there already; name another file.") % {"file": arguments.file})
    partial = arguments.file.with_name(arguments.file.name + ".partial")
    try:
        key = actions.write_to(partial, report)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise CannotGoOn(_("The bundle cannot be written: %(why)s") % {"why": error}) from error
    partial.replace(arguments.file)
    print(_("Written: %(file)s") % {"file": arguments.file})
    print(_("Signed by the key %(key)s") % {"key": key})
    return 0
