"""Why a cell or a line was not taken."""

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from phien.observations.exports.seen import Skipped


class Wrong(Exception):
    """A cell that cannot be read: `code` for programs, `reason` for people, with what stands in the cell."""

    def __init__(self, code: str, reason: str | Promise, found: str) -> None:
        self.code, self.reason, self.found = code, reason, found
        super().__init__(code)

    def skipped(self, line: int, column: str = "") -> Skipped:
        return Skipped(line, self.code, _filled(self.reason, found=self.found[:60]), column)


def _fill(reason: str | Promise, facts: Mapping[str, object]) -> str:
    return str(reason) % facts


def _filled(reason: str | Promise, **facts: object) -> str | Promise:
    """The words in whatever language they are asked for in, later."""
    return lazy(_fill, str)(reason, facts)


NOT_WHOLE = _("“%(found)s” is no whole number.")
NOT_AMOUNT = _("“%(found)s” is no amount of money.")
NOT_RATE = _("“%(found)s” is no share: neither a fraction up to 1 nor a number with %%.")
NOT_DURATION = _("“%(found)s” is no length of time.")
ROUNDED = _("“%(found)s” is shortened; the export must give the whole number.")
NOT_DATE = _("“%(found)s” is no date that is known here.")
IMPOSSIBLE_DATE = _("“%(found)s” is a day that does not exist.")
SWAPPED_DATE = _(
    "“%(found)s” is a day that does not exist in the order chosen; say whether the day or the month comes first."
)
SEVERAL_DAYS = _("“%(found)s” covers several days; export each day by itself, so that none counts twice.")
NO_HOST = _("Whose session it was is not said.")
BEFORE_WINDOW = _("It was published before the time that this file covers; its figures are no totals.")
NO_ID = _("“%(found)s” holds no id of the platform.")
TOO_BIG = _("“%(found)s” is more than any count can be.")
TOTAL = _("A row of totals.")
DESCRIPTION = _("A row that explains the headings.")
EMPTY = _("Nothing is said here.")


_CELLS = _("The line does not have %(count)s cells as the heading does.")


def cells(expected: int) -> str | Promise:
    return _filled(_CELLS, count=expected)
