"""stream.js in Chromium: tabs share one stream, the next tab takes over, and a restart loses nothing."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from phien.realtime import actions, tokens

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context()
    yield context
    context.close()


OPEN = """async (url) => {
  const { openStream } = await import("/static/phien/js/stream.js");
  window.events = []; window.states = [];
  window.close_stream = openStream(url, (...event) => events.push(event), (state) => states.push(state));
}"""


def open_tab(context: BrowserContext, origin: str, topic: str, since: int = 0) -> Page:
    page = context.new_page()
    page.goto(f"{origin}/stream")  # any page of the site; this one is small
    page.evaluate(OPEN, tokens.stream_url(topic, since=since))
    return page


def numbers(page: Page) -> list[int]:
    return page.evaluate("events.map(([kind, data, number]) => number).filter((number) => number !== null)")


def wait_until(question: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end
        time.sleep(0.05)


def say(text: str, topic: str) -> int:
    return actions.publish(topic=topic, kind="chat", payload={"text": text})


def viewers(page: Page) -> Any:
    return page.evaluate("events.filter(([kind]) => kind === 'counters').at(-1)?.[1].viewers")


def test_tabs_share_one_stream_and_the_next_takes_over(
    one_site: Any, transactional_db: None, browser_context: BrowserContext
) -> None:
    topic = "broadcast:tabs"
    say("a: b\u2028c", topic)
    first = open_tab(browser_context, one_site.origin, topic)
    wait_until(lambda: numbers(first) == [1])
    assert first.evaluate("events.find(([kind]) => kind === 'chat')[1].text") == "a: b\u2028c"
    say("two", topic)
    wait_until(lambda: numbers(first) == [1, 2])
    second = open_tab(browser_context, one_site.origin, topic, since=1)
    wait_until(lambda: numbers(second) == [2])  # the first tab gave it
    assert second.evaluate("states") == ["open"]
    say("three", topic)
    wait_until(lambda: numbers(first) == [1, 2, 3] and numbers(second) == [2, 3])
    time.sleep(2.5)
    assert viewers(first) == 1, "two tabs are one viewer"
    first.close()
    say("four", topic)
    wait_until(lambda: numbers(second) == [2, 3, 4])
    second.evaluate("close_stream()")
    say("five", topic)
    time.sleep(1)
    assert numbers(second) == [2, 3, 4]


def test_a_restart_is_seen_and_loses_nothing(sites: Callable[..., Any], browser_context: BrowserContext) -> None:
    site, topic = sites(), "broadcast:restart"
    say("one", topic)
    page = open_tab(browser_context, site.origin, topic)
    wait_until(lambda: numbers(page) == [1])
    site.stop()
    wait_until(lambda: "reconnecting" in page.evaluate("states"))
    say("two", topic)
    site.start()
    wait_until(lambda: numbers(page) == [1, 2], 40)
    assert page.evaluate("states") == ["open", "reconnecting", "open"]


def test_a_refused_token_says_that_the_page_is_too_old(
    one_site: Any, transactional_db: None, browser_context: BrowserContext
) -> None:
    page = browser_context.new_page()
    page.goto(f"{one_site.origin}/stream")
    page.evaluate(OPEN, "/stream?t=forged&since=0")
    wait_until(lambda: page.evaluate("states") == ["expired"])
