"""Buying with pages alone: product, basket, checkout, order."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from phien.content.models import Link
from phien.editions.actions import renew
from phien.evidence.models import Change
from phien.lib import clock, codes
from phien.market import actions, origins
from phien.market.editions import GOODS
from phien.market.models import Certificate, Hold, Offer, Order, Payment, Purchase, StorageCondition

from .conftest import PHONE


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def address(cast, **changes):
    facts = {
        "name": "Nguyễn Thị Hà",
        "phone": "0912 345 678",
        "province": cast.lang_son.pk,
        "commune": cast.bac_son.pk,
        "street": "Thôn Nà Riềng",
        "note": "",
        "provider": "cod",
    }
    return facts | changes


def put(client, offer, quantity=1, **more):
    return client.post(reverse("basket_add", args=[offer.pk]), {"quantity": quantity, **more})


def hidden(response):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode()))


def order(client, cast, **changes):
    review = client.post(reverse("checkout"), address(cast, review="1", **changes))
    assert review.status_code == 200, words(review)
    return client.post(reverse("checkout_place"), hidden(review))


def test_the_product_page_says_what_helps_to_decide(client, cast):
    StorageCondition.objects.create(product=cast.duck, condition={"vi": "Hút chân không, ngăn mát"}, days=22, max_c=5)
    today = clock.today()
    good = {
        "product": cast.duck,
        "scheme": "ocop",
        "issuer": {"vi": "UBND tỉnh"},
        "issued_on": today - timedelta(days=9),
    }
    Certificate.objects.create(**good, stars=4, number="OK-1", expires_on=today)
    Certificate.objects.create(**good, stars=5, number="OLD-1", expires_on=today - timedelta(days=1))
    page = words(client.get(reverse("product", args=["cho-phien", "vit-quay"])))
    for said in ("Vịt quay Lạng Sơn", "385.000", "22", "Lò vịt Thất Khê", "OK-1", "★★★★ OCOP"):
        assert said in page
    assert "OLD-1" not in page


def test_the_product_page_in_each_state(client, cast):
    url = reverse("product", args=["cho-phien", "vit-quay"])
    form = reverse("basket_add", args=[cast.duck_offer.pk])
    assert form in words(client.get(url))
    offer = cast.duck_offer
    now = clock.now()
    for change in (
        {"paused_at": now},
        {"paused_at": None, "starts_at": now + timedelta(hours=1), "ends_at": now + timedelta(hours=2)},
        {"starts_at": now - timedelta(hours=2), "ends_at": now - timedelta(hours=1)},
    ):
        for name, value in change.items():
            setattr(offer, name, value)
        offer.save()
        renew(GOODS)
        response = client.get(url)
        assert response.status_code == 200
        assert form not in words(response)


def test_unknown_and_private_products_are_not_found(client, cast):
    assert client.get(reverse("product", args=["cho-phien", "nothing"])).status_code == 404
    cast.campaign.is_public = False
    cast.campaign.save()
    assert client.get(reverse("product", args=["cho-phien", "vit-quay"])).status_code == 404
    assert put(client, cast.duck_offer).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "zh-hans"])
def test_the_pages_in_other_languages(client, cast, language):
    for path in ("/p/cho-phien/vit-quay/", "/basket/", "/orders/"):
        assert client.get(f"/{language}{path}").status_code == 200


@pytest.mark.parametrize("quantity", ["0", "-1", "1000000000", "99999999999999999999", "two", "", "1.5"])
def test_a_wrong_quantity_is_told_on_the_page(client, cast, quantity):
    response = put(client, cast.duck_offer, quantity)
    assert response.status_code == 400
    assert 'role="alert"' in words(response)
    assert Hold.objects.count() == 0


def test_more_than_left_names_what_is_left(client, cast):
    for _ in range(2):
        actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=4)
    response = put(client, cast.duck_offer, 3)
    assert response.status_code == 409
    assert "2" in words(response).split('role="alert"')[1][:120]


def test_basket_change_remove_undo(client, cast):
    token = origins.token("clip:quay-vit")
    assert put(client, cast.duck_offer, 2, origin=token).url == reverse("basket")
    client.post(reverse("basket_change", args=[cast.duck_offer.pk]), {"quantity": 3})
    assert Hold.objects.get().quantity == 3
    client.post(reverse("basket_change", args=[cast.duck_offer.pk]), {"quantity": 0})
    assert Hold.objects.get().quantity == 3
    client.post(reverse("basket_remove", args=[cast.duck_offer.pk]))
    page = client.get(reverse("basket"))
    undo = hidden(page)
    assert (undo["quantity"], undo["origin"]) == ("3", token)
    put(client, cast.duck_offer, **undo)
    assert Hold.objects.get(state="active").origin == "clip:quay-vit"
    assert "undo" not in words(client.get(reverse("basket")))


def test_an_invented_origin_is_dropped(client, cast):
    put(client, cast.duck_offer, origin="broadcast:quynh-son", via="LV7K3M9Q")
    assert (Hold.objects.get().origin, Hold.objects.get().via) == ("", "")


def test_a_basket_is_nobody_elses(client, cast, django_user_model):
    put(client, cast.duck_offer, 2)
    other = type(client)()
    other.post(reverse("basket_change", args=[cast.duck_offer.pk]), {"quantity": 1})
    other.post(reverse("basket_remove", args=[cast.duck_offer.pk]))
    assert Hold.objects.get(state="active").quantity == 2
    key = str(Hold.objects.get().basket.key)
    assert other.get(reverse("checkout"), {"basket": key}).url == reverse("basket")
    assert other.post(reverse("checkout_place"), {"basket": key}).url == reverse("basket")


def test_from_basket_to_order_page(client, cast):
    code = codes.make()
    Link.objects.create(code=code, campaign=cast.campaign, creator=cast.organiser, target="/", made_at=clock.now())
    put(client, cast.duck_offer, 2, via=code, origin=origins.token("broadcast:quynh-son"))
    put(client, cast.honey_offer, 1)
    placed = order(client, cast)
    purchase = Purchase.objects.get()
    assert placed.url == reverse("order", args=[purchase.code])
    assert (purchase.phone, purchase.via, purchase.via_basis) == (PHONE, code, "form")
    page = words(client.get(placed.url))
    assert purchase.code in page
    assert "0912 345 678" in page
    assert purchase.orders.count() == 2
    facts = Change.objects.get(noun="purchase").facts
    assert (facts["creator"], facts["origin"], facts["province_code"]) == ("chi-hoa", "broadcast:quynh-son", "20")
    assert Change.objects.filter(noun="order", verb="placed").count() == 2
    assert "Nguyễn" not in str(list(Change.objects.values("facts")))


def test_a_replayed_checkout_shows_the_same_purchase(client, cast):
    put(client, cast.duck_offer, 1)
    review = client.post(reverse("checkout"), address(cast, review="1"))
    sent = hidden(review)
    first = client.post(reverse("checkout_place"), sent)
    second = client.post(reverse("checkout_place"), sent)
    third = client.get(reverse("checkout"), {"basket": sent["basket"]})
    assert first.url == second.url == third.url
    assert Purchase.objects.count() == 1


def test_what_was_typed_is_kept(client, cast):
    put(client, cast.duck_offer, 1)
    step = client.post(reverse("checkout"), address(cast, communes="1", commune="", street="Ngõ 5 <b>"))
    assert step.status_code == 200
    assert "Ngõ 5 &lt;b&gt;" in words(step)
    assert f'value="{cast.bac_son.pk}"' in words(step)
    assert f'value="{cast.ninh_kieu.pk}"' not in words(step)
    assert "Ngõ 5" in words(client.get(reverse("checkout")))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": "123"}, "phone"),
        ({"phone": "abc"}, "phone"),
        ({"phone": "+1"}, "phone"),
        ({"name": ""}, "name"),
        ({"commune": "ninh_kieu"}, "commune"),
        ({"commune": ""}, "commune"),
        ({"province": "999999999999999999999"}, "province"),
        ({"province": "x", "commune": ""}, "province"),
        ({"street": "a" * 201}, "street"),
        ({"provider": "outside"}, "provider"),
        ({"provider": ""}, "provider"),
    ],
)
def test_a_wrong_field_is_told_and_nothing_is_ordered(client, cast, change, field):
    put(client, cast.duck_offer, 1)
    change = {name: cast.ninh_kieu.pk if value == "ninh_kieu" else value for name, value in change.items()}
    for name in ("checkout", "checkout_place"):
        basket = Hold.objects.get().basket.key
        response = client.post(reverse(name), address(cast, basket=basket, review="1", **change))
        assert response.status_code == 400
        assert field in response.context["form"].errors
        assert "Thôn Nà Riềng" in words(response) or field == "street"
    assert not Purchase.objects.exists()
    assert Hold.objects.get().state == "active"


def test_sold_out_during_checkout_keeps_the_form(client, cast):
    put(client, cast.duck_offer, 3)
    sent = hidden(client.post(reverse("checkout"), address(cast, review="1")))
    actions.expire_holds(clock.now() + timedelta(hours=1))
    cast.buy((cast.duck_offer, 5))
    cast.buy((cast.duck_offer, 4))
    response = client.post(reverse("checkout_place"), sent)
    assert response.status_code == 409
    assert "Thôn Nà Riềng" in words(response)
    assert Purchase.objects.count() == 2


def test_held_pieces_keep_their_price(client, cast):
    put(client, cast.duck_offer, 1)
    sent = hidden(client.post(reverse("checkout"), address(cast, review="1")))
    Offer.objects.filter(pk=cast.duck_offer.pk).update(price=400_000)
    client.post(reverse("checkout_place"), sent)
    assert Purchase.objects.get().orders.get().goods_amount == 385_000


def test_held_pieces_cost_less_when_the_price_falls(client, cast):
    put(client, cast.duck_offer, 2)
    Offer.objects.filter(pk=cast.duck_offer.pk).update(price=300_000)
    sent = hidden(client.post(reverse("checkout"), address(cast, review="1")))
    assert sent["total"] == "630000"
    client.post(reverse("checkout_place"), sent)
    assert Purchase.objects.get().orders.get().goods_amount == 600_000


def test_a_changed_price_is_looked_at_again_when_the_hold_is_over(client, cast):
    put(client, cast.duck_offer, 1)
    sent = hidden(client.post(reverse("checkout"), address(cast, review="1")))
    Offer.objects.filter(pk=cast.duck_offer.pk).update(price=400_000)
    actions.expire_holds(clock.now() + timedelta(minutes=16))
    response = client.post(reverse("checkout_place"), sent)
    assert response.status_code == 409
    assert hidden(response)["total"] == "430000"
    assert not Purchase.objects.exists()
    assert client.post(reverse("checkout_place"), hidden(response)).status_code == 302


def test_the_communes_of_a_province(client, cast):
    url = reverse("commune_options")
    assert "Bắc Sơn" in words(client.get(url, {"province": cast.lang_son.pk}))
    for wrong in ("", "x", "0", str(cast.bac_son.pk), "9" * 30):
        assert client.get(url, {"province": wrong}).status_code == 404


def test_a_transfer_shows_account_memo_and_code(client, cast):
    put(client, cast.duck_offer, 1)
    page = words(client.get(order(client, cast, provider="bank_transfer").url))
    payment = Payment.objects.get()
    assert payment.reference in page
    assert "1002003000" in page
    assert 'class="qr"' in page


def test_the_order_page_needs_code_and_phone(client, cast):
    purchase = cast.buy((cast.duck_offer, 1))
    url = reverse("order", args=[purchase.code])
    assert client.get(url).url == f"{reverse('orders')}?code={purchase.code}"
    wrong_phone = client.post(reverse("orders"), {"code": purchase.code, "phone": "0987654321"})
    unknown = client.post(reverse("orders"), {"code": codes.make(), "phone": "0912345678"})
    assert wrong_phone.status_code == unknown.status_code == 404
    said = [re.search(r'role="alert">(.*?)</div>', words(page))[1] for page in (wrong_phone, unknown)]
    assert said[0] == said[1]
    assert client.post(reverse("orders"), {"code": "AAAA", "phone": "1"}).status_code == 400
    found = client.post(reverse("orders"), {"code": f" {purchase.code.lower()} ", "phone": "+84 912 345 678"})
    assert found.url == url
    response = client.get(url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_trying_out_phones_is_stopped(client, cast):
    purchase = cast.buy((cast.duck_offer, 1))
    answers = [
        client.post(reverse("orders"), {"code": purchase.code, "phone": f"09876543{n:02}"}).status_code
        for n in range(11)
    ]
    assert answers == [404] * 10 + [429]


def test_the_buyer_cancels_from_the_page_until_it_is_packed(client, cast):
    put(client, cast.duck_offer, 1)
    url = order(client, cast).url
    row = Order.objects.get()
    cancel = reverse("order_cancel", args=[row.purchase.code, 1])
    type(client)().post(cancel)
    assert Order.objects.get().state == "placed"
    assert client.get(cancel).status_code == 405
    actions.mark_packed(order=row, by=cast.packer)
    client.post(cancel)
    assert Order.objects.get().state == "placed"
    actions.unpack(order=row, by=cast.packer)
    client.post(cancel)
    assert Order.objects.get().cancel_code == "buyer"
    assert client.get(url).status_code == 200
    assert client.post(reverse("order_cancel", args=[row.purchase.code, 9])).status_code == 302


def quick(cast, **changes):
    return address(cast, quantity=1, key=str(uuid.uuid4()), origin="", via="", **changes)


def test_buying_at_once_answers_in_json(client, cast):
    url = reverse("buy", args=[cast.duck_offer.pk])
    data = quick(cast) | {"origin": origins.token("broadcast:quynh-son")}
    answers = [client.post(url, data, headers={"Accept": "application/json"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["order_url"] == reverse("order", args=[Purchase.objects.get().code])
    wrong = client.post(url, quick(cast, phone="1"), headers={"Accept": "application/json"})
    assert wrong.status_code == 400
    assert list(wrong.json()["errors"]) == ["phone"]
    cast.buy((cast.duck_offer, 5))
    cast.buy((cast.duck_offer, 4))
    gone = client.post(url, quick(cast), headers={"Accept": "application/json"})
    assert (gone.status_code, gone.json()["code"]) == (409, "sold_out")


def test_buying_at_once_without_a_script(client, cast):
    url = reverse("buy", args=[cast.duck_offer.pk])
    assert "<html" in words(client.get(url))
    assert "<html" not in words(client.get(url, {"part": "1"}))
    step = client.post(url, quick(cast, communes="1", commune=""))
    assert "Bắc Sơn" in words(step)
    assert client.post(url, quick(cast) | {"quantity": 0}).status_code == 400
    assert client.post(url, quick(cast) | {"key": "x"}).status_code == 400
    assert client.post(url, quick(cast)).url.endswith(f"{Purchase.objects.get().code}/")


def test_the_pages_cost_few_statements(client, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        client.get(reverse("product", args=["cho-phien", "vit-quay"]))
    put(client, cast.duck_offer, 1)
    put(client, cast.honey_offer, 1)
    with django_assert_max_num_queries(14):
        client.get(reverse("basket"))
    order(client, cast)
    with django_assert_max_num_queries(14):
        client.get(reverse("order", args=[Purchase.objects.get().code]))
