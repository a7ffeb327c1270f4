"""Rows from a sheet whose fingerprint is known. Nothing is guessed silently: what cannot be read is a Skipped that
names its line, what was worked out carries a flag or says "derived".
"""

from collections.abc import Callable, Iterator

from phien.observations.exports import errors
from phien.observations.exports.fingerprints import Fingerprint
from phien.observations.exports.parsing import content, days, orders, products, sessions
from phien.observations.exports.parsing.ids import unrounded
from phien.observations.exports.parsing.plan import Plan
from phien.observations.exports.seen import Context, Seen, Skipped
from phien.observations.exports.sheets import Sheet

FEW = 20
SHARE = 0.1
"""A file with more than FEW faulty lines that are more than this SHARE of all is refused as a whole."""

_READERS: dict[str, Callable[[Plan], Iterator[Seen]]] = {
    "content": content.rows,
    "days": days.rows,
    "sessions": sessions.rows,
    "products": products.rows,
    "orders": orders.rows,
    "affiliate": orders.affiliate_rows,
    "aside": lambda _plan: iter(()),
}


def parse(sheet: Sheet, fingerprint: Fingerprint, context: Context) -> Iterator[Seen]:
    """What each line says, in order. Raises LostIds before the first row where a spreadsheet rounded the ids,
    HeadingOnly where no line follows the heading, TooManyFaults after the last (or once most lines are faulty).
    """
    plan = Plan(sheet, fingerprint, context)
    unrounded(plan)
    faulty: dict[int, Skipped] = {}
    for seen in _READERS[fingerprint.report](plan):
        if isinstance(seen, Skipped) and not seen.expected:
            faulty.setdefault(seen.line, seen)
            if len(faulty) > 10 * FEW and len(faulty) * 2 > plan.read:
                raise _too_many(plan, faulty)
        yield seen
    if not plan.read and fingerprint.report != "aside":
        raise errors.HeadingOnly(file=sheet.shown)
    if len(faulty) > FEW and len(faulty) > SHARE * plan.read:
        raise _too_many(plan, faulty)


def _too_many(plan: Plan, faulty: dict[int, Skipped]) -> errors.TooManyFaults:
    first = faulty[min(faulty)]
    return errors.TooManyFaults(
        file=plan.sheet.shown, count=len(faulty), all=plan.read, line=first.line, reason=first.reason
    )
