"""What editors do with clips."""

from datetime import datetime
from typing import Any

from django.db import transaction

from phien.campaigns.editions import edition_of
from phien.campaigns.models import Campaign
from phien.content.actions.links import make_link
from phien.content.actions.publications import register_clip
from phien.content.editions import CLIPS
from phien.content.errors import DisclosureMissing, FilmMissing, ReasonMissing
from phien.content.models import Post
from phien.editions.actions import renew
from phien.lib import clock
from phien.lib.slugs import slug_of
from phien.lib.texts import FALLBACK, Text
from phien.people.models import Actor


def add_clip(*, campaign: Campaign, creator: Actor, title: object, slug: str = "", **facts: Any) -> Post:
    """A new draft. Without a slug its title makes one."""
    title = Text.of(title)
    post = Post(campaign=campaign, slug=slug or _free_slug(title.within(FALLBACK)))
    return change_clip(post=post, creator=creator, title=title, **facts)


@transaction.atomic
def change_clip(*, post: Post, **facts: Any) -> Post:
    """New words or files. A published commercial clip cannot lose its disclosure. Raises DisclosureMissing."""
    for name, value in facts.items():
        Post._meta.get_field(name)
        setattr(post, name, value)
    if post.state == Post.State.READY:
        _require_whole(post)
    post.save()
    if post.state == Post.State.READY:
        register_clip(post=post)
    renew(edition_of(post.campaign_id), CLIPS)
    return post


@transaction.atomic
def publish_clip(*, post: Post, at: datetime | None = None) -> Post:
    """Make the clip public, now or at a later time, with its short link and its row in the register. Raises FilmMissing
    or DisclosureMissing."""
    _require_whole(post)
    post.state = Post.State.READY
    post.published_at = at or post.published_at or clock.now()
    post.take_down_reason = ""
    post.save(update_fields=["state", "published_at", "take_down_reason"])
    make_link(campaign=post.campaign, post=post)
    register_clip(post=post)
    renew(edition_of(post.campaign_id), CLIPS)
    return post


@transaction.atomic
def take_down_clip(*, post: Post, reason: str) -> Post:
    """Take the clip off every page. The reason is kept. Raises ReasonMissing."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    post.state = Post.State.TAKEN_DOWN
    post.take_down_reason = reason[:300]
    post.save(update_fields=["state", "take_down_reason"])
    renew(edition_of(post.campaign_id), CLIPS)
    return post


def _require_whole(post: Post) -> None:
    if post.film_id is None:
        raise FilmMissing
    if post.content_class == Post.ContentClass.COMMERCIAL and not Text.of(post.disclosure):
        raise DisclosureMissing


def _free_slug(title: str) -> str:
    base = slug_of(title) or "clip"
    slug, number = base, 1
    while Post.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
