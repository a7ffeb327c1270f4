"""The people and the campaign that tests of campaigns and of the rooms above play with.

Hà organises the market; Kiên organises another campaign; Bích packs for the market;
Sim creates clips for it; Hảo knows, and sells.
Lan organises the whole site.
"""

from dataclasses import dataclass
from datetime import timedelta

from phien.campaigns import actions
from phien.campaigns.models import Campaign, Event
from phien.lib import clock
from phien.people.actions import add_actor, give_account, give_role, site_scope
from phien.people.models import Actor, User
from phien.places.actions import add_place
from phien.places.models import Place


@dataclass
class Cast:
    province: Place
    village: Place
    market: Campaign
    other: Campaign
    live: Event
    ha: Actor
    kien: Actor
    lan: Actor
    bich: Actor
    sim: Actor
    hao: Actor

    def user(self, name: str) -> User:
        actor: Actor = getattr(self, name)
        return give_account(actor=actor, username=name)


def build() -> Cast:
    now = clock.now().replace(second=0, microsecond=0)
    province = add_place(slug="lang-son", kind="province", code="20", prefix="Tỉnh", name="Lạng Sơn", has_page=True)
    village = add_place(slug="quynh-son", kind="village", parent=province, name="Quỳnh Sơn", has_page=True)
    union = add_actor(slug="lien-minh", kind="organisation", name="Liên minh HTX", place=province)
    ha, kien, lan, bich, sim, hao = (
        add_actor(slug=slug, name=name, place=village)
        for slug, name in (
            ("ha", "Lương Thu Hà"),
            ("kien", "Triệu Văn Kiên"),
            ("lan", "Lan"),
            ("bich", "Bích"),
            ("sim", "Bếp Nhà Sim"),
            ("hao", "Dương Thị Hảo"),
        )
    )
    market = actions.add_campaign(
        slug="cho-phien",
        name={"vi": "Chợ phiên Lạng Sơn", "en": "Lạng Sơn market day"},
        lead={"vi": "Xem tận nơi, mua ngay.", "en": "See it, buy it."},
        organiser=union,
        by=ha,
        place=province,
        hashtags=["#DacSanXuLang"],
        starts_at=now - timedelta(days=2),
        ends_at=now + timedelta(days=5),
        is_public=True,
    )
    other = actions.add_campaign(
        slug="mua-hong",
        name="Mùa hồng",
        organiser=kien,
        place=province,
        starts_at=now - timedelta(days=40),
        ends_at=now - timedelta(days=30),
        is_public=True,
    )
    for actor, duty in ((bich, "packer"), (sim, "creator"), (hao, "local"), (hao, "producer")):
        give_role(actor=actor, duty=duty, scope=market.scope)
    give_role(actor=lan, duty="organiser", scope=site_scope())
    live = actions.add_event(
        campaign=market,
        slug="live-quynh-son",
        kind="live",
        name={"vi": "Trực tiếp từ Quỳnh Sơn", "en": "Live from Quỳnh Sơn"},
        place=village,
        starts_at=now - timedelta(hours=2),
        ends_at=now + timedelta(hours=5),
    )
    return Cast(province, village, market, other, live, ha, kien, lan, bich, sim, hao)
