"""Two sets of rules over the same days: what the later one leaves out otherwise than the earlier one."""

from dataclasses import dataclass

from phien.evidence.rules import SETS
from phien.reports import words
from phien.reports.traffic.counting import Counted, Reasons

AS_RECEIVED = "1"
"""The set without any rule: it finds nothing on any day, whether it was run or not."""


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Compared:
    """`days` are those over which both sets were run; only these are compared."""

    before: str
    after: str
    days: int
    lines: list[Line]

    @property
    def total(self) -> Line:
        return Line("", sum(line.before for line in self.lines), sum(line.after for line in self.lines))


def compared(counted: Counted, before: str = "", after: str = "") -> Compared:
    """The two newest sets, or those of these versions."""
    versions = [rules.version for rules in SETS]
    if after not in versions:
        after = versions[-1]
    if before not in versions:
        before = versions[max(0, versions.index(after) - 1)]
    days = _days(counted, before, after)
    sums: list[Reasons] = []
    for version in (before, after):
        found: Reasons = {}
        for day in days:
            for reason, hits in counted.sets.get(version, {}).get(day, {}).items():
                found[reason] = found.get(reason, 0) + hits
        sums.append(found)
    lines = [
        Line(words.reason(reason), sums[0].get(reason, 0), sums[1].get(reason, 0))
        for reason in sorted(set(sums[0]) | set(sums[1]))
    ]
    return Compared(before, after, len(days), sorted(lines, key=lambda line: (-abs(line.change), line.name)))


def _days(counted: Counted, before: str, after: str) -> set[str]:
    every = {day for days in counted.sets.values() for day in days}
    run = {
        version: every if version == AS_RECEIVED else set(counted.sets.get(version, {})) for version in (before, after)
    }
    return run[before] & run[after]
