"""The way into the desk: the campaign through the person, and the page that shows a form."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from phien.campaigns.models import Campaign
from phien.campaigns.policies import organised_by
from phien.media.queries import with_pictures


def campaign_for(request: HttpRequest, slug: str) -> Campaign:
    """The campaign, if this person organises it; else 404."""
    return get_object_or_404(with_pictures(organised_by(request.user), "cover"), slug=slug)


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to: texts and files of a POST, even of an empty one; nothing otherwise."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def said(form: forms.BaseForm) -> str:
    """The first thing that a form finds wrong."""
    return str(next(iter(form.errors.values()))[0])


def form_page(
    request: HttpRequest, campaign: Campaign, form: forms.BaseForm, *, title: str, **more: Any
) -> HttpResponse:
    """A form on a page of its own; 422 where it was sent and is not right."""
    context = {"campaign": campaign, "form": form, "title": title, **more}
    return render(request, "campaigns/desk/form.html", context, status=422 if form.is_bound else 200)
