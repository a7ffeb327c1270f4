"""What one process changes, the next page of another shows."""

import urllib.request
from collections.abc import Callable

import pytest

from phien.campaigns import actions as campaigns
from phien.config.testing_servers import Site
from phien.market import actions as market
from tests.kept.world import build


@pytest.mark.timeout(300)
def test_another_process_shows_it_at_once(sites: Callable[..., Site]) -> None:
    world, site = build(), sites()

    def page(name: str) -> str:
        with urllib.request.urlopen(site.origin + world.pages[name], timeout=30) as answer:
            return str(answer.read().decode())

    for _ in range(2):
        assert "Mua ngay" in page("campaign")
    campaigns.change_campaign(campaign=world.market, lead={"vi": "Ba ngày chợ"})
    assert "Ba ngày chợ" in page("campaign")
    assert "385.000" in page("product")
    market.put_on_offer(
        campaign=world.market, product=world.duck, price=299_000, starts_at=world.duck_offer.starts_at,
        ends_at=world.duck_offer.ends_at,
    )  # fmt: skip
    assert "299.000" in page("product")
    assert 'value="20"' in page("product")
    market.hold(basket=market.open_basket(campaign=world.market), offer=world.duck_offer, quantity=3)
    assert 'value="17"' in page("product")
