"""Machines that look like browsers: each pattern is found, and nobody beside it."""

from datetime import datetime, timedelta

from phien.evidence import actions
from phien.evidence.tests.rules.conftest import ANDROID, PHONES, START, WINDOWS, Crowd


def test_a_flood_of_one_hit_visitors(crowd: Crowd) -> None:
    crowd.honest_hours()
    first = crowd.number
    for _ in range(400):
        crowd.visit(4 * 3600 + crowd.rng.uniform(0, 55), stays=False)
    flood = {f"{number:016x}" for number in range(first + 1, crowd.number + 1)}
    caught = {f"{crowd.number + 1:016x}"}
    crowd.visit(4 * 3600 + 5, stays=True)
    assert crowd.judged().counts == {"flood": 400}
    assert crowd.reasons() == {"flood": flood}
    assert not caught & flood


def test_a_flood_on_a_page_of_its_own_is_told_by_its_desktops(crowd: Crowd) -> None:
    crowd.honest_hours()
    for _ in range(400):
        crowd.visit(4 * 3600 + crowd.rng.uniform(0, 55), "clip:la", stays=False, agent=WINDOWS)
    assert crowd.judged().counts == {"flood": 400}


def test_a_link_that_only_desktops_follow_at_night(crowd: Crowd) -> None:
    crowd.honest_hours()
    for number in range(100):
        crowd.visit(4 * 3600 + number * 30, stays=False, agent=WINDOWS, link="XK4M", creator="lan")
    assert crowd.judged().counts == {"impossible_mix": 100}


def test_heartbeats_of_players_that_nobody_opened(crowd: Crowd) -> None:
    crowd.honest_hours(1)
    for number in range(50):
        viewer = crowd.somebody()
        crowd.hit(number, "page", "broadcast:phien", viewer)
        crowd.watch(number + 2, 8, viewer, session_token=f"person{number}")
    robots = [crowd.somebody() for _ in range(10)]
    for number, robot in enumerate(robots):
        crowd.watch(number * 3, 8, robot, session_token=f"robot{number}")
    assert crowd.judged().counts == {"unopened_watch": 90}
    assert crowd.reasons() == {"unopened_watch": set(robots)}


def test_four_players_that_nobody_opened_are_no_pattern(crowd: Crowd) -> None:
    for number in range(4):
        crowd.watch(number * 3, 8, crowd.somebody(), session_token=f"robot{number}")
    assert crowd.judged().counts == {}


def test_a_player_that_keeps_time_like_a_machine(crowd: Crowd) -> None:
    robot = crowd.somebody()
    crowd.hit(0, "page", "broadcast:phien", robot)
    crowd.watch(2, 300, robot, jitter=0.002, session_token="even")
    assert crowd.judged().counts == {"even_beats": 301}


def test_one_page_whose_mark_is_used_by_many(crowd: Crowd) -> None:
    for robot in [crowd.somebody() for _ in range(8)]:
        crowd.hit(0, "page", "broadcast:phien", robot)
        crowd.watch(2, 160, robot, session_token="copied")
    assert crowd.judged().counts == {"overlong_watch": 8 * 161}


def test_watching_longer_than_the_broadcast_was_on_air(crowd: Crowd) -> None:
    for after, verb in ((0, "started"), (1800, "ended")):
        actions.record_change(noun="broadcast", key="phien", verb=verb, at=_at(after))
    for beats, token in ((200, "too-long"), (150, "to-the-end")):
        viewer = crowd.somebody()
        crowd.hit(0, "page", "broadcast:phien", viewer)
        crowd.watch(2, beats, viewer, session_token=token)
    assert crowd.judged().counts == {"overlong_watch": 201}


def test_taps_of_ids_that_opened_nothing(crowd: Crowd) -> None:
    crowd.honest_hours(1, each=40)
    for number in range(30):
        crowd.hit(number * 20, "click", "product:na", crowd.somebody())
    busy = crowd.somebody()
    for number in range(12):
        crowd.hit(number * 300, "click", "product:hong", busy)
    crowd.hit(50, "click", "product:khac", crowd.somebody())  # a lone one is no pattern
    assert crowd.judged().counts == {"lone_clicks": 42}


def test_tapping_faster_than_a_person(crowd: Crowd) -> None:
    robot = crowd.somebody()
    crowd.hit(0, "clip", "clip:vit", robot)
    for number in range(80):
        crowd.hit(60 + number * 0.5, "click", "product:vit", robot)
    assert crowd.judged().counts == {"fast_clicks": 80}


def test_orders_in_a_rush_from_one_hand(crowd: Crowd) -> None:
    crowd.honest_hours(1)
    robot = crowd.somebody()
    for number in range(14):
        crowd.hit(100 + number * 10, "order", f"order:{number}", robot)
    few = [crowd.somebody() for _ in range(5)]
    for number in range(40):
        crowd.hit(3600 + number * 12, "order", f"order:L{number}", few[number % 5], link="XK4M")
    assert crowd.judged().counts == {"order_velocity": 54}


def test_a_code_that_few_hands_use_up(crowd: Crowd) -> None:
    few = [crowd.somebody() for _ in range(5)]
    for number in range(40):
        facts = {"campaign": "cho", "promo": "LAN10"}
        actions.record_change(noun="purchase", key=f"P{number}", verb="placed", facts=facts, at=_at(3600))
        crowd.hit(3600 + number * 12, "order", f"order:P{number}", few[number % 5])
    assert crowd.judged().counts == {"order_velocity": 40}


def test_a_creator_who_looks_at_their_own_clip_without_signing_in(crowd: Crowd) -> None:
    crowd.honest_hours(1, creator="lan", link="XK4M")
    own = crowd.somebody()
    crowd.hit(10, "clip", "clip:vit", own, creator="lan", is_staff=True)
    for number in range(5):
        crowd.hit(60 + number * 600, "clip", "clip:vit", own, creator="lan", link="XK4M")
    crowd.hit(5000, "clip", "clip:na", own, creator="minh")
    assert crowd.judged().counts == {"own_device": 5}
    assert crowd.reasons() == {"own_device": {own}}


def test_simulated_crowds_are_not_measured_by_real_ones(crowd: Crowd) -> None:
    crowd.honest_hours(simulated=True)
    for _ in range(400):
        crowd.visit(4 * 3600 + crowd.rng.uniform(0, 55), stays=False, agent=crowd.rng.choice(PHONES))
    assert crowd.judged().counts == {}


def test_what_was_left_out_when_it_came_is_not_judged_again(crowd: Crowd) -> None:
    crowd.honest_hours(1)
    for number in range(14):
        crowd.hit(100 + number * 10, "order", f"order:{number}", "staff", is_staff=True, agent=ANDROID)
    assert crowd.judged().counts == {}


def _at(after: float) -> datetime:
    return START + timedelta(seconds=after)
