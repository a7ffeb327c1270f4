"""The disk is full in the middle of the rush: nothing is half written, and the sale goes on when there is room."""

from collections.abc import Callable

import pytest
from django.conf import settings

from tests.faults.conftest import says_that_it_is_away
from tests.faults.crowd import Crowd
from tests.faults.disk import full
from tests.faults.town import Town

pytestmark = [
    pytest.mark.timeout(240),
    pytest.mark.skipif(
        "sqlite" not in settings.DATABASES["default"]["ENGINE"],
        reason="the disk of PostgreSQL is its own server's, which stops and starts in test_database.py",
    ),
]


def fill_the_disk(town: Town, seed: int) -> Crowd:
    with Crowd(town, seed) as crowd:
        crowd.at_a_random_moment()
        with full(town):
            crowd.wait_for(away=8)
            page = town.ask(f"/en/buy/{town.facts['duck']}/")
            assert page.status == 200 or says_that_it_is_away(page)
        crowd.wait_for(orders=3)
    return crowd


def test_nothing_is_lost_on_a_full_disk(town: Town, balanced: Callable[[Crowd], None]) -> None:
    balanced(fill_the_disk(town, seed=1))


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_full_again_and_again(town: Town, balanced: Callable[[Crowd], None]) -> None:
    for seed in range(2, 32):
        town.tell("take_in", ducks=100, honeys=300)
        balanced(fill_the_disk(town, seed))
