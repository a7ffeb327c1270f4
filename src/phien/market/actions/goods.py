"""Products with their papers, lots and accounts, and where they are shown."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.content.models import Post
from phien.market.actions.stock import take_in
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


def save_product(*, slug: str, producer: Actor, picture: Asset | None = None, **facts: Any) -> Product:
    """Add a product, or change the one with this slug; without a picture the one it has stays."""
    if picture is not None:
        facts["picture"] = picture
    return Product.objects.update_or_create(slug=slug, defaults={"producer": producer, **facts})[0]


def save_storage(*, product: Product, rows: Sequence[dict[str, Any]]) -> list[StorageCondition]:
    """Set how long a product keeps, condition by condition; the first is the usual one."""
    with transaction.atomic():
        product.storage_conditions.all().delete()
        return [StorageCondition.objects.create(product=product, **row) for row in rows]


def save_certificate(
    *, scheme: str, number: str, product: Product | None = None, producer: Actor | None = None, **facts: Any
) -> Certificate:
    """Add a product's or a producer's certificate, or change the one with this number."""
    return Certificate.objects.update_or_create(
        scheme=scheme, number=number, product=product, producer=producer, defaults=facts
    )[0]


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


def save_shipping_rate(
    *, campaign: Campaign, province: Place | None, up_to_g: int, fee: int, days: int
) -> ShippingRate:
    return ShippingRate.objects.update_or_create(
        campaign=campaign, province=province, up_to_g=up_to_g, defaults={"fee": fee, "days": days}
    )[0]


def save_payee(*, producer: Actor, bank_bin: str, account_number: str, account_name: str) -> Payee:
    return Payee.objects.update_or_create(
        producer=producer,
        defaults={"bank_bin": bank_bin, "account_number": account_number, "account_name": account_name},
    )[0]


def show_in_clip(*, post: Post, products: Sequence[Product]) -> None:
    """These are the products that a clip shows, in this order."""
    with transaction.atomic():
        ProductClip.objects.filter(post=post).delete()
        ProductClip.objects.bulk_create(
            [ProductClip(post=post, product=row, position=position) for position, row in enumerate(products)]
        )


def present_in_slot(*, slot_key: UUID, products: Sequence[Product]) -> None:
    """These are the products that a slot of the programme presents, in every version of it."""
    with transaction.atomic():
        ProductSlot.objects.filter(slot_key=slot_key).delete()
        ProductSlot.objects.bulk_create(
            [ProductSlot(slot_key=slot_key, product=row, position=position) for position, row in enumerate(products)]
        )
