"""Products with their papers, lots and accounts, and where they are shown."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.content.models import Post
from phien.editions.actions import renew
from phien.market.actions.stock import take_in
from phien.market.editions import GOODS
from phien.market.models import (
    Certificate,
    Lot,
    Outlet,
    Payee,
    Product,
    ProductClip,
    ProductSlot,
    ShippingRate,
    StorageCondition,
)
from phien.media.models import Asset
from phien.people.models import Actor
from phien.places.models import Place


@transaction.atomic
def save_product(*, slug: str, producer: Actor, picture: Asset | None = None, **facts: Any) -> Product:
    """Add a product, or change the one with this slug; without a picture the one it has stays."""
    if picture is not None:
        facts["picture"] = picture
    product = Product.objects.update_or_create(slug=slug, defaults={"producer": producer, **facts})[0]
    renew(GOODS)
    return product


@transaction.atomic
def save_storage(*, product: Product, rows: Sequence[dict[str, Any]]) -> list[StorageCondition]:
    """Set how long a product keeps, condition by condition; the first is the usual one."""
    product.storage_conditions.all().delete()
    stored = [StorageCondition.objects.create(product=product, **row) for row in rows]
    renew(GOODS)
    return stored


@transaction.atomic
def save_certificate(
    *, scheme: str, number: str, product: Product | None = None, producer: Actor | None = None, **facts: Any
) -> Certificate:
    """Add a product's or a producer's certificate, or change the one with this number."""
    certificate = Certificate.objects.update_or_create(
        scheme=scheme, number=number, product=product, producer=producer, defaults=facts
    )[0]
    renew(GOODS)
    return certificate


def add_lot(
    *, product: Product, code: str, made_on: date, expires_on: date | None, quantity: int, by: Actor | None = None
) -> Lot:
    """Note a batch and take its pieces in. The same code again changes nothing: stock has moved since."""
    with transaction.atomic():
        lot, is_new = Lot.objects.get_or_create(
            product=product, code=code, defaults={"made_on": made_on, "expires_on": expires_on}
        )
        if is_new and quantity:
            take_in(lot=lot, quantity=quantity, by=by, outlet=Outlet.SITE)
    return lot


@transaction.atomic
def save_shipping_rate(
    *, campaign: Campaign, province: Place | None, up_to_g: int, fee: int, days: int
) -> ShippingRate:
    rate = ShippingRate.objects.update_or_create(
        campaign=campaign, province=province, up_to_g=up_to_g, defaults={"fee": fee, "days": days}
    )[0]
    renew(GOODS)
    return rate


def save_payee(*, producer: Actor, bank_bin: str, account_number: str, account_name: str) -> Payee:
    return Payee.objects.update_or_create(
        producer=producer,
        defaults={"bank_bin": bank_bin, "account_number": account_number, "account_name": account_name},
    )[0]


@transaction.atomic
def show_in_clip(*, post: Post, products: Sequence[Product]) -> None:
    """These are the products that a clip shows, in this order."""
    ProductClip.objects.filter(post=post).delete()
    ProductClip.objects.bulk_create(
        [ProductClip(post=post, product=row, position=position) for position, row in enumerate(products)]
    )
    renew(GOODS)


@transaction.atomic
def present_in_slot(*, slot_key: UUID, products: Sequence[Product]) -> None:
    """These are the products that a slot of the programme presents, in every version of it."""
    ProductSlot.objects.filter(slot_key=slot_key).delete()
    ProductSlot.objects.bulk_create(
        [ProductSlot(slot_key=slot_key, product=row, position=position) for position, row in enumerate(products)]
    )
    renew(GOODS)
