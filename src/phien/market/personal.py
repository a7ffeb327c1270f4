"""What the market holds about buyers and about those who are paid."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from phien.lib import codes, personal
from phien.lib.personal import Basis, Erased, Found, Holding, Keep, Kept, Person, Where
from phien.market.actions import forgetting
from phien.market.actions.claims import forget_phones
from phien.market.models import Basket, Order, Payee, Purchase, Waiting

BUYER = ("buyer_name", "phone", "street", "note", "commune")


def _numbers_of(person: Person) -> set[str]:
    """The phone number said, and that of the purchase with the code said."""
    numbers = {person.phone} if person.phone else set()
    if person.order:
        found = Purchase.objects.filter(code=codes.normalise(person.order), **person.within("campaign_id"))
        numbers |= set(found.exclude(phone="").values_list("phone", flat=True))
    return numbers


def _purchases_of(person: Person) -> QuerySet[Purchase]:
    said = Q(phone__in=_numbers_of(person))
    if person.order:
        said |= Q(code=codes.normalise(person.order))
    found = Purchase.objects.filter(said, **person.within("campaign_id"))
    return found.exclude(phone="", buyer_name="").select_related("campaign", "province", "commune").order_by("pk")


def _find_buyer(person: Person) -> Iterable[Found]:
    purchases = list(_purchases_of(person))
    for row in purchases:
        yield Found(
            "market.Purchase",
            row.code,
            {
                "campaign": row.campaign.slug, "name": row.buyer_name, "phone": row.phone, "street": row.street,
                "commune": str(row.commune), "province": str(row.province), "note": row.note,
                "language": row.language, "placed_at": row.placed_at.isoformat(),
            },
        )  # fmt: skip
    orders = Order.objects.filter(purchase__in=purchases).select_related("payment", "parcel", "purchase")
    for order in orders.prefetch_related("lines__offer__product").order_by("pk"):
        yield Found(
            "market.Order",
            str(order),
            {
                "state": order.state, "goods": order.goods_amount, "shipping": order.shipping_fee,
                "cancel_reason": order.cancel_reason, "payment": order.payment.state,
                "paid": order.payment.paid_amount, "reference": order.payment.reference,
                "carrier": order.parcel.carrier, "tracking": order.parcel.tracking,
                "lines": [f"{line.quantity} × {line.offer.product}" for line in order.lines.all()],
            },
        )  # fmt: skip


def _erase_buyer(person: Person) -> Erased:
    rows = list(_find_buyer(person))
    ids = list(_purchases_of(person).values_list("pk", flat=True))
    forgetting.erase_buyer(purchases=ids)
    orders = [row for row in rows if row.of == "market.Order"]
    why = _("Amounts, pieces and the province stay for the books and the reports, without a name.")
    return Erased(
        [row for row in rows if row.of == "market.Purchase"],
        [Kept(len(orders), why, is_personal=False)] if orders else [],
    )


def _find_waiting(person: Person) -> Iterable[Found]:
    numbers = _numbers_of(person)
    for basket in Basket.objects.filter(phone__in=numbers, **person.within("campaign_id")):
        yield Found("market.Basket", str(basket.pk), {"phone": basket.phone, "made_at": basket.made_at.isoformat()})
    for place in Waiting.objects.filter(phone__in=numbers, **person.within("offer__campaign_id")):
        yield Found("market.Waiting", str(place.pk), {"phone": place.phone, "made_at": place.made_at.isoformat()})


def _erase_waiting(person: Person) -> Erased:
    rows = list(_find_waiting(person))
    forgetting.erase_numbers(
        baskets=[row.key for row in rows if row.of == "market.Basket"],
        places=[row.key for row in rows if row.of == "market.Waiting"],
    )
    return Erased(rows)


def _find_payee(person: Person) -> Iterable[Found]:
    if not (person.actor and person.is_of_site):
        return
    for payee in Payee.objects.filter(producer__slug=person.actor):
        bank = {"bank": payee.bank_bin, "account": payee.account_number, "holder": payee.account_name}
        yield Found("market.Payee", person.actor, bank)


def _forget_buyers(now: datetime, keep: timedelta, most: int) -> int:
    return forgetting.forget_buyers(before=now - keep, most=most)


def _due_buyers(now: datetime, keep: timedelta) -> int:
    return forgetting.past_their_time(now - keep).count()


def _forget_phones(now: datetime, keep: timedelta, most: int) -> int:
    return forget_phones(now)


def register() -> None:
    kept = (Where.DATABASE, Where.BACKUP)
    personal.hold(
        Holding(
            id="buyers",
            room="market",
            name=_("Orders: who bought"),
            whose=_("Buyers"),
            what=_("Name, phone number, address and note of an order; the carrier's tracking number"),
            fields={
                "market.Purchase": BUYER,
                "market.Order": ("cancel_reason",),
                "market.Parcel": ("tracking", "carrier"),
                "market.Payment": ("reference",),
            },
            basis=Basis.CONTRACT,
            why=_("To send what was bought, and to reach the buyer about it."),
            keep=Keep(
                _("Counted from the order, once it is over and nothing is to be paid back"),
                days=730,
                least=90,
                most=3653,
                source=_("The organiser's choice within the bounds; amounts stay for the books without a name."),
            ),
            where=kept,
            seen_by=_("Organisers, packers and the producer who sends the parcel"),
            shared_with=_("The carrier who brings the parcel"),
            find=_find_buyer,
            erase=_erase_buyer,
            prune=_forget_buyers,
            due=_due_buyers,
            count=Purchase.objects.exclude(phone="", buyer_name="").count,
        ),
        Holding(
            id="claims",
            room="market",
            name=_("Baskets and places in a line"),
            whose=_("Buyers"),
            what=_("The phone number of a claim"),
            fields={"market.Basket": ("phone",), "market.Waiting": ("phone",)},
            basis=Basis.CONTRACT,
            why=_("So that nobody takes more than the limit, and the place in the line is theirs."),
            keep=Keep(_("After the claim"), days=1, least=1, most=1, source=_("Fixed in the program")),
            where=kept,
            seen_by=_("Nobody"),
            find=_find_waiting,
            erase=_erase_waiting,
            prune=_forget_phones,
            count=lambda: Basket.objects.exclude(phone="").count() + Waiting.objects.exclude(phone="").count(),
        ),
        Holding(
            id="payees",
            room="market",
            name=_("Bank accounts"),
            whose=_("Producers"),
            what=_("Bank, account number and holder"),
            fields={"market.Payee": ("account_number", "account_name", "bank_bin")},
            basis=Basis.CONTRACT,
            why=_("So that buyers pay the producer directly."),
            keep=Keep(_("As long as the producer sells here")),
            where=kept,
            seen_by=_("Organisers, and each buyer who transfers"),
            find=_find_payee,
            stays=_("Removed by the organiser once no payment is awaited any more."),
            count=Payee.objects.count,
        ),
    )
    personal.not_personal(
        {
            "market.Product": "words about goods",
            "market.StorageCondition": "words about goods",
            "market.Certificate": "papers of goods and producers, public by law",
            "market.PaperRule": "the law",
            "market.Lot": "a batch",
            "market.StockEntry": "the desk's notes about pieces",
            "market.Receipt": "the bank's number of a transfer, without who sent it",
            "market.Refund": "one of the reasons of a list",
            "market.Parcel.carrier": "a company",
        }
    )
