"""A market day with one order, an organiser of the site, one of the campaign, an auditor, a packer; and another day."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from phien.campaigns.models import Campaign, Event
from phien.lib import clock
from phien.live.models import Broadcast
from phien.market.tests.conftest import make_cast
from phien.people.actions import add_actor, give_account, give_role, make_scope, site_scope
from phien.people.models import Actor


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(give_account(actor=actor))
    return client


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def day(db: None, settings: object, tmp_path: Path) -> SimpleNamespace:
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        }
    }
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PHIEN_VIDEO_ROOT = tmp_path / "video"
    cast = make_cast()
    keeper = add_actor(name="Chị Lan", slug="chi-lan")
    give_role(actor=keeper, duty="organiser", scope=site_scope())
    cast.campaign.scope.parent = site_scope()
    cast.campaign.scope.save()
    auditor = add_actor(name="Anh Toàn", slug="anh-toan")
    give_role(actor=auditor, duty="auditor", scope=cast.campaign.scope)
    other = Campaign.objects.create(
        slug="khac", name={"vi": "Chợ khác"}, organiser=cast.union, place=cast.lang_son,
        scope=make_scope(kind="campaign", label="Chợ khác"), starts_at=cast.campaign.starts_at,
        ends_at=cast.campaign.ends_at, is_public=True,
    )  # fmt: skip
    neighbour = add_actor(name="Bà Mai", slug="ba-mai")
    give_role(actor=neighbour, duty="organiser", scope=other.scope)
    purchase = cast.buy((cast.duck_offer, 2), note="Gọi trước khi giao")
    stranger = add_actor(name="Ông Bảy", slug="ong-bay")
    return SimpleNamespace(
        cast=cast, campaign=cast.campaign, other=other, keeper=keeper, organiser=cast.organiser, auditor=auditor,
        packer=cast.packer, neighbour=neighbour, stranger=stranger, purchase=purchase,
    )  # fmt: skip


def complete(day: SimpleNamespace) -> None:
    """The order's parcel arrives and is paid for at the door."""
    from phien.market import actions

    for order in day.purchase.orders.all():
        actions.mark_packed(order=order, by=day.packer)
        actions.mark_handed_over(order=order, carrier="VNPost", tracking="EK123456789VN", by=day.packer)
        actions.mark_delivered(order=order, by=day.packer)


@pytest.fixture
def room(day: SimpleNamespace) -> Broadcast:
    """A broadcast of the campaign that is on."""
    event = Event.objects.create(
        campaign=day.campaign, slug="quynh-son", kind="live", name={"vi": "Từ Quỳnh Sơn"}, place=day.campaign.place,
        scope=make_scope(kind="event", label="Quỳnh Sơn", parent=day.campaign.scope),
        starts_at=day.campaign.starts_at, ends_at=day.campaign.ends_at,
    )  # fmt: skip
    return Broadcast.objects.create(
        event=event, slug="quynh-son", name={"vi": "Từ Quỳnh Sơn"}, started_at=clock.now() - timedelta(minutes=5)
    )
