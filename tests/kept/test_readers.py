"""A kept page holds nothing of one reader, and each reader finds their own in it."""

import gzip
import re
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from phien.editions.actions import renew
from phien.editions.pages import shelf
from phien.evidence import tokens
from phien.lib import codes
from phien.people.actions import give_account
from tests.kept.world import World, anew, build, read


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return build()


def html(client: Client, address: str, **query: str) -> str:
    return client.get(address, query).content.decode()


def marks(page: str) -> list[tokens.Mark]:
    found = re.findall(r'(?:data-hit|data-click-token|data-heartbeat)="([^"]+)"', page)
    return [tokens.read(token) for token in found]


def test_no_two_pages_share_a_token(world: World) -> None:
    for name, address in world.pages.items():
        first, second = html(Client(), address), html(Client(), address)
        nonces = [mark.nonce for page in (first, second) for mark in marks(page)]
        assert len(nonces) == len(set(nonces)) > 1, name
        for token in re.findall(r'csrfmiddlewaretoken" value="(\\w+)"', first):
            assert token not in second


def test_a_form_of_a_kept_page_is_accepted(world: World) -> None:
    html(Client(), world.pages["product"])
    client = Client(enforce_csrf_checks=True)
    page = html(client, world.pages["product"])
    [token] = set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page))
    add = reverse("basket_add", args=[world.duck_offer.pk])
    facts = {"quantity": 2, "origin": "", "via": ""}
    assert client.post(add, facts).status_code == 403
    assert client.post(add, facts | {"csrfmiddlewaretoken": token}).status_code == 302


def test_what_lies_in_a_basket_is_seen_by_its_owner_alone(world: World) -> None:
    owner, other = Client(), Client()
    owner.post(reverse("basket_add", args=[world.duck_offer.pk]), {"quantity": 3})
    for name in ("campaign", "product", "clip"):
        for _ in range(2):
            assert "(3)" in html(owner, world.pages[name])
            assert "(3)" not in html(other, world.pages[name])


def test_a_note_is_told_once_and_to_one(world: World) -> None:
    html(Client(), world.pages["product"])
    told, other = Client(), Client()
    told.post(reverse("basket_add", args=[world.duck_offer.pk]), {"quantity": 1})
    with_note = [client for client in (other, told, told) if 'class="wrap notes"' in html(client, world.pages["home"])]
    assert with_note in ([told], [])  # the basket's own page may have told it


def test_who_has_signed_in_is_known_to_their_own_page_and_its_tokens(world: World) -> None:
    staff = Client()
    staff.force_login(give_account(actor=world.ha))
    for client, is_staff in ((staff, True), (Client(), False), (staff, True)):
        for address in world.pages.values():
            page = html(client, address)
            assert {mark.is_staff for mark in marks(page)} == {is_staff}
        assert (f'href="{reverse("desk")}"' in html(client, world.pages["home"])) == is_staff


def test_the_short_link_is_carried_on_for_who_came_by_it(world: World) -> None:
    code = codes.make(6)
    for name in ("campaign", "product", "clip", "room"):
        address = world.pages[name]
        plain, by_link = html(Client(), address), html(Client(), address, via=code, fbclid="x")
        assert code not in plain
        assert {mark.link for mark in marks(by_link)} == {code}
        assert f"via={code}&amp;fbclid=x" in by_link  # to the same page in another language
    assert f'name="via" value="{code}"' in html(Client(), world.pages["product"], via=code)
    assert len(shelf._pages) == 4


def test_what_an_address_says_cannot_get_into_a_page(world: World) -> None:
    for name, address in world.pages.items():
        for query in ({"via": "<script>x"}, {"o": '"><script>x'}, {"nothing": '"><script>x'}):
            assert "<script>x" not in html(Client(), address, **query), name
    assert read(Client(), world.pages["campaign"]) == anew(Client(), world.pages["campaign"])


def test_each_language_has_its_page(world: World) -> None:
    vietnamese, english = world.pages["campaign"], "/en" + world.pages["campaign"]
    for _ in range(2):
        assert "<h1>Chợ phiên</h1>" in html(Client(), vietnamese)
        assert "<h1>Market day</h1>" in html(Client(), english)


def test_a_search_is_made_for_its_reader_alone(world: World) -> None:
    address = world.pages["campaign"]
    assert "mat-ong" in html(Client(), address)
    for _ in range(2):
        assert 'aria-current="true">' in html(Client(), address, group="food")
    assert read(Client(), address) == anew(Client(), address)
    assert len(shelf._pages) == 1


def test_what_is_not_there_is_not_kept(world: World) -> None:
    for address in ("/c/nichts/", "/clip/nichts/", "/live/nichts/", "/p/cho-phien/nichts/"):
        assert Client().get(address).status_code == 404
    assert Client().post(world.pages["campaign"]).status_code == 405
    assert len(shelf._pages) == 0


def test_compressed_it_is_the_same_page(world: World) -> None:
    for name, address in world.pages.items():
        answer = Client(headers={"accept-encoding": "gzip"}).get(address)
        assert answer["Content-Encoding"] == "gzip"
        assert int(answer["Content-Length"]) == len(answer.content)
        assert {"Accept-Encoding", "Cookie"} <= {word.strip() for word in answer["Vary"].split(",")}, name
        plain = SimpleNamespace(
            get=lambda _, got=answer: SimpleNamespace(status_code=200, content=gzip.decompress(got.content))
        )
        assert read(plain, address) == read(Client(), address)


COLD = {"home": 13, "campaign": 26, "programme": 5, "clip": 17, "product": 22, "room": 15, "results": 3}
WARM = {"home": 1, "campaign": 2, "programme": 1, "clip": 2, "product": 2, "room": 3, "results": 1}


@pytest.mark.parametrize("name", WARM)
def test_what_a_page_asks_of_the_database(world: World, name: str, django_assert_num_queries) -> None:
    client, address = Client(), world.pages[name]
    renew("people")
    with django_assert_num_queries(COLD[name]):
        client.get(address)
    with django_assert_num_queries(WARM[name]):
        client.get(address)
