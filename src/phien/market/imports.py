"""Goods from an organiser's files: rows through forms into actions.

Each function takes the rows of one file (lib/rows.py) and raises WrongRow naming file, row and column. The same file
again changes what it names and doubles nothing; stock that has moved since is left alone.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from phien.campaigns.models import Campaign
from phien.campaigns.programme import imported_key
from phien.content.models import Post
from phien.lib.errors import Refused
from phien.lib.rows import Row, checked
from phien.market import actions, promo
from phien.market.actions import goods
from phien.market.forms import (
    CertificateForm,
    LotForm,
    OfferForm,
    PayeeForm,
    ProductForm,
    ShippingForm,
    StorageForm,
)
from phien.market.models import (
    Certificate,
    Lot,
    Offer,
    Outlet,
    Payee,
    Product,
    PromoCode,
    ShippingRate,
    Stock,
    StorageCondition,
)
from phien.media.imports import picture_of
from phien.people.models import Actor

_ASIDE = {"aside_tiktok": Outlet.TIKTOK, "aside_phone": Outlet.PHONE, "aside_stall": Outlet.STALL}


def import_products(rows: Iterable[Row], *, folder: Path) -> list[Product]:
    """One product per row, known again by its slug."""
    return [import_product(row, folder=folder) for row in rows]


def import_product(row: Row, *, folder: Path) -> Product:
    known = Product.objects.filter(slug=row.get("slug")).first()
    also = {
        "first_time_online": str(row.get("first_time_online")).strip().lower() in {"yes", "true", "1", "có"},
        "min_days_left": row.get("min_days_left", 0),
    }
    form = checked(ProductForm, row, also=also, instance=known)
    return goods.save_product(**form.cleaned_data, picture=picture_of(row, folder))


def import_storage(rows: Iterable[Row]) -> list[StorageCondition]:
    """How products keep: all rows of a product together replace what it had."""
    found: dict[Product, list[dict[str, Any]]] = {}
    for row in rows:
        facts = dict(checked(StorageForm, row).cleaned_data)
        found.setdefault(facts.pop("product"), []).append(facts)
    return [made for product, facts in found.items() for made in goods.save_storage(product=product, rows=facts)]


def import_certificates(rows: Iterable[Row]) -> list[Certificate]:
    """`subject` is a product's slug, or an actor's."""
    found = []
    for row in rows:
        subject = row.get("subject")
        product = Product.objects.filter(slug=subject).first()
        producer = None if product else Actor.objects.filter(slug=subject).first()
        if product is None and producer is None:
            raise row.wrong("subject", subject)
        facts = checked(CertificateForm, row).cleaned_data
        found.append(goods.save_certificate(product=product, producer=producer, **facts))
    return found


def import_lots(rows: Iterable[Row]) -> list[Lot]:
    """Batches with their pieces, known again by product and code; a known one's pieces are not taken in again."""
    found = []
    for row in rows:
        known = Lot.objects.filter(product__slug=row.get("product"), code=row.get("code")).first()
        found.append(goods.add_lot(**checked(LotForm, row, instance=known).cleaned_data))
    return found


def import_offers(rows: Iterable[Row]) -> list[Offer]:
    """Prices and times, in the file's order, and what a new offer sets aside for other outlets."""
    return [_import_offer(row, position) for position, row in enumerate(rows)]


def _import_offer(row: Row, position: int) -> Offer:
    known = Offer.objects.filter(campaign__slug=row.get("campaign"), product__slug=row.get("product")).first()
    also = {f"{name}_at": row.get(f"{name}_at") or row.get(name) for name in ("starts", "ends")}
    also["limit_per_phone"] = row.get("limit_per_phone", known.limit_per_phone if known else None)
    form = checked(OfferForm, row, also=also, instance=known)
    offer = actions.put_on_offer(**form.cleaned_data, position=position)
    if known is None:
        for column, outlet in _ASIDE.items():
            _set_aside(row, column, offer, outlet)
    return offer


def _set_aside(row: Row, column: str, offer: Offer, outlet: str) -> None:
    """From the lots that last longest: a stall's and a channel's buyers come later than the site's."""
    typed = str(row.get(column, "0"))
    if not typed.isdecimal() or len(typed) > 7:
        raise row.wrong(column, typed)
    missing = int(typed)
    stocks = Stock.objects.filter(lot__product=offer.product, outlet=Outlet.SITE).select_related("lot")
    for stock in sorted(stocks, key=lambda stock: (stock.lot.expires_on is None, stock.lot.expires_on), reverse=True):
        pieces = min(missing, stock.free)
        if pieces:
            actions.set_aside(lot=stock.lot, quantity=pieces, to=outlet, by=None)
            missing -= pieces
    if missing:
        raise row.wrong(column, typed)


def import_shipping(rows: Iterable[Row]) -> list[ShippingRate]:
    """The organiser's table of fees."""
    return [goods.save_shipping_rate(**checked(ShippingForm, row).cleaned_data) for row in rows]


def import_payees(rows: Iterable[Row]) -> list[Payee]:
    """Producers' bank accounts, one each."""
    found = []
    for row in rows:
        known = Payee.objects.filter(producer__slug=row.get("producer")).first()
        found.append(goods.save_payee(**checked(PayeeForm, row, instance=known).cleaned_data))
    return found


def import_promo_codes(rows: Iterable[Row]) -> list[PromoCode]:
    """Creators' codes; one that is there already is left as it is."""
    return [_promo_code(row) for row in rows]


def _promo_code(row: Row) -> PromoCode:
    campaign = Campaign.objects.filter(slug=row.get("campaign")).first()
    creator = Actor.objects.filter(slug=row.get("creator")).first()
    if campaign is None:
        raise row.wrong("campaign", row.get("campaign"))
    if creator is None:
        raise row.wrong("creator", row.get("creator"))
    code = promo.read(str(row.get("code")))
    known = PromoCode.objects.filter(campaign=campaign, code=code).first()
    try:
        return known or actions.make_promo_code(campaign=campaign, creator=creator, code=code)
    except Refused as refusal:
        raise row.wrong("code", refusal) from refusal


def import_clip_products(rows: Iterable[Row]) -> None:
    """What the clips of clips.csv show, after the clips themselves are there."""
    for row in rows:
        post = Post.objects.filter(slug=row.get("slug")).first()
        if post is None:
            raise row.wrong("slug", row.get("slug"))
        goods.show_in_clip(post=post, products=_products(row))


def import_slot_products(rows: Iterable[Row]) -> None:
    """What the slots of campaign.toml's events present, after products and events are there."""
    for row in rows:
        titles: dict[str, int] = {}
        for values in row.get("slot", []):
            if not isinstance(values, Mapping):
                raise row.wrong("slot", values)
            slot = Row(f"{row.file} [{row.get('slug')}.slot]", row.number, values)
            title = slot.texts("title").get("vi", "")
            again = titles[title] = titles.get(title, -1) + 1
            key = imported_key(campaign=row.get("campaign"), event=row.get("slug"), title=title, again=again)
            goods.present_in_slot(slot_key=key, products=_products(slot))


def _products(row: Row) -> list[Product]:
    slugs = row.words("products")
    found = {product.slug: product for product in Product.objects.filter(slug__in=slugs)}
    for slug in slugs:
        if slug not in found:
            raise row.wrong("products", slug)
    return [found[slug] for slug in dict.fromkeys(slugs)]
