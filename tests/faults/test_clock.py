"""The clock steps forward and back in the middle of the rush: holds run out at once, or last longer."""

from collections.abc import Callable

import pytest

from tests.faults.crowd import Crowd
from tests.faults.town import Town

pytestmark = pytest.mark.timeout(240)
TWENTY_MINUTES = 20 * 60


def step_the_clock(town: Town, seed: int, *steps: int) -> Crowd:
    """The web process is told another time; the tick keeps its own."""
    town.start("tick")
    with Crowd(town, seed) as crowd:
        for step in steps:
            crowd.at_a_random_moment()
            town.stop("web")
            town.start("web", seconds_later=step)
            crowd.wait_for(orders=4)
    town.stop("tick")
    town.stop("web")  # the next test's has the right time
    return crowd


def test_forward_and_back(town: Town, balanced: Callable[[Crowd], None]) -> None:
    balanced(step_the_clock(town, 1, TWENTY_MINUTES, -TWENTY_MINUTES))


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_again_and_again(town: Town, balanced: Callable[[Crowd], None]) -> None:
    for seed in range(2, 12):
        town.tell("take_in", ducks=150, honeys=500)
        balanced(step_the_clock(town, seed, TWENTY_MINUTES, -TWENTY_MINUTES, 0))
        town.start("web")
