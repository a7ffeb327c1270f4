"""A process beside the site that lays out the market and counts it. One JSON object per line, in and out.

    {"do": "open"}   makes the cast (market/tests/conftest.py)
    {"do": "take_in", "ducks": n, "honeys": n}
    {"do": "count"}  what the rows say
Run by town.py: python -m tests.faults.bookkeeper
"""

import json
import sys
from typing import Any

import django


def serve() -> None:
    from django.db import close_old_connections

    for line in sys.stdin:
        asked = json.loads(line)
        close_old_connections()
        told = {"open": lay_out, "take_in": take_in, "count": count}[asked.pop("do")](**asked)
        print(json.dumps(told), flush=True)


def lay_out() -> dict[str, Any]:
    from phien.market.tests.conftest import make_cast

    cast = make_cast(duck_pieces=0, honey_pieces=0)
    return {
        "duck": cast.duck_offer.pk,
        "honey": cast.honey_offer.pk,
        "province": cast.lang_son.pk,
        "commune": cast.bac_son.pk,
    }


def take_in(ducks: int, honeys: int) -> dict[str, Any]:
    from phien.market import actions
    from phien.market.models import Lot
    from phien.people.models import Actor

    packer = Actor.objects.get(slug="anh-son")
    for code, pieces in (("V01", ducks), ("M01", honeys)):
        if pieces:
            actions.take_in(lot=Lot.objects.get(code=code), quantity=pieces, by=packer)
    return {}


def count() -> dict[str, Any]:
    """The claims and purchases that are there, and by how much anything is not as the rest says it is."""
    from django.db.models import F, Sum

    from phien.evidence.models import Change
    from phien.market.models import Basket, Hold, Order, OrderLine, Parcel, Payment, Purchase, Stock, Waiting
    from phien.market.queries.stock import ledger_differences

    reserved = sum(Stock.objects.values_list("reserved", flat=True))
    held = Hold.objects.filter(state="active").aggregate(n=Sum("quantity", default=0))["n"]
    ordered = OrderLine.objects.aggregate(n=Sum("quantity", default=0))["n"]
    claims = Basket.objects.filter(holds__isnull=False).values_list("key", flat=True)
    return {
        "claims": [str(key) for key in [*claims, *Waiting.objects.values_list("key", flat=True)]],
        "codes": list(Purchase.objects.values_list("code", flat=True)),
        "differences": len(ledger_differences()),
        "unexplained": reserved - held - ordered,
        "oversold": Stock.objects.filter(reserved__gt=F("on_hand")).count(),
        "half": Purchase.objects.filter(orders=None).count()
        + Order.objects.filter(lines=None).count()
        + Order.objects.count() * 2
        - Payment.objects.count()
        - Parcel.objects.count(),
        "untold": Purchase.objects.count() - Change.objects.filter(noun="purchase").count(),
    }


if __name__ == "__main__":
    django.setup()
    serve()
