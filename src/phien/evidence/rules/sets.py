"""All sets of rules, the oldest first. A set that has been run is never changed: what is to be different is a new set.

Set 1 is what is said of a hit when it is taken in (classification.py), and nothing more: it leaves every day as it was
received, so that a later set can be compared with it.
"""

from phien.evidence.errors import UnknownRules
from phien.evidence.rules import crowds, devices, watchers
from phien.evidence.rules.rule import RuleSet

SETS: tuple[RuleSet, ...] = (
    RuleSet("1"),
    RuleSet(
        "2",
        rules=(
            devices.OWN_DEVICE,
            devices.ORDER_VELOCITY,
            watchers.EVEN_BEATS,
            watchers.OVERLONG_WATCH,
            watchers.UNOPENED_WATCH,
            devices.LONE_CLICKS,
            devices.FAST_CLICKS,
            crowds.FLOOD,
            crowds.IMPOSSIBLE_MIX,
        ),
        tables=(crowds.LANDINGS, watchers.LOADINGS),
    ),
)
CURRENT = SETS[-1]


def set_of(version: str) -> RuleSet:
    """Raises UnknownRules."""
    found = next((rules for rules in SETS if rules.version == version), None)
    if found is None:
        raise UnknownRules(version=version, known=", ".join(rules.version for rules in SETS))
    return found
