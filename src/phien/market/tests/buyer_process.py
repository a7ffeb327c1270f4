"""A process that buys until it is killed, telling each code once it is acknowledged; or counts what is there.

Run by test_kill.py: python -m phien.market.tests.buyer_process buy|count
"""

import json
import sys
import threading
import uuid

import django


def buy():
    from phien.market import actions
    from phien.market.tests.conftest import make_cast

    cast = make_cast(duck_pieces=5000, honey_pieces=5000)
    speaking = threading.Lock()

    def customer():
        while True:
            basket = cast.basket()
            actions.hold(basket=basket, offer=cast.duck_offer, quantity=1)
            actions.hold(basket=basket, offer=cast.honey_offer, quantity=2)
            for _ in range(2):
                placed = actions.place_purchase(basket=basket, buyer=cast.buyer(), provider="cod")
            quick = actions.buy_now(
                offer=cast.duck_offer,
                quantity=1,
                buyer=cast.buyer(),
                provider="bank_transfer",
                idempotency_key=uuid.uuid4(),
            )
            with speaking:
                print(placed.code, quick.code, sep="\n", flush=True)

    for _ in range(3):
        threading.Thread(target=customer).start()


def count():
    from django.db import connection

    from phien.evidence.models import Change
    from phien.market.models import Hold, Order, OrderLine, Parcel, Payment, Purchase, Stock
    from phien.market.queries.stock import ledger_differences

    with connection.cursor() as cursor:
        intact = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    reserved = sum(Stock.objects.values_list("reserved", flat=True))
    held = sum(Hold.objects.filter(state="active").values_list("quantity", flat=True))
    ordered = sum(OrderLine.objects.values_list("quantity", flat=True))
    found = {
        "intact": intact,
        "codes": list(Purchase.objects.values_list("code", flat=True)),
        "differences": len(ledger_differences()),
        "unexplained": reserved - held - ordered,
        "half": Purchase.objects.filter(orders=None).count()
        + Order.objects.filter(lines=None).count()
        + Order.objects.count() * 2
        - Payment.objects.count()
        - Parcel.objects.count(),
        "untold": Purchase.objects.count() - Change.objects.filter(noun="purchase").count(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    django.setup()
    {"buy": buy, "count": count}[sys.argv[1]]()
