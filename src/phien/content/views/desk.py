"""Clips on the campaign desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from phien.campaigns.models import Campaign
from phien.campaigns.policies import organised_by
from phien.campaigns.views.desk.door import sent
from phien.content import actions
from phien.content.forms import DeskClipForm, FilmForm, TakeDownForm
from phien.content.models import Post
from phien.content.queries import address_of, link_for
from phien.lib.errors import Refused
from phien.media.actions import add_film
from phien.media.forms import PictureForm
from phien.media.queries import with_pictures


def _campaign(request: HttpRequest, slug: str) -> Campaign:
    return get_object_or_404(organised_by(request.user), slug=slug)


def _post(request: HttpRequest, slug: str, pk: int) -> Post:
    posts = with_pictures(Post.objects.filter(campaign=_campaign(request, slug)), "poster")
    return get_object_or_404(posts.select_related("campaign", "creator", "film"), pk=pk)


@login_required
def clips(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = _campaign(request, slug)
    posts = with_pictures(Post.objects.filter(campaign=campaign), "poster").select_related("creator")
    return render(request, "content/desk/clips.html", {"campaign": campaign, "posts": posts, "tab": "clips"})


@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = _campaign(request, slug)
    form = DeskClipForm(sent(request)[0], campaign=campaign)
    if request.method == "POST" and form.is_valid():
        post = actions.add_clip(campaign=campaign, **form.cleaned_data)
        messages.success(request, _("The clip is a draft now. Give it its film and poster."))
        return redirect("desk_clip", slug, post.pk)
    context = {"campaign": campaign, "form": form, "title": _("New clip"), "tab": "clips"}
    return render(request, "campaigns/desk/form.html", context, status=422 if form.is_bound else 200)


@login_required
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    post = _post(request, slug, pk)
    form = DeskClipForm(sent(request)[0], instance=post, campaign=post.campaign)
    if request.method == "POST" and form.is_valid():
        actions.change_clip(post=_post(request, slug, pk), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_clip", slug, pk)
    return _clip_page(request, post, form=form)


@login_required
@require_POST
def film(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    post = _post(request, slug, pk)
    form = FilmForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            asset = add_film(file=form.cleaned_data["film"], poster=post.poster, alt=post.title)
        except Refused as refusal:
            form.add_error("film", str(refusal))
        else:
            actions.change_clip(post=post, film=asset)
            messages.success(request, _("The film is here."))
            return redirect("desk_clip", slug, pk)
    return _clip_page(request, post, film_form=form)


@login_required
@require_POST
def poster(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    post = _post(request, slug, pk)
    form = PictureForm(request.POST, request.FILES)
    asset = form.add() if form.is_valid() else None
    if asset is None:
        return _clip_page(request, post, poster_form=form)
    actions.change_clip(post=post, poster=asset)
    messages.success(request, _("The poster is here."))
    return redirect("desk_clip", slug, pk)


@login_required
@require_POST
def publish(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    post = _post(request, slug, pk)
    actions.publish_clip(post=post)
    messages.success(request, _("Published: everybody can see the clip."))
    return redirect("desk_clip", slug, pk)


@login_required
@require_POST
def take_down(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    post = _post(request, slug, pk)
    form = TakeDownForm(request.POST)
    if not form.is_valid():
        return _clip_page(request, post, down_form=form)
    actions.take_down_clip(post=post, reason=form.cleaned_data["reason"])
    messages.success(request, _("Taken down: nobody can see the clip any more."))
    return redirect("desk_clip", slug, pk)


def _clip_page(request: HttpRequest, post: Post, **forms: object) -> HttpResponse:
    link = link_for(campaign=post.campaign, post=post)
    context = {
        "campaign": post.campaign,
        "tab": "clips",
        "post": post,
        "form": DeskClipForm(instance=post, campaign=post.campaign),
        "film_form": FilmForm(),
        "poster_form": PictureForm(),
        "down_form": TakeDownForm(),
        "link": link,
        "address": address_of(link) if link else "",
        **forms,
    }
    refused = request.method == "POST"
    return render(request, "content/desk/clip.html", context, status=422 if refused else 200)
