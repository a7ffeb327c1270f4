"""Plays the sample day up to now: two weeks of traffic, the morning's purchases, sealed and reported."""

import csv
import itertools
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from phien.cli.progress import step
from phien.cli.simulate import buyers, robots, rooms, traffic
from phien.cli.simulate.exports import shop_order, take_in_exports
from phien.cli.simulate.opinions import take_in_comments
from phien.cli.words import _
from phien.lib.texts import LANGUAGES

CAMPAIGN = "cho-phien-lang-son"
SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample" / "lang_son"
SEED = 20261208
PACKER = "chu-thi-bich"
PURCHASES_PER_HOUR = 32
# How strongly each clip and room draws, in turn; invented, and the duck's the most.
PULLS = (1.0, 0.7, 1.9, 0.6, 0.8, 0.5, 0.9, 0.4)


def play_the_day(*, day: date, visits: int) -> None:
    """Write what happened before now. Everything carries the mark `simulated`."""
    from django.utils import timezone

    from phien.evidence import actions as evidence
    from phien.lib import clock

    now = clock.now()
    zone = timezone.get_default_timezone()
    opening = datetime.combine(day, time(8, 35), tzinfo=zone)
    with step(_("two weeks of simulated visitors")) as progress:
        world = world_of(CAMPAIGN)
        since = opening.replace(hour=0, minute=0) - timedelta(days=13)
        progress(0, 1)
        write_traffic(world, since=since, until=now, visits=visits, progress=progress)
    with step(_("the morning's simulated orders")) as progress:
        spoken = {language: names(language) for language in LANGUAGES}
        team = rooms.Rooms.of(CAMPAIGN, names=spoken, lines=lines())
        count = round(PURCHASES_PER_HOUR * (now - opening) / timedelta(hours=1) * min(1, visits / 20_000))
        buyers.play(
            crowd_of(CAMPAIGN),
            since=opening,
            until=now - timedelta(minutes=2),
            count=max(count, 12),
            seed=SEED,
            packer=packer(),
            meanwhile=team.play,
            progress=progress,
        )
        shop = [shop_order(number) for number in range(8)]
        lately = max(opening, now - timedelta(minutes=30))
        buyers.enter_from_shop(crowd_of(CAMPAIGN), numbers=shop, since=lately, seed=SEED, by=packer())
    with step(_("the platforms' exports")) as progress:
        take_in_exports(campaign=campaign_of(CAMPAIGN), now=timezone.localtime(now), seed=SEED, progress=progress)
    with step(_("comments, and a sample that two have read")):
        take_in_comments(campaign=campaign_of(CAMPAIGN), now=now, seed=SEED)
    with step(_("evidence sealed and added up")):
        evidence.seal(force=True)
        evidence.judge_changed_days(most=1000)
        evidence.roll_up()
    with step(_("a first report")) as progress:
        report(world.campaign, since, now, progress)


def campaign_of(slug: str) -> Any:
    from phien.campaigns.models import Campaign

    return Campaign.objects.get(slug=slug)


def report(slug: str, since: datetime, until: datetime, progress: Any) -> None:
    from phien.reports import actions

    made = actions.make_report(campaign=campaign_of(slug), since=since, until=until, progress=progress)
    actions.publish_report(report=made, by=None)


def packer() -> Any:
    from phien.people.models import Actor

    return Actor.objects.get(slug=PACKER)


