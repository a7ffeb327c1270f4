"""Recomputes what runs of rules found from the hits they judged, and names what differs. Reads files only."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from django.utils.translation import gettext as _

from phien.evidence import duck, manifest
from phien.evidence.chain import Problem
from phien.evidence.manifest import Line
from phien.evidence.rules.judging import digest_of, evidence_of, judge
from phien.evidence.rules.rule import RuleSet
from phien.evidence.rules.sets import SETS

Progress = Callable[[int, int, str], None]

_RUNS = """
SELECT key, facts FROM changes WHERE noun = 'verdicts' AND verb = 'run'
QUALIFY NOT $deciding OR row_number() OVER (
    PARTITION BY key ORDER BY cast(facts ->> '$.rules' AS INTEGER) DESC, number DESC) = 1
ORDER BY key, number
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A run as its sealed change tells it."""

    day: date
    facts: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.facts["run"])


def check_verdicts(
    cut_seq: int | None = None,
    *,
    root: Path | None = None,
    since: date | None = None,
    until: date | None = None,
    only_deciding: bool = True,
    progress: Progress | None = None,
    sets: Sequence[RuleSet] = SETS,
) -> list[Problem]:
    """Judge again every day that was judged (its first day `since`, its last `until`), each run at its own line of the
    manifest, and compare rows and counts. With `only_deciding` only the runs by which figures are counted. Verdicts of
    a run that no change tells of decide nothing, and are not looked at. Empty means that all hold."""
    where = root or manifest.root()
    lines = [line for line in manifest.read(where) if cut_seq is None or line.seq <= cut_seq]
    try:
        runs = [
            run
            for run in _runs(where, lines, only_deciding=only_deciding)
            if (since is None or run.day >= since) and (until is None or run.day <= until)
        ]
    except (duckdb.Error, ValueError, KeyError, TypeError):
        return [Problem("runs_unreadable", manifest.NAME, _("The runs of rules cannot be read from the evidence."))]
    problems: list[Problem] = []
    for number, run in enumerate(runs):
        if progress:
            progress(number, len(runs), run.name)
        try:
            problems += _check(where, lines, run, {rules.version: rules for rules in sets})
        except (duckdb.Error, ValueError, KeyError, TypeError) as error:
            message = _("Run %(run)s cannot be judged again: %(why)s") % {
                "run": run.name,
                "why": str(error).partition("\n")[0],
            }
            problems.append(Problem("cannot_judge", run.name, message))
    if progress:
        progress(len(runs), len(runs), "")
    return problems


def _runs(root: Path, lines: Sequence[Line], *, only_deciding: bool) -> list[Told]:
    files = [root / line.file for line in lines if line.stream == "changes"]
    with duck.connect(root) as connection:
        connection.execute(f"CREATE VIEW changes AS {duck.segments_sql('changes', files)}")
        rows = connection.execute(_RUNS, {"deciding": only_deciding}).fetchall()
    return [Told(date.fromisoformat(day), json.loads(facts)) for day, facts in rows]


def _check(root: Path, lines: Sequence[Line], run: Told, sets: dict[str, RuleSet]) -> list[Problem]:
    facts = run.facts
    rules = sets.get(str(facts["rules"]))
    names = {"run": run.name, "rules": facts["rules"], "day": run.day}
    if rules is None:
        return [
            Problem("rules_unknown", run.name, _("Run %(run)s used rules %(rules)s, which are not known here.") % names)
        ]
    if (facts["sql"], facts["thresholds"]) != (rules.sql_hash, rules.parameters):
        message = _("Run %(run)s used other rules than those that are now called %(rules)s.") % names
        return [Problem("rules_differ", run.name, message)]
    seen = [line for line in lines if line.seq <= int(facts["until"])]
    with evidence_of(root, seen, run.day, str(facts["tz"])) as connection:
        judged = judge(connection, rules)
        verdicts = [root / line.file for line in lines if line.stream == "verdicts"]
        connection.execute(
            f"CREATE TEMP TABLE told AS SELECT hit, reason FROM ({duck.segments_sql('verdicts', verdicts)})"  # noqa: S608
            " WHERE run = $run",
            {"run": facts["verdicts"]},
        )
        problems = _differences(connection, run)
        if not problems and digest_of(connection, "told") != judged.digest:
            message = _("Run %(run)s names a verdict twice.") % names
            problems.append(Problem("verdict_doubled", run.name, message))
    if (facts["hits"], facts["counts"], facts["digest"]) != (judged.hits, judged.counts, judged.digest):
        message = _("Run %(run)s says wrongly how many hits it judged, or how many it left out.") % names
        problems.append(Problem("counts_differ", run.name, message))
    return problems


def _differences(connection: duckdb.DuckDBPyConnection, run: Told) -> list[Problem]:
    """One problem for each kind of difference, with the first hit that shows it."""
    problems = []
    for code, message, query in (
        (
            "verdict_missing",
            _("In run %(run)s %(n)s verdicts are missing that the rules give, first that on hit %(hit)s."),
            "SELECT count(*), min(hit) FROM verdict ANTI JOIN told USING (hit)",
        ),
        (
            "verdict_invented",
            _("In run %(run)s %(n)s verdicts stand that the rules do not give, first that on hit %(hit)s."),
            "SELECT count(*), min(hit) FROM told ANTI JOIN verdict USING (hit)",
        ),
        (
            "verdict_differs",
            _("In run %(run)s %(n)s verdicts have another reason than the rules give, first that on hit %(hit)s."),
            "SELECT count(*), min(hit) FROM told JOIN verdict USING (hit) WHERE told.reason <> verdict.reason",
        ),
    ):
        count, hit = connection.execute(query).fetchone() or (0, "")
        if count:
            problems.append(Problem(code, run.name, message % {"run": run.name, "n": count, "hit": hit}))
    return problems
