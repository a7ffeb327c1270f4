"""The machines of the sample day: the rules find them, and leave its people alone."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from phien.cli.simulate import robots, traffic
from phien.cli.simulate.traffic import Broadcast, Clip, PlayedHit, World

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 5, 10, 10, 40, tzinfo=ZONE)
WORLD = World(
    "cho",
    clips=(Clip("vit", "lan", "XK4M", NOW - timedelta(days=9), 1.0, ("vit-quay",)),),
    broadcasts=(Broadcast("phien", NOW - timedelta(hours=3), NOW + timedelta(hours=4), 1.0, ("vit-quay",)),),
    products=("vit-quay",),
    zone=ZONE,
)


@pytest.fixture(scope="module")
def machines() -> list[PlayedHit]:
    return list(robots.robots(WORLD, since=NOW - timedelta(days=13), until=NOW, visits=3_000, seed=1))


def test_they_are_the_same_each_time_and_none_comes_after_now(machines: list[PlayedHit]) -> None:
    assert machines == list(robots.robots(WORLD, since=NOW - timedelta(days=13), until=NOW, visits=3_000, seed=1))
    assert all(NOW - timedelta(days=13) <= hit.at < NOW for hit in machines)


def test_each_kind_of_them_is_there(machines: list[PlayedHit]) -> None:
    flood = [hit for hit in machines if hit.kind == "clip" and "Mobile" not in hit.visitor.agent]
    assert len({hit.visitor.id for hit in flood}) == len(flood) == 160
    players = {hit.visitor.id for hit in machines if hit.kind == "live"}
    assert len(players) == robots.PLAYERS
    assert not players & {hit.visitor.id for hit in machines if hit.kind != "live"}
    assert [hit.visitor.is_staff for hit in machines if hit.creator].count(True) == 1


def test_a_world_without_clips_and_rooms_has_few() -> None:
    empty = World("cho", (), (), (), ZONE)
    assert list(robots.robots(empty, since=NOW - timedelta(days=13), until=NOW, visits=3_000, seed=1)) == []


def test_no_simulated_player_keeps_time_like_a_machine() -> None:
    played = traffic.traffic(WORLD, since=NOW - timedelta(hours=2), until=NOW, visits=400, seed=1)
    beats: dict[str, list[datetime]] = {}
    for hit in played:
        if hit.kind == "live":
            beats.setdefault(hit.visitor.id, []).append(hit.at)
    long = [at for at in beats.values() if len(at) > 20]
    assert long
    for times in long:
        pauses = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
        assert max(pauses) - min(pauses) > 0.01
