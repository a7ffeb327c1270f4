"""The small cast: one market, two producers, a duck with three lots and a honey, two provinces."""

import shutil
import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest

from phien.campaigns.models import Campaign
from phien.lib import clock
from phien.lib.texts import Text
from phien.market import actions
from phien.market.models import Lot, Offer, Payee, Product, ShippingRate
from phien.people.models import Actor, Role, Scope, User
from phien.places.models import Place

PHONE = "+84912345678"


@dataclass
class Cast:
    campaign: Campaign
    lang_son: Place
    bac_son: Place
    can_tho: Place
    ninh_kieu: Place
    union: Actor
    that_khe: Actor
    quynh_son: Actor
    organiser: Actor
    packer: Actor
    duck: Product
    honey: Product
    duck_offer: Offer
    honey_offer: Offer
    duck_lot: Lot
    honey_lot: Lot

    def basket(self):
        return actions.open_basket(campaign=self.campaign)

    def buyer(self, **changes):
        facts = {
            "name": "Nguyễn Thị Hà",
            "phone": PHONE,
            "province": self.lang_son,
            "commune": self.bac_son,
            "street": "Thôn Nà Riềng",
            "note": "",
        }
        return actions.BuyerFacts(**(facts | changes))

    def buy(self, *lines, provider="cod", **changes):
        """A purchase of (offer, quantity) lines by way of a basket."""
        basket = self.basket()
        for offer, quantity in lines:
            actions.hold(basket=basket, offer=offer, quantity=quantity)
        return actions.place_purchase(basket=basket, buyer=self.buyer(**changes), provider=provider)


def place(slug, kind, name, parent=None, code="", prefix=""):
    return Place.objects.create(
        slug=slug, kind=kind, name=Text(vi=name), parent=parent, code=code, prefix=prefix, has_page=True
    )


def actor(slug, name, kind="organisation", place=None, user=None, works_for=None):
    return Actor.objects.create(slug=slug, kind=kind, name=Text(vi=name), place=place, user=user, works_for=works_for)


def make_cast(duck_pieces=10, honey_pieces=10):
    now = clock.now()
    country = place("viet-nam", "country", "Việt Nam", code="VN")
    lang_son = place("lang-son", "province", "Lạng Sơn", country, "20", "Tỉnh")
    can_tho = place("can-tho", "province", "Cần Thơ", country, "92", "Thành phố")
    bac_son = place("xa-bac-son", "commune", "Bắc Sơn", lang_son, "06325", "Xã")
    ninh_kieu = place("phuong-ninh-kieu", "commune", "Ninh Kiều", can_tho, "31135", "Phường")
    union = actor("lien-minh", "Liên minh Hợp tác xã Lạng Sơn", place=lang_son)
    that_khe = actor("lo-vit-that-khe", "Lò vịt Thất Khê", place=bac_son)
    quynh_son = actor("htx-quynh-son", "Hợp tác xã Quỳnh Sơn", place=bac_son)
    organiser = actor("chi-hoa", "Chị Hoà", "person", user=User.objects.create_user("hoa"))
    packer = actor("anh-son", "Anh Sơn", "person", user=User.objects.create_user("son"))
    scope = Scope.objects.create(kind="campaign", label="Chợ phiên")
    for who, duty in ((organiser, "organiser"), (packer, "packer")):
        Role.objects.create(actor=who, duty=duty, scope=scope)
    campaign = Campaign.objects.create(
        slug="cho-phien",
        name={"vi": "Chợ phiên OCOP Lạng Sơn", "en": "Lang Son market day"},
        organiser=union,
        place=lang_son,
        scope=scope,
        starts_at=now - timedelta(days=2),
        ends_at=now + timedelta(days=2),
        is_public=True,
        hashtags=["DacSanXuLang"],
    )
    duck = Product.objects.create(
        slug="vit-quay",
        producer=that_khe,
        group="food",
        name={"vi": "Vịt quay Lạng Sơn", "en": "Lang Son roast duck", "fr": "Canard rôti", "zh-hans": "谅山烤鸭"},
        net_weight_g=1900,
        gross_weight_g=2200,
        min_days_left=10,
    )
    honey = Product.objects.create(
        slug="mat-ong",
        producer=quynh_son,
        group="food",
        name={"vi": "Mật ong rừng", "en": "Forest honey"},
        net_weight_g=500,
        gross_weight_g=700,
    )
    hours = {"starts_at": now - timedelta(hours=3), "ends_at": now + timedelta(hours=5)}
    duck_offer = actions.put_on_offer(
        campaign=campaign, product=duck, price=385_000, limit_per_order=5, position=1, **hours
    )
    honey_offer = actions.put_on_offer(
        campaign=campaign, product=honey, price=210_000, limit_per_order=20, position=2, **hours
    )
    duck_lot = Lot.objects.create(
        product=duck, code="V01", made_on=clock.today(), expires_on=clock.today() + timedelta(days=22)
    )
    honey_lot = Lot.objects.create(product=honey, code="M01", made_on=clock.today(), expires_on=None)
    if duck_pieces:
        actions.take_in(lot=duck_lot, quantity=duck_pieces, by=packer)
    if honey_pieces:
        actions.take_in(lot=honey_lot, quantity=honey_pieces, by=packer)
    for province, steps in (
        (lang_son, ((2000, 20_000, 1), (5000, 30_000, 1))),
        (None, ((2000, 35_000, 4), (5000, 55_000, 4))),
    ):
        for up_to_g, fee, days in steps:
            ShippingRate.objects.create(campaign=campaign, province=province, up_to_g=up_to_g, fee=fee, days=days)
    for number, producer in enumerate((that_khe, quynh_son)):
        Payee.objects.create(
            producer=producer, bank_bin="970405", account_number=f"100200300{number}", account_name="NGUYEN VAN A"
        )
    return Cast(
        campaign,
        lang_son,
        bac_son,
        can_tho,
        ninh_kieu,
        union,
        that_khe,
        quynh_son,
        organiser,
        packer,
        duck,
        honey,
        duck_offer,
        honey_offer,
        duck_lot,
        honey_lot,
    )


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def empty_site(db, migrated_database):
    """Makes a folder a site that nobody bought from yet."""
    return lambda home: shutil.copyfile(migrated_database, home / "phien.sqlite3")


@pytest.fixture
def key():
    return uuid.uuid4()
