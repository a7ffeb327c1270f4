"""One comment after another, three answers and "cannot tell": by thumb or by the keys 1, 2, 3 and 0."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from phien.lib.errors import Refused
from phien.sentiment import actions
from phien.sentiment.errors import LabelledAlready
from phien.sentiment.forms import SaidForm
from phien.sentiment.models import Item, Label, Verdict
from phien.sentiment.queries import samples
from phien.sentiment.views.door import campaign_labelled, frame, person, sample_in

KEYS = {Verdict.POSITIVE: "1", Verdict.NEUTRAL: "2", Verdict.NEGATIVE: "3", Verdict.UNSURE: "0"}


@login_required
@require_POST
def sit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Become one of the two who label."""
    sample = sample_in(campaign_labelled(request, slug), number)
    try:
        actions.sit_down(sample=sample, actor=person(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("sample", slug=slug, number=number)
    return redirect("label_sample", slug=slug, number=number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def label(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The next comment; a label is given once, so that pressing twice is once."""
    campaign = campaign_labelled(request, slug)
    sample = sample_in(campaign, number)
    actor = person(request)
    if request.method == "POST":
        form = SaidForm(request.POST)
        if not form.is_valid():
            return _shown(request, slug, number, status=400)
        rows = Item.objects.select_related("sample__campaign", "comment")
        item = get_object_or_404(rows, sample=sample, pk=form.cleaned_data["item"])
        try:
            actions.give_label(item=item, said=form.cleaned_data["said"], by=actor)
        except LabelledAlready as refusal:
            messages.info(request, str(refusal))
        return redirect("label_sample", slug=slug, number=number)
    return _shown(request, slug, number)


def _shown(request: HttpRequest, slug: str, number: int, *, status: int = 200) -> HttpResponse:
    campaign = campaign_labelled(request, slug)
    sample = sample_in(campaign, number)
    seat = samples.seat_of(sample, person(request))
    if seat is None or not sample.is_open:
        return redirect("sample", slug=slug, number=number)
    done = Label.objects.filter(seat=seat).count()
    context = {
        **frame(request, campaign),
        "sample": sample,
        "item": samples.next_item(sample, seat),
        "done": done,
        "answers": [(value, value.label, KEYS[value]) for value in Verdict],
    }
    return render(request, "sentiment/desk/label.html", context, status=status)


@login_required
@require_POST
def back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The person's last label goes, and its comment comes again."""
    sample = sample_in(campaign_labelled(request, slug), number)
    try:
        actions.take_back(sample=sample, by=person(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("Your last label is taken back."))
    return redirect("label_sample", slug=slug, number=number)
