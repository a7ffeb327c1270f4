"""What organisers do with a publication that is registered: correct it, remove it, bring it back, join its copies."""

from typing import Any

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.content.actions.hashtags import Tags
from phien.content.actions.register import register_publications
from phien.content.actions.sealed import facts_of_publication, key_of_publication
from phien.content.completing import NewPublication
from phien.content.errors import CopyOfItself, RemovalWithoutReason
from phien.content.hashtags import found_in, key_of
from phien.content.models import Post, Publication, Tagging
from phien.content.queries import address_of_clip
from phien.evidence.actions import Pseudonyms, record_change
from phien.lib import clock
from phien.lib.texts import FALLBACK, Text

CHANGEABLE = frozenset(
    {
        "origin",
        "url",
        "title",
        "account",
        "creator",
        "channel",
        "place",
        "disclosure",
        "published_at",
        "precision",
        "post",
    }
)


@transaction.atomic
def change_publication(*, publication: Publication, hashtags: list[str] | None = None, **facts: Any) -> Publication:
    """Correct what is known of it; `hashtags`, as written, replace those it had. What it is known by stays. Evidence
    keeps what was said before, too."""
    _hold(publication.campaign_id)
    for name, value in facts.items():
        if name not in CHANGEABLE:
            raise ValueError(f"{name} of a publication does not change")
        setattr(publication, name, value)
    publication.save(update_fields=list(facts) or ["title"])
    if hashtags is not None:
        _retag(publication, hashtags)
    _seal(publication, "changed")
    return publication


@transaction.atomic
def remove_publication(*, publication: Publication, reason: str, same_as: Publication | None = None) -> Publication:
    """It counts no longer, and its row and the reason are kept. Again it changes nothing. Raises
    RemovalWithoutReason."""
    reason = reason.strip()
    if not reason:
        raise RemovalWithoutReason
    _hold(publication.campaign_id)
    publication.refresh_from_db()
    if publication.removed_at is None:
        publication.removed_at, publication.removed_reason = clock.now(), reason[:300]
        publication.same_as = same_as
        publication.save(update_fields=["removed_at", "removed_reason", "same_as"])
        _seal(publication, "removed", same_as=f"{same_as.platform}:{same_as.native_id}" if same_as else "")
    return publication


@transaction.atomic
def restore_publication(*, publication: Publication) -> Publication:
    """It counts again."""
    _hold(publication.campaign_id)
    publication.refresh_from_db()
    if publication.removed_at is not None:
        publication.removed_at, publication.removed_reason, publication.same_as = None, "", None
        publication.save(update_fields=["removed_at", "removed_reason", "same_as"])
        _seal(publication, "restored")
    return publication


@transaction.atomic
def merge_publications(*, keep: Publication, copies: list[Publication], reason: str) -> Publication:
    """The copies are removed, and what they knew and `keep` did not passes over to it. Raises CopyOfItself, also for
    one of another campaign."""
    if any(copy.pk == keep.pk or copy.campaign_id != keep.campaign_id for copy in copies):
        raise CopyOfItself
    passed: dict[str, Any] = {}
    for copy in copies:
        for name in ("title", "account", "url", "creator", "channel", "place", "post", "published_at"):
            if not getattr(keep, name) and name not in passed and getattr(copy, name):
                passed[name] = getattr(copy, name)
                if name == "published_at":
                    passed["precision"] = copy.precision
    written = list(keep.taggings.values_list("written", flat=True))
    theirs = Tagging.objects.filter(publication__in=copies).values_list("written", flat=True)
    hashtags = [*written, *(tag for tag in theirs if key_of(tag) not in {key_of(own) for own in written})]
    for copy in copies:
        remove_publication(publication=copy, reason=reason, same_as=keep)
    if passed or len(hashtags) > len(written):
        change_publication(publication=keep, hashtags=hashtags, **passed)
    return keep


def register_clip(*, post: Post) -> Publication:
    """Our own clip on this site stands in the register like all others, and follows what is said of it."""
    title = Text.of(post.title).within(FALLBACK)[:300]
    caption = Text.of(post.caption).within(FALLBACK)
    disclosure = Publication.Disclosure.NOT_NEEDED
    if post.content_class == Post.ContentClass.COMMERCIAL:
        disclosure = Publication.Disclosure.DISCLOSED if Text.of(post.disclosure) else Publication.Disclosure.MISSING
    facts: dict[str, Any] = {
        "url": address_of_clip(post),
        "title": title,
        "creator": post.creator,
        "place": post.place,
        "post": post,
        "disclosure": disclosure,
        "published_at": post.published_at,
        "precision": Publication.Precision.TIME,
    }
    hashtags = found_in(f"{title} {caption}")
    there = Publication.objects.filter(campaign=post.campaign, platform="site", native_id=post.slug).first()
    if there is not None:
        same = all(getattr(there, name) == value for name, value in facts.items())
        if same and set(there.taggings.values_list("written", flat=True)) == set(hashtags):
            return there
        return change_publication(publication=there, hashtags=hashtags, **facts)
    row = NewPublication("site", post.slug, origin="own", hashtags=tuple(hashtags), **facts)
    done = register_publications(campaign=post.campaign, rows=[row], by=None, source="clip")
    for _number, refusal in done.wrong:
        raise refusal
    return done.new[0]


def _retag(publication: Publication, written: list[str]) -> None:
    tags = Tags(publication.campaign)
    tags.know(written)
    publication.taggings.all().delete()
    found = tags.of(tag for tag in written if key_of(tag))
    Tagging.objects.bulk_create(
        Tagging(publication=publication, hashtag=tag, written=spelling) for tag, spelling in found
    )


def _hold(campaign: int) -> None:
    """One change at a time in a campaign's register."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign)


def _seal(publication: Publication, verb: str, **more: object) -> None:
    tagged = publication.taggings.select_related("hashtag__stands_for")
    keys = [(tag.hashtag.stands_for or tag.hashtag).key for tag in tagged]
    campaign = publication.campaign.slug
    facts = facts_of_publication(campaign, publication, keys, Pseudonyms("account"), **more)
    record_change(noun="publication", key=key_of_publication(campaign, publication), verb=verb, facts=facts)
