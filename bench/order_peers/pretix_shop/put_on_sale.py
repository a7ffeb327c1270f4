"""One organizer, one event that sells, one duck with its quota, payment on delivery."""

import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretix_without_mail")
django.setup()

from django.utils.timezone import now  # noqa: E402  # only after the set-up
from django_scopes import scope, scopes_disabled  # noqa: E402
from pretix.base.models import Organizer  # noqa: E402

with scopes_disabled():
    market = Organizer.objects.create(name="Chợ phiên", slug="cho-phien")
with scope(organizer=market):
    event = market.events.create(
        name="Vịt quay", slug="vit-quay", currency="VND", date_from=now() + timedelta(days=30), live=True
    )
    event.set_defaults()
    event.plugins = "pretix.plugins.manualpayment"
    event.save()
    event.settings.payment_manual__enabled = True
    event.settings.payment_manual_public_name = "On delivery"
    event.settings.attendee_names_asked = False
    event.settings.invoice_address_asked = False
    duck = event.items.create(name="Vịt quay Lạng Sơn", default_price=385_000, admission=False, active=True)
    quota = event.quotas.create(name="Ducks", size=0)
    quota.items.add(duck)
    print(duck.pk, quota.pk)
