"""The tests' small cast with its roast duck. `make` prints what a buyer's form names, the total of one duck, and a few
thousand rooms' pages' tokens; `stock N` takes N pieces in.
"""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # only after the set-up

from phien.market import actions  # noqa: E402
from phien.market.claims import tokens  # noqa: E402
from phien.market.models import Lot  # noqa: E402
from phien.market.queries.shipping import fee_for, rates_of  # noqa: E402
from phien.market.tests.conftest import make_cast  # noqa: E402
from phien.people.models import User  # noqa: E402

if sys.argv[1] == "make":
    call_command("migrate", verbosity=0)
    cast = make_cast(duck_pieces=0)
    fee = fee_for(rates_of(cast.campaign.pk), cast.lang_son, cast.duck.gross_weight_g).fee
    facts = {"offer": cast.duck_offer.pk, "province": cast.lang_son.pk, "commune": cast.bac_son.pk}
    facts |= {"total": cast.duck_offer.price + fee, "tokens": [tokens.sign() for _ in range(4000)]}
    print(json.dumps(facts))
else:
    packer = User.objects.get(username="son").actor
    actions.take_in(lot=Lot.objects.get(code="V01"), quantity=int(sys.argv[2]), by=packer)
