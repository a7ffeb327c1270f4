"""The evidence in a bundle: its chain, its end, and the exports that evidence speaks of."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from django.utils.translation import gettext as _

from phien.evidence import manifest
from phien.evidence import queries as evidence
from phien.evidence.errors import ManifestBroken
from phien.evidence.manifest import Line
from phien.evidence.rules.checking import check_verdicts
from phien.reports.bundle.layout import EVIDENCE
from phien.reports.verifying.problems import Problem
from phien.reports.verifying.told import Shapeless

MOST_MANIFEST = 50_000_000
LISTED = ("seq", "stream", "hour", "file", "rows", "sha256")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of evidence up to a cut: the manifest's line of that number, and its hash. The streams in `leave_out` are
    in the manifest only."""

    root: Path
    cut: tuple[int, str]
    leave_out: frozenset[str]

    def lines(self) -> list[Line]:
        """Raises ManifestBroken."""
        return evidence.segments(root=self.root)

    def connect(self, *, tz: str = "", without: frozenset[str] = frozenset()) -> duckdb.DuckDBPyConnection:
        """Raises duckdb.Error and ManifestBroken. It reads nothing outside the copy."""
        return evidence.connect(self.cut[0], root=self.root, tz=tz, leave_out=self.leave_out | without)


def copy_problems(copy: Copy, told: dict[str, Any], folder: Path) -> tuple[list[Problem], list[str]]:
    """What is wrong with the copy, where the report lists other segments than its manifest, and where hits were left
    out otherwise than the rules say; and what this version cannot tell. Raises Shapeless."""
    path = copy.root / manifest.NAME
    if not path.is_file() or path.stat().st_size > MOST_MANIFEST:
        message = _("There is no manifest in it, or one too large to be read.")
        return [Problem("evidence_no_manifest", f"{EVIDENCE}/{manifest.NAME}", message)], []
    problems = [
        Problem(f"evidence_{found.code}", found.file, str(found))
        for found in evidence.check_chain(root=copy.root, leave_out=copy.leave_out)
    ]
    try:
        lines = copy.lines()
    except ManifestBroken:  # named by the chain already
        return problems, []
    seq, known = copy.cut
    problems += [
        Problem(f"evidence_{found.code}", found.file, str(found))
        for found in evidence.check_head(seq, known, root=copy.root)
    ]
    for line in lines:
        if line.seq > seq:
            message = _("%(file)s was sealed after the report's cut and does not belong to it.") % {"file": line.file}
            problems.append(Problem("evidence_beyond_cut", line.file, message))
    problems += _listed(told, lines)
    notes: list[str] = []
    if not problems and "verdicts" not in copy.leave_out:
        for found in check_verdicts(seq, root=copy.root):
            if found.code == "rules_unknown":  # a later version's; its verdicts are sealed and count all the same
                notes.append(str(found))
            else:
                problems.append(Problem(f"evidence_{found.code}", found.file, found.message))
    return [*problems, *_exports(copy, folder)], notes


def _listed(told: dict[str, Any], lines: list[Line]) -> list[Problem]:
    """The report's own list of segments against the manifest."""
    listed = told.get("segments")
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise Shapeless("segments")
    known = {line.seq: {name: getattr(line, name) for name in LISTED} for line in lines}
    problems = []
    for entry in listed:
        seq = entry.get("seq")
        if type(seq) is not int or known.pop(seq, None) != {name: entry.get(name) for name in LISTED}:
            file = str(entry.get("file"))[:200]
            message = _("The report lists %(file)s otherwise than the manifest.") % {"file": file}
            problems.append(Problem("segment_differs", file, message))
    for facts in known.values():
        message = _("The report does not list %(file)s, which the manifest holds.") % {"file": facts["file"]}
        problems.append(Problem("segment_not_listed", str(facts["file"]), message))
    return problems


_TAKEN_IN = """
select key, coalesce(facts ->> '$.blanked_sha256', '') from changes where noun = 'export' and verb = 'taken_in'
"""


def _exports(copy: Copy, folder: Path) -> list[Problem]:
    """Kept copies of exports: each must be the one whose hash was sealed when it was taken in."""
    there = sorted(path for path in (folder / "exports").glob("*") if path.is_file())
    if not there:
        return []
    try:
        with copy.connect() as connection:
            sealed: dict[str, set[str]] = {}
            for key, blanked in connection.execute(_TAKEN_IN).fetchall():
                sealed.setdefault(key, set()).add(blanked or key)
    except duckdb.Error:  # the changes cannot be read, and are named for it
        return []
    problems = []
    for path in there:
        name, given = f"exports/{path.name}", path.name.partition(".")[0]
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if given not in sealed:
            message = _("%(file)s was never taken in, as the sealed changes say.") % {"file": name}
            problems.append(Problem("export_unknown", name, message))
        elif found not in sealed[given]:
            message = _("%(file)s is not the copy whose hash was sealed when the export was taken in.")
            problems.append(Problem("export_differs", name, message % {"file": name}))
    return problems
