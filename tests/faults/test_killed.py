"""kill -9 of the web process and of the tick at random moments of the rush."""

from collections.abc import Callable

import pytest

from phien.realtime.tests.listener import Listener
from tests.faults.crowd import Crowd
from tests.faults.town import Town

pytestmark = pytest.mark.timeout(240)
SIXTEEN_MINUTES = 16 * 60


def kill_the_web(town: Town, listen: Callable[[], Listener], seed: int) -> Crowd:
    with Crowd(town, seed) as crowd:
        before = listen()
        crowd.at_a_random_moment()
        town.kill("web")
        assert before.ended.wait(10)
        town.start("web")
        listen().wait_for(2)  # the room's stream is back, and tells what is sold
        crowd.wait_for(orders=2)
    return crowd


def kill_the_tick(town: Town, seed: int) -> Crowd:
    """Its clock is ahead, so that it takes back every hold as soon as it is made, and calls those in line."""
    with Crowd(town, seed) as crowd:
        for _ in range(2):
            town.start("tick", seconds_later=SIXTEEN_MINUTES)
            crowd.wait_for(orders=5)
            crowd.at_a_random_moment()
            town.kill("tick")
        crowd.wait_for(orders=2)
    return crowd


def test_the_web_process(town: Town, listen: Callable[[], Listener], balanced: Callable[[Crowd], None]) -> None:
    balanced(kill_the_web(town, listen, seed=1))


def test_the_tick(town: Town, balanced: Callable[[Crowd], None]) -> None:
    balanced(kill_the_tick(town, seed=1))


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_again_and_again(town: Town, listen: Callable[[], Listener], balanced: Callable[[Crowd], None]) -> None:
    for seed in range(2, 22):
        town.tell("take_in", ducks=150, honeys=500)
        balanced(kill_the_web(town, listen, seed))
        balanced(kill_the_tick(town, seed))
