"""Clips, channels and publications from an organiser's files."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from phien.campaigns.models import Campaign
from phien.content import actions
from phien.content.completing import NewPublication
from phien.content.forms import ChannelForm, ClipForm
from phien.content.lists import HEADINGS, Reader
from phien.content.models import Post
from phien.lib import clock
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


def import_channels(rows: Iterable[Row]) -> None:
    """Whose handle is whose, on which platform."""
    for row in rows:
        form = checked(ChannelForm, row)
        actions.add_channel(**form.cleaned_data)


def import_publications(rows: Iterable[Row]) -> int:
    """The register, campaign by campaign; gives how many are new. What has not appeared yet is left out until the
    folder comes again. Raises WrongRow for the first row that is wrong."""
    now, new = clock.now(), 0
    readers: dict[str, Reader] = {}
    by_campaign: dict[str, list[tuple[Row, NewPublication]]] = {}
    for row in rows:
        published_at = row.get("published_at", None)
        if isinstance(published_at, datetime) and published_at > now:
            continue
        slug = row.get("campaign")
        values = {name: str(row.get(name)) for name in HEADINGS if name != "published_at"}
        try:
            given = readers.setdefault(slug, Reader("")).publication(values)
        except Refused as refusal:
            raise row.wrong("publication", refusal) from refusal
        by_campaign.setdefault(slug, []).append((row, replace(given, published_at=published_at or None)))
    for slug, given_rows in by_campaign.items():
        campaign = Campaign.objects.filter(slug=slug).first()
        if campaign is None:
            raise given_rows[0][0].wrong("campaign", slug)
        actions.know_hashtags(campaign=campaign, written=campaign.hashtags)
        done = actions.register_publications(
            campaign=campaign, rows=[given for _row, given in given_rows], by=None, source="publications.csv"
        )
        if done.wrong:
            number, reason = done.wrong[0]
            raise given_rows[number][0].wrong("publication", reason)
        new += len(done.new)
    return new
