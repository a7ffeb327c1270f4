"""A small cast: one market day in Quỳnh Sơn, a broadcast of it, three people with duties and one without."""

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from phien.campaigns.models import Campaign, Event, Programme, Slot, SlotPart
from phien.lib import clock
from phien.live import rules
from phien.live.actions.gate import accept_rules
from phien.live.models import Broadcast
from phien.market.models import Certificate, Lot, Offer, PaperRule, Product, ProductSlot, Stock
from phien.people.actions import check_identity
from phien.people.models import Actor, Role, Scope, User
from phien.places.models import Place


def actor(slug: str, name: str, kind: str = "person") -> Actor:
    return Actor.objects.create(slug=slug, kind=kind, name={"vi": name})


def signed_in(person: Actor) -> Client:
    person.user = User.objects.create(username=person.slug)
    person.save()
    client = Client()
    client.force_login(person.user)
    return client


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def day(db: None, settings: object, tmp_path: Path) -> SimpleNamespace:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PHIEN_VIDEO_ROOT = tmp_path / "video"
    now = clock.now()
    country = Place.objects.create(slug="viet-nam", code="VN", kind="country", name={"vi": "Việt Nam"})
    province = Place.objects.create(
        slug="lang-son", code="20", kind="province", name={"vi": "Lạng Sơn"}, parent=country
    )
    commune = Place.objects.create(
        slug="bac-son", code="06325", kind="commune", name={"vi": "Bắc Sơn"}, parent=province
    )
    village = Place.objects.create(slug="quynh-son", kind="village", name={"vi": "Quỳnh Sơn"}, parent=commune)
    union = actor("lien-minh", "Liên minh HTX Lạng Sơn", "organisation")
    scope = Scope.objects.create(kind="campaign", label="Chợ phiên")
    hours = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=6)}
    campaign = Campaign.objects.create(
        slug="cho-phien", name={"vi": "Chợ phiên Lạng Sơn"}, organiser=union, place=province, scope=scope,
        is_public=True, **hours,
    )  # fmt: skip
    event = Event.objects.create(
        campaign=campaign, slug="quynh-son", kind="live", name={"vi": "Từ Quỳnh Sơn"}, place=village,
        scope=Scope.objects.create(kind="event", label="Quỳnh Sơn", parent=scope), **hours,
    )  # fmt: skip
    tho, cooperative = actor("tho", "Cô Thơ"), actor("htx-quynh-son", "HTX Quỳnh Sơn", "organisation")
    programme = Programme.objects.create(campaign=campaign, number=1, released_at=now - timedelta(days=1))
    slots = []
    for place, title in enumerate(("Vịt quay", "Khâu nhục")):
        starts = now + timedelta(hours=place) - timedelta(minutes=30)
        slot = Slot.objects.create(
            programme=programme, event=event, key=uuid4(), title={"vi": title}, starts_at=starts,
            ends_at=starts + timedelta(hours=1),
        )  # fmt: skip
        SlotPart.objects.create(slot=slot, actor=tho, part="presenter")
        SlotPart.objects.create(slot=slot, actor=cooperative, part="knower")
        slots.append(slot)
    offers = []
    for place, (slug, name, price) in enumerate(
        (("vit-quay", "Vịt quay Lạng Sơn", 385_000), ("khau-nhuc", "Khâu nhục", 165_000))
    ):
        product = Product.objects.create(
            slug=slug, producer=cooperative, group="food", name={"vi": name}, net_weight_g=1900, gross_weight_g=2100
        )
        ProductSlot.objects.create(product=product, slot_key=slots[place].key)
        lot = Lot.objects.create(product=product, code="L1", made_on=clock.today())
        Stock.objects.create(lot=lot, outlet="site", on_hand=20)
        offers.append(Offer.objects.create(campaign=campaign, product=product, price=price, position=place, **hours))
    PaperRule.objects.get_or_create(
        group="food", any_of=["food_safety", "quality"], valid_from=date(2026, 7, 1), defaults={"source": "Luật"}
    )
    Certificate.objects.create(
        producer=cooperative, scheme="food_safety", number="ATTP-1", issuer={"vi": "Sở Y tế"},
        issued_on=clock.today() - timedelta(days=100), expires_on=clock.today() + timedelta(days=900),
    )  # fmt: skip
    broadcast = Broadcast.objects.create(
        event=event, slug="quynh-son", name={"vi": "Trực tiếp từ Quỳnh Sơn"},
        started_at=now - timedelta(minutes=30),
    )  # fmt: skip
    people = {}
    for duty, whole in (("organiser", scope), ("host", event.scope), ("moderator", event.scope)):
        people[duty] = actor(duty, duty.title())
        Role.objects.create(actor=people[duty], duty=duty, scope=whole)
    for person in (tho, people["host"]):
        check_identity(actor=person, method="vneid", by=people["organiser"])
        accept_rules(actor=person, version=rules.VERSION)
    elsewhere = Scope.objects.create(kind="event", label="elsewhere", parent=scope)
    people["host_elsewhere"] = actor("elsewhere", "Elsewhere")
    Role.objects.create(actor=people["host_elsewhere"], duty="host", scope=elsewhere)
    people["stranger"] = actor("stranger", "Stranger")
    return SimpleNamespace(
        campaign=campaign, event=event, broadcast=broadcast, duck=offers[0], pork=offers[1], offers=offers, tho=tho,
        province=province, commune=commune, cooperative=cooperative, slots=slots, **people,
    )  # fmt: skip


@pytest.fixture
def other_campaign(day: SimpleNamespace) -> Campaign:
    """Somebody else's market day, at the same hours."""
    return Campaign.objects.create(
        slug="khac", name={"vi": "Chợ khác"}, organiser=day.campaign.organiser, place=day.province,
        scope=Scope.objects.create(kind="campaign", label="Chợ khác"), starts_at=day.campaign.starts_at,
        ends_at=day.campaign.ends_at, is_public=True,
    )  # fmt: skip
