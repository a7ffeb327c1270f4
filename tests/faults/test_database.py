"""PostgreSQL stops without a goodbye, one of its processes is killed, and Redis dies, in the middle of the rush."""

import os
import random
import signal
from collections.abc import Callable

import pytest
from django.conf import settings

from phien.realtime.tests.listener import Listener
from tests.faults import servers
from tests.faults.conftest import says_that_it_is_away
from tests.faults.crowd import Crowd
from tests.faults.town import Town

pytestmark = [
    pytest.mark.timeout(240),
    pytest.mark.skipif(
        "postgresql" not in settings.DATABASES["default"]["ENGINE"],
        reason="the embedded engines end with the processes of test_killed.py; this runs with the grown-up ones",
    ),
]


def goes_on(crowd: Crowd, heard: Listener) -> None:
    """Orders come in again, and the room's stream that was open before tells of them: each once, none missing."""
    known = len(heard.numbers)
    crowd.wait_for(orders=4)
    heard.wait_for(known + 3)
    assert heard.numbers == list(range(heard.numbers[0], heard.numbers[-1] + 1))


def restart_the_database(town: Town, listen: Callable[[], Listener], seed: int) -> Crowd:
    with Crowd(town, seed) as crowd:
        heard = listen()
        crowd.at_a_random_moment()
        servers.stop_postgres(town)
        crowd.wait_for(away=8)
        assert says_that_it_is_away(town.ask(f"/en/buy/{town.facts['duck']}/"))
        servers.start_postgres(town)
        goes_on(crowd, heard)
    return crowd


def kill_a_backend(town: Town, listen: Callable[[], Listener], seed: int) -> Crowd:
    """PostgreSQL then ends all its processes and recovers by itself."""
    with Crowd(town, seed) as crowd:
        heard = listen()
        crowd.at_a_random_moment()
        with servers.recovering(town):
            os.kill(random.Random(seed).choice(servers.backends(town)), signal.SIGKILL)
        goes_on(crowd, heard)
    return crowd


def kill_redis(town: Town, listen: Callable[[], Listener], seed: int) -> Crowd:
    with Crowd(town, seed) as crowd:
        heard = listen()
        crowd.at_a_random_moment()
        town.kill("redis")
        goes_on(crowd, heard)
        assert town.ask("/en/").status == 200
        town.start("redis")
        goes_on(crowd, heard)
    return crowd


def test_the_database_restarts(town: Town, listen: Callable[[], Listener], balanced: Callable[[Crowd], None]) -> None:
    balanced(restart_the_database(town, listen, seed=1))


def test_a_backend_is_killed(town: Town, listen: Callable[[], Listener], balanced: Callable[[Crowd], None]) -> None:
    balanced(kill_a_backend(town, listen, seed=1))


def test_redis_dies_and_comes_back(
    town: Town, listen: Callable[[], Listener], balanced: Callable[[Crowd], None]
) -> None:
    balanced(kill_redis(town, listen, seed=1))


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_again_and_again(town: Town, listen: Callable[[], Listener], balanced: Callable[[Crowd], None]) -> None:
    for seed in range(2, 17):
        town.tell("take_in", ducks=150, honeys=500)
        balanced(restart_the_database(town, listen, seed))
        balanced(kill_a_backend(town, listen, seed))
        balanced(kill_redis(town, listen, seed))
