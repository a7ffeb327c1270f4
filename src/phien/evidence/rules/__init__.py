"""Rules that see more than one hit: versioned sets of SQL over a day's evidence, and what each run of them found."""

from phien.evidence.rules.rule import Rule, RuleSet, Table
from phien.evidence.rules.sets import CURRENT, SETS, set_of

__all__ = ["CURRENT", "SETS", "Rule", "RuleSet", "Table", "set_of"]
