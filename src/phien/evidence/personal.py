"""What evidence holds that could lead to a person for a while: secrets and arrivals. Sealed files hold nobody."""

from django.utils.translation import gettext_lazy as _

from phien.evidence.actions.arrivals import KEPT, prune_arrivals
from phien.evidence.actions.salts import destroy_old_salts
from phien.evidence.models import Arrival, PseudonymKey, Salt
from phien.lib import personal
from phien.lib.personal import Basis, Holding, Keep, Where

FIXED = _("Fixed in the program")


def register() -> None:
    arrivals = KEPT.days
    personal.hold(
        Holding(
            id="salts",
            room="evidence",
            name=_("The day's secret"),
            whose=_("Visitors"),
            what=_("32 random bytes, with which a visitor's number of the day could be traced to an address"),
            fields={"evidence.Salt": ("secret",)},
            basis=Basis.SAFETY,
            why=_("To count a visitor once a day without a cookie."),
            keep=Keep(_("Today's and yesterday's; 48 hours at most"), days=2, least=2, most=2, source=FIXED),
            where=(Where.DATABASE,),
            seen_by=_("Nobody"),
            stays=_("It is destroyed within 48 hours."),
            prune=lambda now, keep, most: destroy_old_salts(now=now),
            count=Salt.objects.count,
        ),
        Holding(
            id="arrivals",
            room="evidence",
            name=_("Which short link a visitor came by"),
            whose=_("Visitors"),
            what=_("The visitor's number of the day, and a creator's link"),
            fields={"evidence.Arrival": ("visitor",)},
            basis=Basis.SAFETY,
            why=_("To credit an order to the clip that led to it, without a cookie."),
            keep=Keep(
                _("After the arrival; 24 hours at most"), days=arrivals, least=arrivals, most=arrivals, source=FIXED
            ),
            where=(Where.DATABASE,),
            seen_by=_("Nobody"),
            stays=_("It is forgotten within 24 hours."),
            prune=lambda now, keep, most: prune_arrivals(now=now),
            count=Arrival.objects.count,
        ),
        Holding(
            id="pseudonyms",
            room="evidence",
            name=_("Secrets of pseudonyms"),
            whose=_("Authors, buyers, accounts in exports"),
            what=_("The secret with which an order's number or an author's name becomes a pseudonym"),
            fields={"evidence.PseudonymKey": ("secret",)},
            basis=Basis.SAFETY,
            why=_("So that next month's export names the same order the same way, without its number."),
            keep=Keep(_("Until an organiser destroys it; then nothing leads back any more")),
            where=(Where.DATABASE, Where.BACKUP),
            seen_by=_("Nobody"),
            stays=_("The secret itself is about nobody; the names that it replaced are not kept."),
            count=PseudonymKey.objects.count,
        ),
        Holding(
            id="hits",
            room="evidence",
            name=_("Counts, hour by hour"),
            whose=_("Visitors"),
            what=_("Which page, when, the visitor's number of the day and the kind of browser; no address"),
            fields={},
            basis=Basis.SAFETY,
            why=_("They are the evidence behind the reports."),
            keep=Keep(_("For good. After 48 hours nothing leads from the number back to an address")),
            where=(Where.EVIDENCE, Where.BACKUP),
            seen_by=_("Organisers and auditors"),
            shared_with=_("Whoever recomputes a report"),
            stays=_("Once the day's secret is destroyed nobody can be found in it."),
        ),
    )
    personal.not_personal(
        {
            "evidence.Change": "record_change refuses facts about a person",
            "evidence.Rollup": "sums",
            "evidence.RulesRun": "how many hits which rule left out on a day",
            "evidence.RulesOrder": "which desk asked for rules to be run, by its actor's public short name",
        }
    )
