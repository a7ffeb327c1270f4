"""The line as its desk sees it, and closing it."""

import uuid

import pytest

from phien.market.actions.claims import Claim, settle
from phien.market.models import Waiting


@pytest.fixture
def waiting(desk):
    """All ducks are held; three people wait."""
    offer = desk.market.duck_offer
    settle([Claim(uuid.uuid4(), offer.pk, 5, phone=f"+8491234500{n}") for n in range(2)])
    claims = [Claim(uuid.uuid4(), offer.pk, 1, phone=f"+8491234567{n}") for n in range(3)]
    settle(claims)
    return [claim.key for claim in claims]


@pytest.fixture
def url(desk):
    return "/en" + desk.url(f"offers/{desk.market.duck_offer.pk}/line/")


def rows(answer):
    return answer.content.decode().count('class="number"')


@pytest.mark.usefixtures("waiting")
def test_the_desk_sees_who_waits(desk, packer, url):
    page = packer.get(url)
    assert rows(page) == 3
    assert "0912 345 671" in page.content.decode()
    assert rows(packer.get(url, {"q": "2"})) == 1
    assert rows(packer.get(url, {"q": "345 671"})) == 1
    assert rows(packer.get(url, {"q": "nobody"})) == 0
    assert rows(packer.get(url, {"state": "called"})) == 0
    assert rows(packer.get(url, {"state": "no-state", "page": "99"})) == 3
    for place in ("offers/", "stock/"):
        assert "3 people in line" in packer.get("/en" + desk.url(place)).content.decode()


@pytest.mark.usefixtures("waiting")
def test_a_house_sees_its_own_line_without_phones(duck_house, honey_house, url):
    page = duck_house.get(url)
    assert rows(page) == 3
    assert "0912 345 671" not in page.content.decode()
    assert honey_house.get(url).status_code == 404


@pytest.mark.usefixtures("waiting")
def test_the_line_is_closed_once(packer, url):
    assert packer.get(f"{url}close/").status_code == 405
    for _ in range(2):
        assert packer.post(f"{url}close/").status_code == 302
    assert set(Waiting.objects.values_list("state", flat=True)) == {"over"}
    assert rows(packer.get(url, {"state": "over"})) == 3


@pytest.mark.usefixtures("waiting")
def test_others_close_nothing(desk, packer, duck_house, refused_ones, client, url):
    assert duck_house.post(f"{url}close/").status_code == 403
    for other in refused_ones:
        assert other.get(url).status_code == 404
        assert other.post(f"{url}close/").status_code == 404
    assert client.post(f"{url}close/").status_code == 302  # to the sign-in
    assert packer.post(desk.url("offers/999999/line/close/")).status_code == 404
    assert Waiting.objects.filter(state="waiting").count() == 3
