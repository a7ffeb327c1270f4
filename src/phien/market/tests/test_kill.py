"""kill -9 in the middle of checkouts loses no acknowledged purchase and leaves nothing half written."""

import json
import os
import signal
import subprocess
import sys

import pytest


def process(home, verb):
    environment = {name: value for name, value in os.environ.items() if name != "PHIEN_DATABASE_URL"}
    environment |= {"PHIEN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "phien.config.settings"}
    return subprocess.Popen(
        [sys.executable, "-m", "phien.market.tests.buyer_process", verb],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("after", [3, 40])
def test_nothing_acknowledged_is_lost(tmp_path, empty_site, after):
    empty_site(tmp_path)
    buyer = process(tmp_path, "buy")
    told = [buyer.stdout.readline().strip() for _ in range(after)]
    os.kill(buyer.pid, signal.SIGKILL)
    told += buyer.stdout.read().split()
    buyer.wait(timeout=30)
    assert all(len(code) == 8 for code in told[:after])
    counter = process(tmp_path, "count")
    found = json.loads(counter.communicate(timeout=60)[0])
    assert set(told) <= set(found.pop("codes"))
    assert found == {"intact": "ok", "differences": 0, "unexplained": 0, "half": 0, "untold": 0}
