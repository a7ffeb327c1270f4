"""`phien rules`: run the rules for invalid traffic over the past, list them, or check what their runs say. Exit code 1
when a check finds a difference."""

import argparse

from phien.cli.progress import Progress
from phien.cli.report import day_of
from phien.cli.site import CannotGoOn, open_site
from phien.cli.words import _


def run(arguments: argparse.Namespace) -> int:
    open_site(arguments.home)
    return {"run": run_again, "list": tell, "check": check}[arguments.step](arguments)


def run_again(arguments: argparse.Namespace) -> int:
    from phien.evidence import actions as evidence
    from phien.evidence.queries import days_with_hits
    from phien.evidence.rules import CURRENT, set_of
    from phien.lib.errors import Refused

    since, until = day_of(arguments.since), day_of(arguments.until)
    progress = Progress(_("rules"))
    try:
        rules = set_of(arguments.rules or CURRENT.version)
        days = days_with_hits(since=since, until=until)
        changed = 0
        for number, day in enumerate(days):
            progress(number, len(days), str(day))
            ran = evidence.run_rules(day=day, rules=rules)
            changed += ran.is_new
            if ran.is_new:
                said = ", ".join(f"{reason} {count}" for reason, count in ran.run.counts.items()) or "–"
                print(f"{day}  {rules.version}  {ran.run.found}/{ran.run.hits}  {said}")
        evidence.roll_up()
    except Refused as refusal:
        raise CannotGoOn(str(refusal)) from refusal
    progress.end(
        _("%(days)d days judged, %(changed)d found otherwise than before") % {"days": len(days), "changed": changed}
    )
    return 0


def tell(_arguments: argparse.Namespace) -> int:
    from django.utils.translation import override

    from phien.cli.words import language
    from phien.evidence.rules import SETS

    with override(language()):
        for rules in SETS:
            print(rules.version, rules.sql_hash)
            for rule in rules.rules:
                print(f"  {rule.id}: {rule.name}\n    {rule.explanation}")
    return 0


def check(_arguments: argparse.Namespace) -> int:
    from phien.evidence.rules.checking import check_verdicts

    progress = Progress(_("rules"))
    problems = check_verdicts(only_deciding=False, progress=progress)
    progress.end()
    for problem in problems:
        print("✗", problem)
    return 1 if problems else 0
