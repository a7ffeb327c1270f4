"""A market day with one of everything that public pages show, and a way to read its pages kept and made anew."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from phien.campaigns import actions as campaigns
from phien.campaigns.models import Campaign, Event, Phase
from phien.content import actions as content
from phien.content.models import Post
from phien.editions.pages import shelf
from phien.lib import clock
from phien.live import actions as live
from phien.live import rules
from phien.live.models import Broadcast
from phien.market import actions as market
from phien.market.actions import goods
from phien.market.models import Lot, Offer, Product
from phien.media.models import Asset, Rendition
from phien.people import actions as people
from phien.people.models import Actor
from phien.places import actions as places
from phien.places.models import Place
from phien.reports.models import Report

TOKENS = (
    "data-site-now=",
    "data-token=",
    "data-hit=",
    "data-click-token=",
    "data-heartbeat=",
    'middlewaretoken" value=',
)
OF_ONE_READER = re.compile(f'((?:{"|".join(TOKENS)})"|\\?t=)[^"&]*')


def asset(name: str, kind: str = "image") -> Asset:
    made = Asset.objects.create(
        kind=kind, sha256=name, size=1, mime="image/webp", alt={"vi": f"Ảnh {name}"}, added_at=clock.now()
    )
    rendition = "film" if kind == "video" else "small"
    Rendition.objects.create(
        asset=made, name=rendition, path=f"{name}.webp", mime="image/webp", width=9, height=9, size=1
    )
    return made


@dataclass
class World:
    province: Place
    village: Place
    union: Actor
    ha: Actor
    sim: Actor
    house: Actor
    market: Campaign
    phase: Phase
    event: Event
    broadcast: Broadcast
    clip: Post
    duck: Product
    honey: Product
    duck_offer: Offer
    honey_offer: Offer
    lot: Lot

    @property
    def pages(self) -> dict[str, str]:
        slug = self.market.slug
        return {
            "home": reverse("home"),
            "campaign": reverse("campaign", args=[slug]),
            "programme": reverse("programme", args=[slug]),
            "clip": reverse("clip", args=[self.clip.slug]),
            "product": reverse("product", args=[slug, "vit-quay"]),
            "room": reverse("live", args=[self.broadcast.slug]),
            "results": reverse("results", args=[slug]),
        }

    def slot(self, title: str, begins: int, ends: int, **parts: list[Actor]) -> Any:
        """In the working copy; minutes from now."""
        now = clock.now()
        return campaigns.add_slot(
            campaign=self.market, event=self.event, title=title, parts=parts,
            starts_at=now + timedelta(minutes=begins), ends_at=now + timedelta(minutes=ends),
        )  # fmt: skip

    def report(self, number: int) -> Report:
        """A draft without figures."""
        now = clock.now()
        return Report.objects.create(
            campaign=self.market, number=number, since=now - timedelta(days=1), until=now, tz="Asia/Ho_Chi_Minh",
            cut_seq=1, cut_hash="0", sealed_until=now, asked_at=now, made_at=now,
        )  # fmt: skip


def build() -> World:
    now = clock.now()
    province = places.add_place(slug="lang-son", kind="province", name="Lạng Sơn", has_page=True)
    village = places.add_place(slug="quynh-son", kind="village", parent=province, name="Quỳnh Sơn", has_page=True)
    union = people.add_actor(slug="lien-minh", kind="organisation", name="Liên minh")
    ha = people.add_actor(slug="ha", name="Lương Thu Hà")
    sim = people.add_actor(slug="sim", name="Bếp Nhà Sim", picture=asset("sim"), place=village)
    house = people.add_actor(slug="lo-vit", kind="organisation", name="Lò vịt Thất Khê", place=village)
    campaign = campaigns.add_campaign(
        slug="cho-phien", name={"vi": "Chợ phiên", "en": "Market day"}, organiser=union, by=ha, place=province,
        lead={"vi": "Mua ngay"}, cover=asset("bia"), starts_at=now - timedelta(days=2),
        ends_at=now + timedelta(days=5), is_public=True,
    )  # fmt: skip
    people.give_role(actor=sim, duty="creator", scope=campaign.scope)
    people.give_role(actor=house, duty="producer", scope=campaign.scope)
    hours = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=6)}
    phase = campaigns.add_phase(campaign=campaign, kind="market", name={"vi": "Ngày chợ"}, **hours)
    event = campaigns.add_event(
        campaign=campaign, slug="quynh-son", kind="live", name={"vi": "Từ Quỳnh Sơn"}, place=village, **hours
    )
    people.give_role(actor=sim, duty="host", scope=event.scope)
    people.check_identity(actor=sim, method="vneid", by=ha)
    live.accept_rules(actor=sim, version=rules.VERSION)
    film = asset("phim", "video")
    clip = content.add_clip(
        campaign=campaign, creator=sim, title={"vi": "Quay vịt"}, slug="quay-vit", film=film, poster=asset("ap-phich"),
        content_class="experience", place=village,
    )  # fmt: skip
    content.publish_clip(post=clip)
    made = []
    for slug, name in (("vit-quay", "Vịt quay"), ("mat-ong", "Mật ong")):
        product = goods.save_product(
            slug=slug, producer=house, group="food", name={"vi": name}, net_weight_g=1900, gross_weight_g=2100
        )
        lot = goods.add_lot(product=product, code="L1", made_on=clock.today(), expires_on=None, quantity=20, by=ha)
        offer = market.put_on_offer(campaign=campaign, product=product, price=385_000, **hours)
        made.append((product, offer, lot))
    goods.save_certificate(
        scheme="food_safety", number="1", producer=house, issuer={"vi": "Sở"}, issued_on=clock.today()
    )
    goods.save_shipping_rate(campaign=campaign, province=None, up_to_g=5000, fee=20_000, days=2)
    goods.show_in_clip(post=clip, products=[made[0][0]])
    broadcast = live.schedule_broadcast(event=event, slug="quynh-son", name={"vi": "Trực tiếp"}, poster=asset("phong"))
    (duck, duck_offer, lot), (honey, honey_offer, _lot) = made
    return World(
        province, village, union, ha, sim, house, campaign, phase, event, broadcast, clip, duck, honey, duck_offer,
        honey_offer, lot,
    )  # fmt: skip


def read(client: Client, address: str) -> str:
    """The page without what is another for each reader, and its status."""
    response = client.get(address)
    return f"{response.status_code} " + OF_ONE_READER.sub(r"\1", response.content.decode())


def anew(client: Client, address: str) -> str:
    """The same page as it would be if none were kept."""
    room, shelf.room = shelf.room, 0
    try:
        return read(client, address)
    finally:
        shelf.room = room


def all_true(client: Client, pages: dict[str, str], what: str) -> dict[str, str]:
    """The pages as they are served after `what`; each that was kept is what it would be if it were made anew."""
    found = {}
    for name, address in pages.items():
        kept = shelf.get(("vi", address))
        found[name] = read(client, address)
        if kept is not None and shelf.get(("vi", address)) is kept:
            assert found[name].splitlines() == anew(client, address).splitlines(), f"{name}: {what}"
    return found
