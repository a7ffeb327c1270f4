"""Two weeks of plausible first-party traffic, always the same for the same seed.

Interest in a clip falls by half every ten hours; people sleep; a broadcast draws its own. The shapes are invented to
look like a campaign: they are a sample, not a model of any audience.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from phien.cli.simulate.crowd_of import Visitor, visitor

HALF_LIFE_HOURS = 10
HEARTBEAT_SECONDS = 15
# Share of a day's visits by hour of the day, at the site's place.
HOURS = [2, 1, 1, 1, 1, 2, 4, 6, 6, 6, 6, 7, 8, 7, 6, 6, 6, 7, 8, 10, 12, 11, 8, 4]


@dataclass(frozen=True, slots=True)
class Clip:
    slug: str
    creator: str
    link: str
    published_at: datetime
    pull: float
    products: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Broadcast:
    slug: str
    starts_at: datetime
    ends_at: datetime
    pull: float
    products: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class World:
    campaign: str
    clips: tuple[Clip, ...]
    broadcasts: tuple[Broadcast, ...]
    products: tuple[str, ...]
    zone: ZoneInfo
    links: dict[str, str] = field(default_factory=dict)  # creator → code


@dataclass(frozen=True, slots=True)
class PlayedHit:
    at: datetime
    kind: str
    subject: str
    visitor: Visitor
    creator: str = ""
    link: str = ""
    seconds: int = 0
    place: str = ""


def traffic(world: World, *, since: datetime, until: datetime, visits: int, seed: int) -> Iterator[PlayedHit]:
    """Hits from `since` to `until`, about `visits` visits in all, hour by hour; within an hour they are not sorted."""
    rng = random.Random(seed)
    hours = [since + timedelta(hours=n) for n in range(math.ceil((until - since) / timedelta(hours=1)))]
    weights = [_interest(world, hour) for hour in hours]
    total = sum(weights) or 1
    for hour, weight in zip(hours, weights, strict=True):
        expected = visits * weight / total
        for _ in range(_poisson(rng, expected)):
            at = hour + timedelta(seconds=rng.uniform(0, 3600))
            if at < until:
                yield from (hit for hit in _visit(world, at, rng) if hit.at < until)


def _interest(world: World, hour: datetime) -> float:
    local = HOURS[hour.astimezone(world.zone).hour]
    clips = sum(_pull_of(clip, hour) for clip in world.clips)
    live = sum(b.pull * 14 for b in world.broadcasts if b.starts_at <= hour < b.ends_at)
    return local * (0.15 + clips) + live * 6


def _pull_of(clip: Clip, at: datetime) -> float:
    age = (at - clip.published_at) / timedelta(hours=1)
    return clip.pull * 0.5 ** (age / HALF_LIFE_HOURS) if age >= 0 else 0.0


def _poisson(rng: random.Random, mean: float) -> int:
    if mean > 50:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    level, count = math.exp(-mean), 0
    product = rng.random()
    while product > level:
        count += 1
        product *= rng.random()
    return count


def _visit(world: World, at: datetime, rng: random.Random) -> Iterator[PlayedHit]:
    who = visitor(rng)
    running = [b for b in world.broadcasts if b.starts_at <= at < b.ends_at]
    out = [c for c in world.clips if c.published_at <= at]
    weights = [_pull_of(c, at) + 0.002 for c in out]
    clip = rng.choices(out, weights)[0] if out and rng.random() < 0.72 else None
    creator, link = (clip.creator, clip.link) if clip and rng.random() < 0.8 else ("", "")

    def hit(kind: str, subject: str, seconds: int = 0, place: str = "") -> PlayedHit:
        return PlayedHit(at, kind, subject, who, creator, link, seconds, place)

    if link:
        yield hit("link", f"link:{link}")
    if clip:
        yield hit("clip", f"clip:{clip.slug}", place=clip.place)
    else:
        yield hit("page", f"campaign:{world.campaign}")
    if running and rng.random() < 0.62:
        at += timedelta(seconds=rng.uniform(3, 40))
        room = rng.choices(running, [b.pull for b in running])[0]
        yield hit("page", f"broadcast:{room.slug}", place=room.place)
        pulse = random.Random(who.id)  # no browser keeps time to the millisecond
        for _ in range(_heartbeats(rng)):
            at += timedelta(seconds=HEARTBEAT_SECONDS + pulse.uniform(-0.05, 0.2))
            if at >= room.ends_at:
                break
            yield hit("live", f"broadcast:{room.slug}", HEARTBEAT_SECONDS, place=room.place)
        goods = room.products
    else:
        goods = clip.products if clip and clip.products else world.products
    for _ in range(_poisson(rng, 0.55)):
        at += timedelta(seconds=rng.uniform(6, 90))
        slug = rng.choice(goods or world.products)
        yield hit("click", f"product:{slug}")
        yield hit("page", f"product:{slug}")
        if rng.random() < 0.03:
            at += timedelta(seconds=rng.uniform(5, 60))
            yield hit("basket", f"product:{slug}")


def _heartbeats(rng: random.Random) -> int:
    """How many heartbeats a viewer stays: most leave soon, a few stay long (median about two minutes)."""
    return min(400, max(1, round(rng.lognormvariate(2.1, 1.15))))
