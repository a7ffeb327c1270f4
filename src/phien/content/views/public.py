from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from phien.campaigns.editions import CAMPAIGNS, EVERYWHERE, edition_of
from phien.content import queries
from phien.content.editions import CLIPS
from phien.content.errors import TakenDown, UnknownLink
from phien.content.models import Post
from phien.editions.pages import kept_page
from phien.evidence.actions import record_request_hit
from phien.lib import kept, qr


@require_safe
@kept_page("content/clip.html")
def clip(request: HttpRequest, slug: str) -> dict[str, Any]:
    if Post.objects.filter(slug=slug, state=Post.State.TAKEN_DOWN).exists():
        raise TakenDown
    clips = queries.published_clips().select_related("film", "chapter").prefetch_related("film__renditions")
    post = get_object_or_404(clips, slug=slug)
    others = list(queries.clips_by(post.creator).exclude(pk=post.pk)[:6])
    link = queries.link_for(campaign=post.campaign, post=post)
    names = (edition_of(post.campaign_id), CAMPAIGNS, CLIPS, *EVERYWHERE)
    kept.stands_on(request, *names, until=queries.publications(creator=post.creator))
    return {
        "post": post,
        "film": post.film and post.film.rendition("film"),
        "poster": (post.poster and (post.poster.url("medium") or post.poster.url("small"))) or "",
        "others": others,
        "link": link,
        "address": queries.address_of(link) if link else "",
    }


@never_cache
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """A short link: counted, and carried on as ?via= so that an order can tell where it came from."""
    link = queries.link_of_code(code)
    if link is None:
        raise UnknownLink
    if request.method == "GET":
        record_request_hit(
            request,
            kind="link",
            subject=f"link:{link.code}",
            campaign=link.campaign.slug,
            creator=link.creator.slug if link.creator else "",
            link=link.code,
        )
    return redirect(f"{link.target}?{urlencode({'via': link.code})}")


@require_safe
def link_qr(request: HttpRequest, code: str) -> HttpResponse:
    """The short link as a QR code, to print as large as one likes."""
    link = queries.link_of_code(code)
    if link is None:
        raise UnknownLink
    response = HttpResponse(qr.svg(queries.address_of(link)), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response
