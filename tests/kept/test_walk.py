"""Each act that public pages show is on them at once, kept or not."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from phien.campaigns import actions as campaigns
from phien.content import actions as content
from phien.live import actions as live
from phien.market import actions as market
from phien.media import actions as media
from phien.people import actions as people
from phien.places import actions as places
from tests.kept.acts import ACTS, SEEN_BY_NOBODY_YET, UNSEEN
from tests.kept.world import all_true, anew, build, read

ROOMS = {
    "campaigns": campaigns, "content": content, "live": live, "market": market, "media": media, "people": people,
    "places": places,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def new_lines(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The lines that another page has."""
    return [line for name in after for line in after[name].splitlines() if line not in before[name].splitlines()]


@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True)
def test_every_act_is_on_the_pages_at_once(settings, tmp_path) -> None:
    """An action that forgets to renew an edition leaves a kept page as it was: this walk finds it."""
    settings.PHIEN_VIDEO_ROOT = tmp_path
    world, client = build(), Client()
    before = {name: read(client, address) for name, address in world.pages.items()}
    for act, do in ACTS.items():
        do(world)
        after = all_true(client, world.pages, act)
        changed = after != before
        assert changed == (act not in SEEN_BY_NOBODY_YET), (act, new_lines(before, after))
        before = after


@pytest.mark.django_db
def test_a_kept_page_is_the_page() -> None:
    world, client = build(), Client()
    for name, address in world.pages.items():
        for _ in range(2):
            assert read(client, address).splitlines() == anew(client, address).splitlines(), name


@pytest.mark.parametrize("room", ROOMS)
def test_no_action_is_forgotten_here(room: str) -> None:
    """Who adds an action says whether public pages show it."""
    module = ROOMS[room]
    names = getattr(module, "__all__", None) or [
        name for name, thing in vars(module).items() if getattr(thing, "__module__", "") == module.__name__
        and callable(thing) and not name.startswith("_")
    ]  # fmt: skip
    walked = {act.partition(".")[2] for act in ACTS if act.startswith(f"{room}.")}
    assert set(names) - walked - set(UNSEEN[room]) == set()
