"""Short links are made once and found again."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from phien.campaigns.editions import edition_of
from phien.campaigns.models import Campaign
from phien.content.models import Link, Post
from phien.editions.actions import renew
from phien.lib import clock, codes
from phien.lib.texts import FALLBACK
from phien.people.models import Actor

CODE_LENGTH = 6


def make_link(*, campaign: Campaign, creator: Actor | None = None, post: Post | None = None, target: str = "") -> Link:
    """The short link of a clip, of a creator in a campaign, or to another page of it (`target`, a path on this site);
    the same one each time."""
    if post is not None:
        creator = post.creator
    links = Link.objects.filter(campaign=campaign, creator=creator, post=post)
    known = (links.filter(target=target) if target else links).order_by("pk").first()
    if known is not None:
        return known
    with translation.override(FALLBACK):
        target = target or (reverse("clip", args=[post.slug]) if post else reverse("campaign", args=[campaign.slug]))
    while True:
        try:
            with transaction.atomic():
                link = Link.objects.create(
                    code=codes.make(CODE_LENGTH), campaign=campaign, creator=creator, post=post, target=target,
                    made_at=clock.now(),
                )  # fmt: skip
                renew(edition_of(campaign.pk))
                return link
        except IntegrityError:  # the code is taken: one in twenty million, while there are few
            continue
