"""Cut a moment of a broadcast into a clip."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from phien.content import actions as content
from phien.content.models import Post
from phien.lib import clock
from phien.live.actions.moments import locked
from phien.live.errors import MomentNotOver
from phien.live.models import Broadcast, Moment
from phien.live.queries.footage import folder_of
from phien.live.queries.room import now_and_next, stretches_of
from phien.market.actions.goods import show_in_clip
from phien.market.models import Product
from phien.media import actions as media
from phien.people.models import Actor
from phien.realtime import limits
from phien.video.excerpt import take_excerpt

BEFORE, AFTER = 10, 30
"""Seconds of a clip before and after its moment, unless somebody says otherwise."""

PER_BROADCAST = (6, 60)
"""At most six cuts a minute: each reads the recording in a process of its own."""


def cut_clip(*, moment: Moment, before: int = BEFORE, after: int = AFTER, by: Actor) -> Post:
    """Make a draft of what the replay shows around the moment, with its film and poster, and with the product that was
    shown then. Its editor writes what is missing: a clip that sells cannot be published without its disclosure.

    A moment is cut once; again gives the same clip. Raises MomentNotOver, NothingFilmed, TooMany.
    """
    broadcast = moment.broadcast
    if moment.clip is not None:
        return moment.clip
    begin, end = moment.at - timedelta(seconds=before), moment.at + timedelta(seconds=after)
    left = (end - clock.now()).total_seconds()
    if left > 0 and broadcast.is_on:
        raise MomentNotOver(seconds=int(left) + 1)
    limits.check(key=f"clips:{broadcast.slug}", limit=PER_BROADCAST[0], seconds=PER_BROADCAST[1])
    product = Product.objects.filter(slug=moment.ref).first() if moment.kind == Moment.Kind.PIN else None
    title = product.name if product is not None else broadcast.name
    with TemporaryDirectory(prefix="phien-clip-") as into:
        excerpt = take_excerpt(folder_of(broadcast), begin.timestamp(), end.timestamp(), Path(into))
        poster = media.add_image(path=excerpt.poster, alt=title)
        film = media.add_film(path=excerpt.film, poster=poster, alt=title)
    sells = product is not None or broadcast.is_paid_promotion
    with transaction.atomic():
        locked(broadcast)
        moment.refresh_from_db()
        if moment.clip is not None:  # somebody was quicker
            return moment.clip
        post = content.add_clip(
            campaign=broadcast.event.campaign,
            creator=_creator(broadcast, moment) or by,
            title=title,
            place=broadcast.event.place,
            content_class=Post.ContentClass.COMMERCIAL if sells else Post.ContentClass.EXPERIENCE,
            film=film,
            poster=poster,
        )
        if product is not None:
            show_in_clip(post=post, products=[product])
        moment.clip = post
        moment.save(update_fields=["clip"])
    return post


def _creator(broadcast: Broadcast, moment: Moment) -> Actor | None:
    """Who presented then, by the programme."""
    current, _coming = now_and_next(stretches_of(broadcast), moment.at, broadcast)
    return next(iter(current.presenters), None) if current is not None else None
