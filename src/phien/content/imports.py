"""Clips from an organiser's file."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from phien.campaigns.models import Campaign
from phien.content import actions
from phien.content.forms import ClipForm
from phien.content.models import Post
from phien.lib.errors import Refused
from phien.lib.rows import Row, checked
from phien.media.imports import film_of, picture_of


def import_clips(rows: Iterable[Row], *, folder: Path) -> list[Post]:
    """One clip per row, known again by its slug, published where the row says when. Creators get their short links."""
    return [_import(row, folder) for row in rows]


def _import(row: Row, folder: Path) -> Post:
    campaign = Campaign.objects.filter(slug=row.get("campaign")).first()
    if campaign is None:
        raise row.wrong("campaign", row.get("campaign"))
    post = Post.objects.filter(slug=row.get("slug")).first()
    form = checked(ClipForm, row, instance=post, campaign=campaign)
    facts = dict(form.cleaned_data)
    poster = picture_of(row, folder, "poster")
    film = film_of(row, folder, "video" if row.get("video") else "film", poster=poster)
    facts |= {"poster": poster} if poster else {}
    facts |= {"film": film} if film else {}
    if post is None:
        post = actions.add_clip(campaign=campaign, **facts)
    else:
        post = actions.change_clip(post=Post.objects.get(pk=post.pk), **facts)
    published_at = row.get("published_at", None)
    if published_at:
        if not isinstance(published_at, datetime):
            raise row.wrong("published_at", published_at)
        try:
            actions.publish_clip(post=post, at=published_at)
        except Refused as refusal:
            raise row.wrong("video", refusal) from refusal
    actions.make_link(campaign=campaign, creator=post.creator)
    return post
