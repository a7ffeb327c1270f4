"""Longer than a minute (make soak): many crashes in a row, and many random days."""

import json
import os
import random
import signal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from .test_kill import process
from .test_walk import Day

pytestmark = pytest.mark.soak


@pytest.mark.timeout(900)
def test_a_buying_process_killed_again_and_again(tmp_path, empty_site):
    told, rng = set(), random.Random(2026)
    for number in range(12):
        home = tmp_path / str(number)
        home.mkdir()
        empty_site(home)
        buyer = process(home, "buy")
        told = {buyer.stdout.readline().strip() for _ in range(rng.randrange(1, 120))}
        os.kill(buyer.pid, signal.SIGKILL)
        told |= set(buyer.stdout.read().split())
        buyer.wait(timeout=30)
        found = json.loads(process(home, "count").communicate(timeout=60)[0])
        assert told <= set(found.pop("codes"))
        assert found == {"intact": "ok", "differences": 0, "unexplained": 0, "half": 0, "untold": 0}


@pytest.mark.timeout(1800)
@pytest.mark.django_db
def test_two_thousand_random_days():
    run_state_machine_as_test(
        Day,
        settings=settings(
            max_examples=2000,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
