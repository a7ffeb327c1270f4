"""Samples: drawn after a look at what they would be drawn from, followed, settled, closed, handed out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phien.lib import tables
from phien.lib.errors import Refused
from phien.people.policies import actor_of
from phien.sentiment import actions
from phien.sentiment.actions.samples import universe_of
from phien.sentiment.forms import DrawForm, SaidForm
from phien.sentiment.intervals import expected
from phien.sentiment.models import Item, Seat, Verdict
from phien.sentiment.queries import samples
from phien.sentiment.queries.comments import platforms_of
from phien.sentiment.views.door import campaign_labelled, campaign_read, campaign_run, frame, person, sample_in
from phien.sentiment.words import bars_of, by_hand

SIZES = (100, 200, 400, 1000, 2000)
WOULD_BE = 0.99


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """Asked with what stands in the form, it says how many comments there are; only `draw` in a POST draws."""
    campaign = campaign_run(request, slug)
    asked = request.POST if request.method == "POST" else request.GET or None
    form = DrawForm(asked, platforms=platforms_of(campaign))
    context: dict[str, Any] = {
        **frame(request, campaign),
        "form": form,
        "sizes": [(size, by_hand(expected(WOULD_BE, size))) for size in SIZES],
    }
    if asked is not None and form.is_valid():
        rules, size = form.rules(), form.cleaned_data["size"]
        if request.method == "POST":
            try:
                sample = actions.draw_sample(campaign=campaign, size=size, rules=rules, by=actor_of(request.user))
            except Refused as refusal:
                form.add_error("size", str(refusal))
            else:
                messages.success(request, _("Sample %(number)s is drawn.") % {"number": sample.number})
                return redirect("sample", slug=slug, number=sample.number)
        context["universe"] = universe_of(campaign, rules).counts
        context["would_be"] = by_hand(expected(WOULD_BE, size))
    status = 400 if request.method == "POST" else 200
    return render(request, "sentiment/desk/draw.html", context, status=status)


@login_required
@require_safe
def page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Before both have labelled everything nothing of what they said is shown, to nobody."""
    campaign = campaign_labelled(request, slug)
    sample = sample_in(campaign, number)
    progress = samples.progress_of(sample)
    actor = actor_of(request.user)
    own = samples.seat_of(sample, actor)
    is_done = not sample.is_open or not progress.left
    outcome = samples.outcome_of(sample) if is_done else None
    context = {
        **frame(request, campaign),
        "sample": sample,
        "progress": progress,
        "own": own,
        "may_sit": sample.is_open and (own is not None or len(progress.seats) < len(Seat.Coder)),
        "outcome": outcome,
        "bars": bars_of(outcome) if outcome else [],
        "open_disputes": outcome.disputed - outcome.settled if outcome and sample.is_open else 0,
    }
    return render(request, "sentiment/desk/sample.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Where the two disagree: one after another, with what each said."""
    campaign = campaign_labelled(request, slug)
    sample = sample_in(campaign, number)
    status = 200
    if request.method == "POST":
        form = SaidForm(request.POST)
        if form.is_valid():
            rows = Item.objects.select_related("sample__campaign", "comment")
            item = get_object_or_404(rows, sample=sample, pk=form.cleaned_data["item"])
            actions.settle(item=item, said=form.cleaned_data["said"], by=person(request))
            return redirect("settle_sample", slug=slug, number=number)
        status = 400
    progress = samples.progress_of(sample)
    found = samples.disputed(sample) if not progress.left or not sample.is_open else []
    context = {
        **frame(request, campaign),
        "sample": sample,
        "progress": progress,
        "disputed": found,
        "left": sum(1 for item in found if not item.settled),
        "verdicts": Verdict,
    }
    return render(request, "sentiment/desk/settle.html", context, status=status)


@login_required
@require_POST
def close(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    sample = sample_in(campaign_run(request, slug), number)
    try:
        actions.close_sample(sample=sample, by=actor_of(request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Sample %(number)s is closed; reports can print it.") % {"number": number})
    return redirect("sample", slug=slug, number=number)


@login_required
@require_POST
def free(request: HttpRequest, slug: str, number: int, coder: str) -> HttpResponse:
    sample = sample_in(campaign_run(request, slug), number)
    seat = get_object_or_404(Seat.objects.select_related("sample__campaign"), sample=sample, coder=coder)
    try:
        count = actions.free_seat(seat=seat)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The seat is free; %(count)s labels were taken back.") % {"count": count})
    return redirect("sample", slug=slug, number=number)


@login_required
@require_safe
def labels(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Texts with their final labels, to train a model on: `phien sentiment train`. Only of a closed sample."""
    campaign = campaign_read(request, slug)
    sample = sample_in(campaign, number)
    rows = [] if sample.is_open else samples.labelled_texts(sample)
    response = HttpResponse(tables.whole(["text", "label"], rows), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-sample-{number}.csv"'
    return response
