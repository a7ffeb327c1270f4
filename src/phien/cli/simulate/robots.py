"""Machines that look like browsers, so that the sample day shows what the rules for invalid traffic find.

Everything they leave is simulated like the rest; how many there are grows with the visits.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from phien.cli.simulate.crowd_of import PHONES, Visitor
from phien.cli.simulate.traffic import HEARTBEAT_SECONDS, PlayedHit, World

# A flood names two desktop browsers, half and half, as those seen elsewhere did.
DESKTOPS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/154.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/154.0.0.0 "
    "Safari/537.36",
)  # fmt: skip
FLOOD_SHARE = 0.004
PLAYERS = 9


def robots(world: World, *, since: datetime, until: datetime, visits: int, seed: int) -> Iterator[PlayedHit]:
    """Two floods in the week before, and on the day itself players without a page, a tapping script and a creator who
    looks at their own clip."""
    rng = random.Random(f"robots {seed}")
    for days in (2, 5):
        at = until.astimezone(world.zone).replace(hour=20, minute=17, second=0) - timedelta(days=days)
        if at >= since:
            yield from _flood(world, at, max(80, round(visits * FLOOD_SHARE)), rng)
    hour = until - timedelta(minutes=75)
    yield from (hit for hit in _players(world, hour, rng) if hit.at < until)
    yield from (hit for hit in _tapping(world, hour, rng) if hit.at < until)
    yield from (hit for hit in _own_clip(world, hour - timedelta(hours=1), rng) if hit.at < until)


def _somebody(rng: random.Random, *, desktop: bool = False) -> Visitor:
    agent = rng.choice(DESKTOPS) if desktop else PHONES[0][0]
    return Visitor(f"{rng.getrandbits(64):016x}", agent)


def _flood(world: World, at: datetime, count: int, rng: random.Random) -> Iterator[PlayedHit]:
    out = [clip for clip in world.clips if clip.published_at <= at]
    if not out:
        return
    clip = rng.choice(out)
    for _ in range(count):
        moment = at + timedelta(seconds=rng.uniform(0, 58))
        yield PlayedHit(moment, "clip", f"clip:{clip.slug}", _somebody(rng, desktop=True), place=clip.place)


def _players(world: World, at: datetime, rng: random.Random) -> Iterator[PlayedHit]:
    rooms = [room for room in world.broadcasts if room.starts_at <= at < room.ends_at]
    for room in rooms[:1]:
        for _ in range(PLAYERS):
            who, moment = _somebody(rng), at + timedelta(seconds=rng.uniform(0, 90))
            for _ in range(120):
                moment += timedelta(seconds=HEARTBEAT_SECONDS + rng.uniform(-0.05, 0.2))
                yield PlayedHit(
                    moment, "live", f"broadcast:{room.slug}", who, seconds=HEARTBEAT_SECONDS, place=room.place
                )


def _tapping(world: World, at: datetime, rng: random.Random) -> Iterator[PlayedHit]:
    if not world.products:
        return
    who, product = _somebody(rng), rng.choice(world.products)
    yield PlayedHit(at, "page", f"product:{product}", who)
    for number in range(75):
        yield PlayedHit(at + timedelta(seconds=5 + number * 0.6), "click", f"product:{product}", who)


def _own_clip(world: World, at: datetime, rng: random.Random) -> Iterator[PlayedHit]:
    own = [clip for clip in world.clips if clip.link and clip.published_at <= at]
    if not own:
        return
    clip, who = rng.choice(own), _somebody(rng)
    signed_in = Visitor(who.id, who.agent, is_staff=True)
    yield PlayedHit(at, "clip", f"clip:{clip.slug}", signed_in, clip.creator, place=clip.place)
    for number in range(12):
        moment = at + timedelta(minutes=4 + 3 * number)
        yield PlayedHit(moment, "clip", f"clip:{clip.slug}", who, clip.creator, clip.link, place=clip.place)
