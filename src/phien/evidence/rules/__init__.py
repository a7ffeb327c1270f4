"""Rules that see more than one hit: versioned sets of SQL over a day's evidence, and what each run of them found."""

from phien.evidence.rules.sets import CURRENT, SETS, Rule, RuleSet, Table

__all__ = ["CURRENT", "SETS", "Rule", "RuleSet", "Table"]