def world_of(slug: str) -> traffic.World:
    """What visitors can look at, read from the site itself."""
    from django.utils import timezone

    from phien.campaigns.models import Campaign
    from phien.content.models import Link, Post
    from phien.live.models import Broadcast
    from phien.market.models import Offer, ProductClip

    campaign = Campaign.objects.get(slug=slug)
    products = dict(Offer.objects.filter(campaign=campaign).values_list("product_id", "product__slug"))
    shown: dict[int, list[str]] = {}
    for clip in ProductClip.objects.filter(post__campaign=campaign).select_related("product"):
        shown.setdefault(clip.post_id, []).append(clip.product.slug)
    codes = dict(Link.objects.filter(campaign=campaign, post__isnull=False).values_list("post_id", "code"))
    posts = Post.objects.filter(campaign=campaign).select_related("creator", "place").order_by("published_at")
    pulls = itertools.cycle(PULLS)
    clips = tuple(
        traffic.Clip(
            slug=p.slug,
            creator=p.creator.slug,
            link=codes.get(p.pk, ""),
            published_at=p.published_at,
            pull=pull,
            products=tuple(shown.get(p.pk, ())),
            place=p.place.slug if p.place else "",
        )
        for p, pull in zip(posts, pulls, strict=False)
        if p.published_at is not None
    )
    rooms = tuple(
        traffic.Broadcast(
            b.slug, b.event.starts_at, b.event.ends_at, pull, tuple(products.values()), b.event.place.slug
        )
        for b, pull in zip(
            Broadcast.objects.filter(event__campaign=campaign).select_related("event__place").order_by("pk"),
            itertools.cycle((1.0, 0.8)),
            strict=False,
        )
    )
    zone = timezone.get_default_timezone()
    return traffic.World(slug, clips, rooms, tuple(products.values()), zone)


def write_traffic(world: traffic.World, *, since: datetime, until: datetime, visits: int, progress: Any) -> None:
    """Play the hits hour by hour, the clock standing at each hour, so that they are sealed as they would have been.

    The days before yesterday go in blocks of six hours: sealing each of their hours by itself would take longer than
    all the rest of the demo's start.
    """
    from phien.evidence import actions as evidence
    from phien.lib import clock

    people = traffic.traffic(world, since=since, until=until, visits=visits, seed=SEED)
    machines = robots.robots(world, since=since, until=until, visits=visits, seed=SEED)
    played = sorted([*people, *machines], key=lambda hit: hit.at)
    long_ago = until - timedelta(hours=36)

    def received(hit: traffic.PlayedHit) -> datetime:
        hours = 6 if hit.at < long_ago else 1
        hour = hit.at.replace(minute=0, second=0, microsecond=0)
        return hour + timedelta(hours=hours - hour.hour % hours, seconds=-1)

    done = 0
    for moment, group in itertools.groupby(played, key=received):
        hits = list(group)
        with clock.standing_at(min(moment, until)):
            evidence.record_hits(
                hits=[
                    evidence.make_hit(
                        kind=hit.kind,
                        subject=hit.subject,
                        campaign=world.campaign,
                        place=hit.place,
                        creator=hit.creator,
                        link=hit.link,
                        visitor=hit.visitor.id,
                        user_agent=hit.visitor.agent,
                        is_staff=hit.visitor.is_staff,
                        seconds=hit.seconds,
                        at=hit.at,
                        simulated=True,
                    )
                    for hit in hits
                ]
            )
        done += len(hits)
        progress(done, len(played))


def crowd_of(slug: str) -> buyers.Crowd:
    """The names, offers, rooms and links that played buyers choose from."""
    from phien.campaigns.models import Campaign
    from phien.content.models import Link
    from phien.live.models import Broadcast
    from phien.market.models import Offer, PromoCode

    campaign = Campaign.objects.get(slug=slug)
    offers = tuple(Offer.objects.filter(campaign=campaign).select_related("product__producer", "campaign"))
    rooms = tuple(
        f"broadcast:{slug}"
        for slug in Broadcast.objects.filter(event__campaign=campaign).order_by("pk").values_list("slug", flat=True)
    )
    links = tuple(Link.objects.filter(campaign=campaign).order_by("pk").values_list("code", flat=True))
    codes = PromoCode.objects.filter(campaign=campaign, stopped_at=None).order_by("pk")
    return buyers.Crowd(
        names=names(),
        offers=offers,
        origins={o.pk: rooms for o in offers},
        links=links,
        codes=tuple(codes.values_list("code", flat=True)),
    )


def names(language: str = "vi") -> tuple[str, ...]:
    with (SAMPLE / "names.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["name"] for row in csv.DictReader(file) if row["lang"] == language)


def lines() -> list[dict[str, str]]:
    """What played viewers say in the rooms."""
    with (SAMPLE / "chat.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
