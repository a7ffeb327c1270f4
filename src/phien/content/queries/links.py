"""Short links, and the addresses that people share."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from phien.campaigns.models import Campaign
from phien.content.models import Link, Post
from phien.lib import codes
from phien.lib.texts import FALLBACK
from phien.people.models import Actor


def link_for(*, campaign: Campaign, post: Post | None = None, creator: Actor | None = None) -> Link | None:
    """The short link of a clip, or of a creator in a campaign, where one was made."""
    links = Link.objects.filter(campaign=campaign)
    found = links.filter(post=post) if post is not None else links.filter(creator=creator, post=None)
    return found.order_by("pk").first()


def link_to(*, campaign: Campaign, target: str) -> Link | None:
    """The short link to a page of the campaign that is neither a clip's nor a creator's, such as a room."""
    return Link.objects.filter(campaign=campaign, post=None, creator=None, target=target).order_by("pk").first()


def link_of_code(code: str) -> Link | None:
    """The link whose code was typed or scanned, small letters and dashes forgiven."""
    code = codes.normalise(code)
    if not codes.is_right(code):
        return None
    return Link.objects.select_related("campaign", "creator", "post").filter(code=code).first()


def address_of(link: Link) -> str:
    """The short link as people share and print it. It speaks no language: the page that it leads to does."""
    return f"{settings.PHIEN_ORIGIN}/l/{link.code}/"


def creators_links(campaign: Campaign) -> list[Link]:
    """The links of the campaign's creators, for printing."""
    links = Link.objects.filter(campaign=campaign, post=None).exclude(creator=None)
    return list(links.select_related("creator__place").order_by("creator__slug"))


def address_of_clip(post: Post) -> str:
    """A clip's page as others link to it: the Vietnamese one."""
    with translation.override(FALLBACK):
        return f"{settings.PHIEN_ORIGIN}{reverse('clip', args=[post.slug])}"
