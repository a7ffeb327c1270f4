"""The desk's cast: the market's own, and people with and without a duty at its desk."""

from dataclasses import dataclass

import pytest
from django.test import Client

from phien.lib.texts import Text
from phien.market import actions
from phien.market.tests.conftest import Cast, make_cast
from phien.people.models import Actor, Role, User


@dataclass
class DeskCast:
    market: Cast

    def person(self, slug, duty="", works_for=None, scope=None):
        user = User.objects.create_user(slug)
        actor = Actor.objects.create(slug=slug, kind="person", name=Text(vi=slug), user=user, works_for=works_for)
        if duty:
            Role.objects.create(actor=actor, duty=duty, scope=scope or self.market.campaign.scope)
        return actor

    def client(self, actor):
        client = Client()
        client.force_login(actor.user)
        return client

    def order(self, *lines, **changes):
        purchase = self.market.buy(*(lines or ((self.market.duck_offer, 2),)), **changes)
        return purchase.orders.get(number=1)

    def url(self, path=""):
        return f"/desk/market/{self.market.campaign.slug}/{path}"


@pytest.fixture
def desk(db):
    return DeskCast(make_cast())


@pytest.fixture
def packer(desk):
    return desk.client(desk.market.packer)


@pytest.fixture
def organiser(desk):
    return desk.client(desk.market.organiser)


@pytest.fixture
def duck_house(desk):
    """Somebody of the duck's producer."""
    return desk.client(desk.person("chi-vit", "producer", works_for=desk.market.that_khe))


@pytest.fixture
def honey_house(desk):
    return desk.client(desk.person("anh-ong", "producer", works_for=desk.market.quynh_son))


@pytest.fixture
def refused_ones(desk):
    """People signed in who have nothing to do at this desk."""
    return [
        desk.client(desk.person(f"person-{duty or 'none'}", duty)) for duty in ("moderator", "creator", "auditor", "")
    ]


def stock_of(lot, outlet="site"):
    return lot.stocks.get(outlet=outlet)


def pay(order, amount=None, external_id="B1"):
    return actions.receive_payment(
        reference=order.payment.reference, amount=amount or order.payment.amount, external_id=external_id
    )
