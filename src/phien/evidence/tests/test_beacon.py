"""hit.js in a real browser: what it sends, and when."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

SCRIPT = Path(settings.STATICFILES_DIRS[0]) / "phien" / "js" / "hit.js"
SITE = "http://localhost:1"
PAGE = """<!doctype html><body data-hit="page token">
<a href="#there" data-click-token="click token"><b>Vịt quay</b></a><a href="#else">elsewhere</a>
<div data-heartbeat="live token"><video></video></div>
<script>
  // No film is needed to know what the script does when one plays.
  const video = document.querySelector("video");
  let playing = false;
  Object.defineProperty(video, "paused", { get: () => !playing });
  window.turn = (on) => { playing = on; video.dispatchEvent(new Event(on ? "playing" : "pause")); };
</script>
<script type="module" src="/hit.js"></script></body>"""


@pytest.fixture
def sent() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def answers() -> list[int]:
    """The statuses of the next beacons; 204 when there are no more."""
    return []


@pytest.fixture
def beacons() -> list[list[str]]:
    """The tokens of each beacon, whatever came of it."""
    return []


@pytest.fixture
def page(chromium: Browser, sent: list[dict[str, Any]], answers: list[int], beacons: list[list[str]]) -> Iterator[Page]:
    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path == "/hit":
            events = json.loads(route.request.post_data or "{}")["events"]
            beacons.append([event["t"] for event in events])
            status = answers.pop(0) if answers else 204
            if status == 204:
                sent.extend(events)
            route.fulfill(status=status, headers={"Retry-After": "5"})
        elif path == "/hit.js":
            route.fulfill(body=SCRIPT.read_text(), content_type="text/javascript")
        else:
            route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")

    found = chromium.new_page()
    found.clock.install()
    found.route(f"{SITE}/**", answer)
    found.goto(SITE + "/")
    yield found
    found.close()


def told(page: Page, sent: list[dict[str, Any]], number: int) -> list[tuple[str, int]]:
    """What was sent so far, once there are so many; a little longer, in case there are more."""
    for _ in range(50):
        if len(sent) >= number:
            break
        page.wait_for_timeout(20)
    page.wait_for_timeout(40)
    return [(event["t"], event.get("s", 0)) for event in sent]


def test_the_page_once_and_each_product_click(page: Page, sent: list[dict[str, Any]]) -> None:
    page.click("text=Vịt quay")
    page.click("text=elsewhere")
    page.click("text=Vịt quay")
    assert told(page, sent, 3) == [("page token", 0), ("click token", 0), ("click token", 0)]
    assert len({event["i"] for event in sent}) == 3


def test_heartbeats_only_while_the_video_plays(page: Page, sent: list[dict[str, Any]]) -> None:
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    sent.clear()
    page.clock.run_for(40_000)
    assert told(page, sent, 0) == []
    page.evaluate("turn(true)")
    page.evaluate("turn(true)")  # buffering over: no second beginning
    assert told(page, sent, 1) == [("live token", 0)]
    page.clock.run_for(35_000)
    beats = told(page, sent, 3)
    assert {token for token, _seconds in beats} == {"live token"}
    assert 20 <= sum(seconds for _token, seconds in beats) <= 37
    page.clock.run_for(3_000)
    page.evaluate("turn(false)")
    whole = told(page, sent, len(beats) + 1)
    assert len(whole) == len(beats) + 1  # the rest of the stretch, once
    assert 38 <= sum(seconds for _token, seconds in whole) <= 42
    page.clock.run_for(60_000)
    assert told(page, sent, 0) == whole


def test_what_was_not_written_is_sent_again_with_its_age(
    page: Page, sent: list[dict[str, Any]], answers: list[int], beacons: list[list[str]]
) -> None:
    told(page, sent, 1)
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    answers += [503, 503]
    page.click("text=Vịt quay")
    page.click("text=Vịt quay")
    for seconds in (12, 30):
        page.clock.run_for(seconds * 1000)
        page.wait_for_timeout(100)
    assert told(page, sent, 3) == [("page token", 0), ("click token", 0), ("click token", 0)]
    assert all(event["a"] >= 10 for event in sent[1:])
    assert len({event["i"] for event in sent}) == 3
    assert len(beacons) == 4  # the page, the click twice in vain, then both clicks in one


def test_what_was_not_written_is_kept_for_the_next_page(
    page: Page, sent: list[dict[str, Any]], answers: list[int]
) -> None:
    told(page, sent, 1)
    answers.append(503)
    page.click("text=Vịt quay")
    page.wait_for_timeout(100)
    assert told(page, sent, 1) == [("page token", 0)]
    page.goto(SITE + "/next")
    tokens = [token for token, _seconds in told(page, sent, 3)]
    assert tokens.count("page token") == 2
    assert "click token" in tokens  # once more, where the page that was left could still send it: the same hit again
    assert len({event["i"] for event in sent}) == 3


def test_one_refused_event_takes_no_other_with_it(
    page: Page, sent: list[dict[str, Any]], answers: list[int], beacons: list[list[str]]
) -> None:
    told(page, sent, 1)
    answers += [410, 410]
    page.evaluate("for (let n = 0; n < 4; n++) document.querySelector('b').click()")
    assert len(told(page, sent, 4)) == 4  # all but the one that was refused alone
    assert [len(beacon) for beacon in beacons[1:]] == [4, 1, 1, 1, 1]


def test_it_is_small() -> None:
    assert SCRIPT.stat().st_size <= 3500
