"""Every reason in words: those given when a hit is taken in, and those of the rules that look at a whole day."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from phien.evidence.classification import EVENTS_A_MINUTE, HEARTBEATS_A_MINUTE, RULE_VERSION
from phien.evidence.rules import CURRENT, SETS
from phien.reports import words


@dataclass(frozen=True, slots=True)
class Explained:
    """`version` names the rules that give this reason."""

    reason: str
    name: str
    sentence: str
    version: str
    is_behaviour: bool


def explained() -> list[Explained]:
    """In the active language: first what is asked when a hit comes, in its order, then the newest set."""
    return [*_at_receipt(), *_of_behaviour()]


def _at_receipt() -> list[Explained]:
    sentences = {
        "empty_agent": _("The browser gave no name."),
        "bot": _("The browser's name is in the list of known robots."),
        "own_staff": _("Somebody was signed in, or the page had been served to somebody who was."),
        "datacentre": _("The address lies in a network of the operator's list of data centres."),
        "too_fast": _(
            "The event %(events)s and later of one visitor id in one minute, or the heartbeat %(beats)s and later of "
            "one page."
        )
        % {"events": EVENTS_A_MINUTE + 1, "beats": HEARTBEATS_A_MINUTE + 1},
    }
    return [
        Explained(reason, words.reason(reason), sentence, RULE_VERSION, is_behaviour=False)
        for reason, sentence in sentences.items()
    ]


def _of_behaviour() -> list[Explained]:
    newest = {rule.id: (rule, rules.version) for rules in SETS for rule in rules.rules}
    order = [*(rule.id for rule in CURRENT.rules), *(name for name in newest if CURRENT.rule(name) is None)]
    return [
        Explained(name, str(newest[name][0].name), newest[name][0].explanation, newest[name][1], is_behaviour=True)
        for name in order
    ]
