"""What the market tells evidence (without personal data) and the rooms in which something was sold."""

from collections.abc import Iterable

from phien.content.models import Link
from phien.evidence import actions as evidence
from phien.evidence.actions import Pseudonyms
from phien.market.models import Order, OrderLine, Parcel, Payment, Purchase, Refund
from phien.realtime import actions as realtime


def known_via(code: str) -> tuple[str, str]:
    """A short link's code and its creator's slug; two empty texts where there is no such link."""
    row = Link.objects.filter(code=code).values_list("code", "creator__slug").first() if code else None
    return (row[0], row[1] or "") if row else ("", "")


def placed(*, purchase: Purchase, creator: str, orders: Iterable[tuple[Order, list[OrderLine]]]) -> None:
    orders = list(orders)
    first = next((line.origin for _, lines in orders for line in lines if line.origin), "")
    evidence.record_change(
        noun="purchase",
        key=purchase.code,
        verb="placed",
        facts={
            "campaign": purchase.campaign.slug,
            "outlet": purchase.outlet,
            "via": purchase.via,
            "via_basis": purchase.via_basis,
            "creator": creator,
            "promo": purchase.promo.code if purchase.promo else "",
            "promo_creator": purchase.promo.creator.slug if purchase.promo else "",
            "external_key": Pseudonyms("order")(purchase.outlet, purchase.external_order)
            if purchase.external_order
            else "",
            "origin": first,
            "province_code": purchase.province.code,
            "simulated": purchase.is_simulated,
        },
    )
    sold: dict[str, list[OrderLine]] = {}
    for order, lines in orders:
        order_placed(order=order, lines=lines)
        for line in lines:
            if line.origin.startswith("broadcast:"):
                sold.setdefault(line.origin, []).append(line)
    for topic in sorted(sold):
        pieces: dict[int, int] = {}
        for line in sold[topic]:
            pieces[line.offer_id] = pieces.get(line.offer_id, 0) + line.quantity
        for line in sold[topic]:
            quantity = pieces.pop(line.offer_id, 0)
            if quantity:
                product = line.offer.product
                realtime.publish(
                    topic=topic,
                    kind="sold",
                    payload={
                        "product": product.slug,
                        "name": product.name.within("vi"),
                        "names": dict(product.name),
                        "quantity": quantity,
                        "province": purchase.province.name.within("vi"),
                    },
                )


def order_placed(*, order: Order, lines: list[OrderLine]) -> None:
    evidence.record_change(
        noun="order",
        key=str(order),
        verb="placed",
        facts={
            "purchase": order.purchase.code,
            "producer": order.producer.slug,
            "goods_amount": order.goods_amount,
            "shipping_fee": order.shipping_fee,
            "lines": [
                {
                    "product": line.offer.product.slug,
                    "quantity": line.quantity,
                    "amount": line.amount,
                    "origin": line.origin,
                }
                for line in lines
            ],
        },
    )


def order_cancelled(order: Order) -> None:
    evidence.record_change(noun="order", key=str(order), verb="cancelled", facts={"reason_code": order.cancel_code})


def order_revived(order: Order) -> None:
    evidence.record_change(noun="order", key=str(order), verb="revived", facts={})


def order_completed(order: Order) -> None:
    evidence.record_change(noun="order", key=str(order), verb="completed", facts={})


def payment_moved(payment: Payment, verb: str) -> None:
    facts: dict[str, object] = {"amount": payment.amount} if verb == "paid" else {}
    evidence.record_change(noun="payment", key=str(payment.order), verb=verb, facts=facts)


def refund_moved(refund: Refund) -> None:
    key = f"{refund.payment.order}-R{refund.pk}"
    evidence.record_change(noun="refund", key=key, verb=refund.state, facts={"amount": refund.amount})


def parcel_moved(parcel: Parcel) -> None:
    evidence.record_change(noun="parcel", key=str(parcel.order), verb=parcel.state, facts={})
