"""The desk's first page: what there is, what came out, and what is to do."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from phien.people.policies import actor_of
from phien.sentiment import actions
from phien.sentiment.forms import GiveForm
from phien.sentiment.queries import comments, samples
from phien.sentiment.views.door import campaign_labelled, campaign_run, frame
from phien.sentiment.words import bars_of, estimates_of

NEWEST = 5


@login_required
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Moderators see only what they may label."""
    campaign = campaign_labelled(request, slug)
    context = frame(request, campaign)
    actor = actor_of(request.user)
    context["to_label"] = samples.open_samples_for(campaign, actor) if actor else []
    if context["can_read"]:
        newest = samples.newest_closed(campaign)
        outcome = samples.outcome_of(newest) if newest else None
        context |= {
            "counts": comments.counts_of(campaign),
            "samples": samples.samples_of(campaign),
            "files": comments.files_of(campaign)[:NEWEST],
            "newest": newest,
            "outcome": outcome,
            "bars": bars_of(outcome) if outcome else [],
            "runs": [(run, estimates_of(run)) for run in comments.runs_of(campaign)],
            "give_form": GiveForm(),
        }
    return render(request, "sentiment/desk/overview.html", context)


@login_required
@require_POST
def rooms(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_run(request, slug)
    count = actions.take_in_rooms(campaign=campaign, by=actor_of(request.user))
    if count:
        text = ngettext("%(count)s comment from our own rooms.", "%(count)s comments from our own rooms.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.info(request, _("Nothing new was said in rooms that have ended."))
    return redirect("sentiment", slug=slug)
