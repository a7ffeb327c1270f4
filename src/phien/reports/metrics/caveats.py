"""What must stand beside figures wherever they are printed, said once and named by the metrics that it concerns."""

from django.utils.translation import gettext_lazy as _

BLOCKED = _("Visitors whose browser blocks scripts and pictures are not counted.")
ONE_ADDRESS = _("Phones that look alike behind one address may count as one visitor.")
VISITOR_DAYS = _(
    "A visitor's id is good for one day: over several days this is a sum of visitor-days, not of people, and a visit "
    "ends at midnight."
)
HERE_ONLY = _("What was watched or opened on other platforms is not in this figure.")
AT_LEAST_TWO_SECONDS = _("Watching for less than 2 seconds is not a view.")
ONE_AFTER_ANOTHER = _("Who left and who came within the same minute both count as being there at once.")
PLACED = _("Placed is not paid: orders that were cancelled or paid back are still in this figure.")
UP_TO_THE_CUT = _("What became of the orders after the report's cut is not in this figure.")
SAME_DAY_LINK = _("A short link that was followed on an earlier day credits nobody.")
ASSISTED_ONLY = _("Assisted orders are credited elsewhere or to nobody, so they are not added to credited ones.")
IN_FILES_ONLY = _(
    "A platform's file says so, and this site has seen nothing of it: it is not added to the orders that were counted."
)
WITH_SHIPPING = _("Shipping is in this figure, but not in the value of the orders.")
