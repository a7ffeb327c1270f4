"""Promo codes: at the desk, at checkout, and in what evidence is told."""

import uuid

import pytest
from django.urls import reverse

from phien.evidence.actions import Pseudonyms
from phien.evidence.models import Change
from phien.market import actions, errors
from phien.market.models import PromoCode, Purchase
from phien.market.tests.test_pages import address, hidden, order, put
from phien.people.models import Role


@pytest.fixture
def promo(cast):
    return actions.make_promo_code(campaign=cast.campaign, creator=cast.organiser, code="sim lạng-10")


def placed():
    return Change.objects.get(noun="purchase", verb="placed").facts


def test_a_code_is_read_as_people_say_it(cast, promo):
    assert promo.code == "SIMLANG10"
    assert actions.known_promo_code(campaign=cast.campaign, typed=" Sim Lang 10 ") == promo
    assert actions.known_promo_code(campaign=cast.campaign, typed="  ") is None
    with pytest.raises(errors.PromoCodeTaken):
        actions.make_promo_code(campaign=cast.campaign, creator=cast.packer, code="SIMLANG10")
    for wrong in ("ab", "x" * 21, "!!!"):
        with pytest.raises(errors.WrongPromoCode):
            actions.make_promo_code(campaign=cast.campaign, creator=cast.packer, code=wrong)
    assert len(actions.make_promo_code(campaign=cast.campaign, creator=cast.packer).code) == 6


def test_checkout_takes_the_code_and_evidence_learns_of_it(client, cast, promo):
    put(client, cast.duck_offer)
    review = client.post("/en" + reverse("checkout"), address(cast, review="1", promo="simlang10"))
    assert "Code SIMLANG10" in review.content.decode()
    assert client.post(reverse("checkout_place"), hidden(review)).status_code == 302
    assert Purchase.objects.get().promo == promo
    facts = placed()
    assert (facts["promo"], facts["promo_creator"], facts["external_key"]) == ("SIMLANG10", "chi-hoa", "")


def test_an_unknown_code_is_told_kindly_and_the_basket_stays(client, cast, promo):
    put(client, cast.duck_offer, 2)
    response = client.post("/en" + reverse("checkout"), address(cast, review="1", promo="SIMLANG11"))
    assert response.status_code == 422
    html = response.content.decode()
    assert "is not known here" in html
    assert "SIMLANG11" in html
    assert not Purchase.objects.exists()
    assert order(client, cast).status_code == 302
    assert placed()["promo"] == ""


def test_a_code_that_is_stopped_meanwhile_is_told(client, cast, promo):
    put(client, cast.duck_offer)
    sent = hidden(client.post(reverse("checkout"), address(cast, review="1", promo="SIMLANG10")))
    actions.stop_promo_code(promo_code=promo)
    assert client.post(reverse("checkout_place"), sent).status_code == 422
    assert not Purchase.objects.exists()
    actions.use_promo_code_again(promo_code=promo)
    assert client.post(reverse("checkout_place"), sent).status_code == 302


def test_buying_in_one_step_takes_it_too(client, cast, promo):
    data = address(cast, quantity="1", key=str(uuid.uuid4()))
    assert client.post(reverse("buy", args=[cast.duck_offer.pk]), {**data, "promo": "X1X2X3"}).status_code == 422
    assert client.post(reverse("buy", args=[cast.duck_offer.pk]), {**data, "promo": promo.code}).status_code == 302
    assert placed()["promo_creator"] == "chi-hoa"


def test_another_channels_order_is_entered_once(cast, key):
    actions.set_aside(lot=cast.duck_lot, quantity=3, to="tiktok", by=cast.packer)
    facts = {
        "campaign": cast.campaign, "outlet": "tiktok", "buyer": cast.buyer(), "provider": "outside", "by": cast.packer,
        "lines": [(cast.duck_offer, 1)], "external_order": " 5769 2345678901234567 ",
    }  # fmt: skip
    purchase = actions.enter_order(idempotency_key=key, **facts)
    assert purchase.external_order == "57692345678901234567"
    assert placed()["external_key"] == Pseudonyms("order")("tiktok", "57692345678901234567")
    assert actions.enter_order(idempotency_key=key, **facts) == purchase
    with pytest.raises(errors.EnteredBefore):
        actions.enter_order(idempotency_key=uuid.uuid4(), **facts)
    assert Purchase.objects.count() == 1


def test_the_desk_makes_stops_and_lists(client, cast, promo):
    home = f"/en/desk/market/{cast.campaign.slug}/promo/"
    Role.objects.create(actor=cast.packer, duty="creator", scope=cast.campaign.scope)
    assert "/account/login/" in client.get(home).url
    client.force_login(cast.packer.user)
    assert "SIMLANG10" in client.get(home).content.decode()
    assert client.post(home + "make/", {"creator": "anh-son", "code": "SON10"}).status_code == 403
    assert client.post(f"{home}{promo.pk}/stop/").status_code == 403
    client.force_login(cast.organiser.user)
    assert client.post(home + "make/", {"creator": "anh-son", "code": "son 10"}).status_code == 302
    assert client.post(home + "make/", {"creator": "anh-son", "code": "SON10"}).status_code == 422
    assert client.post(home + "make/", {"creator": "nobody"}).status_code == 422
    assert client.get(home + "make/").status_code == 405
    assert client.post(f"{home}{promo.pk}/stop/").status_code == 302
    assert "Use again" in client.get(home).content.decode()
    assert client.post(f"{home}{promo.pk}/again/").status_code == 302
    assert client.post(f"{home}999/stop/").status_code == 404
    assert set(PromoCode.objects.filter(stopped_at=None).values_list("code", flat=True)) == {"SIMLANG10", "SON10"}
    table = client.get(f"/en/desk/market/{cast.campaign.slug}/promo.csv?q=son").content.decode()
    assert "SON10" in table
    assert "SIMLANG10" not in table


def test_a_producer_has_no_promo_codes(client, cast, promo, django_user_model):
    cast.that_khe.user = django_user_model.objects.create_user("khe")
    cast.that_khe.save()
    Role.objects.create(actor=cast.that_khe, duty="producer", scope=cast.campaign.scope)
    client.force_login(cast.that_khe.user)
    assert client.get(f"/desk/market/{cast.campaign.slug}/promo/").status_code == 403
