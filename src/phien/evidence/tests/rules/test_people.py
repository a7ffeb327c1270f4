"""Honest crowds: no rule may leave them out."""

from phien.evidence import actions
from phien.evidence.tests.rules.conftest import ANDROID, IPHONE, START, WINDOWS, ZALO, Crowd


def test_people_who_open_one_page_and_leave_are_visitors(crowd: Crowd) -> None:
    crowd.honest_hours()
    run = crowd.judged()
    assert (run.found, run.counts) == (0, {})
    assert run.hits > 360


def test_many_phones_in_the_same_minute_after_a_push(crowd: Crowd) -> None:
    crowd.honest_hours()
    for _ in range(600):
        crowd.visit(4 * 3600 + crowd.rng.uniform(0, 55), "clip:vit", stays=crowd.rng.random() < 0.3)
    assert crowd.judged().counts == {}


def test_a_new_page_that_is_read_and_left_by_all_who_were_called_to_it(crowd: Crowd) -> None:
    """It has no ordinary minutes to be measured by, and its readers hold the phones that the campaign's hold."""
    crowd.honest_hours()
    for _ in range(500):
        crowd.visit(4 * 3600 + crowd.rng.uniform(0, 55), "clip:thong-bao", stays=False)
    assert crowd.judged().counts == {}


def test_a_crowd_that_has_only_just_come_may_still_do_something(crowd: Crowd) -> None:
    crowd.honest_hours()
    for _ in range(300):
        crowd.visit(4 * 3600 + crowd.rng.uniform(0, 55), stays=False, agent=WINDOWS)
    crowd.seal()
    assert actions.run_rules(day=START.date()).run.counts == {}


def test_families_behind_one_address_share_an_id_and_count(crowd: Crowd) -> None:
    """Forty phones of one make behind one mobile network's address, all watching, tapping and ordering."""
    crowd.honest_hours(1)
    shared = crowd.somebody()
    for number in range(40):
        crowd.hit(number * 4, "page", "broadcast:phien", shared)
        crowd.watch(number * 4 + 2, 60, shared, session_token=f"loading{number}")
        crowd.hit(600 + number, "click", "product:vit", shared)
    for number in range(8):
        crowd.hit(900 + 40 * number, "order", f"order:{number}", shared)
    assert crowd.judged().counts == {}


def test_a_phone_that_changes_its_network_keeps_its_page(crowd: Crowd) -> None:
    """Its id changes with the network, so its heartbeats go on under an id that never opened a page."""
    crowd.honest_hours(1)
    for number in range(30):
        home, away = crowd.somebody(), crowd.somebody()
        crowd.hit(number, "page", "broadcast:phien", home)
        crowd.watch(number + 2, 20, home, session_token=f"phone{number}")
        crowd.watch(number + 330, 40, away, session_token=f"phone{number}")
    assert crowd.judged().counts == {}


def test_a_link_that_goes_round_within_one_app_or_one_office(crowd: Crowd) -> None:
    crowd.honest_hours()
    for number in range(200):
        crowd.visit(4 * 3600 + number * 15, stays=number % 12 == 0, agent=ZALO, link="ZAL7", creator="lan")
        crowd.visit(4 * 3600 + number * 15, stays=number % 9 == 0, agent=WINDOWS, link="OFF2", creator="minh")
    assert crowd.judged().counts == {}


def test_a_flash_price_brings_hundreds_of_orders_by_one_link(crowd: Crowd) -> None:
    crowd.honest_hours(1)
    for number in range(300):
        buyer = crowd.somebody()
        crowd.hit(number * 0.5, "page", "product:vit", buyer, link="XK4M")
        crowd.hit(number * 0.5 + 20, "order", f"order:{number}", buyer, link="XK4M")
    assert crowd.judged().counts == {}


def test_neighbours_of_a_signed_in_creator_count(crowd: Crowd) -> None:
    """Many share the creator's id: it is the address of a village, not a device."""
    crowd.honest_hours(1)
    shared = crowd.somebody()
    crowd.hit(10, "clip", "clip:vit", shared, creator="lan", is_staff=True)
    for number in range(250):
        crowd.hit(60 + number * 20, "clip", "clip:vit", shared, creator="lan")
    assert crowd.judged().counts == {}


def test_a_tired_viewer_watches_for_hours(crowd: Crowd) -> None:
    viewer = crowd.somebody()
    crowd.hit(0, "page", "broadcast:phien", viewer, agent=IPHONE)
    crowd.watch(2, 1200, viewer, jitter=0.06, session_token="long", agent=IPHONE)
    assert crowd.judged().counts == {}


def test_somebody_who_taps_much_in_a_page_that_stays_open(crowd: Crowd) -> None:
    viewer = crowd.somebody()
    crowd.hit(0, "page", "broadcast:phien", viewer, agent=ANDROID)
    for number in range(60):
        crowd.hit(10 + number * 6, "click", "product:vit", viewer)
    assert crowd.judged().counts == {}
