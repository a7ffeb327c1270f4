"""A model goes over all comments of a campaign; only how many it gave each label stays."""

from collections.abc import Callable

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.evidence.actions import record_change
from phien.lib import clock
from phien.people.models import Actor
from phien.sentiment.confusion import LABELS, Confusion
from phien.sentiment.language import CLASSIFIED
from phien.sentiment.modelfile import Model
from phien.sentiment.models import Comment, ModelRun, Sample
from phien.sentiment.prevalence import LEAST_OF_A_LABEL, LEAST_TESTED, NotInvertible, estimate
from phien.sentiment.queries.samples import labelled_texts

Progress = Callable[[int, int, str], None]
CHUNK = 2000


def run_model(
    *, campaign: Campaign, model: Model, by: Actor | None = None, progress: Progress | None = None
) -> ModelRun:
    """Count what the model says of every comment in a language that it knows, and correct that by its errors on this
    campaign's newest closed sample. Comments that it was trained on test nothing; where too few others are labelled,
    nothing is corrected, and the run says so."""
    rows = Comment.objects.standing().filter(campaign=campaign)
    ours = rows.filter(language__in=CLASSIFIED)
    total = ours.count()
    said = dict.fromkeys(LABELS, 0)
    known: dict[str, str] = {}
    for done, (words, text) in enumerate(ours.values_list("words", "text").iterator(chunk_size=CHUNK)):
        if words not in known:
            known[words] = model.label_of(text)
        said[known[words]] += 1
        if progress and done % 500 == 0:
            progress(done, total, campaign.slug)
    run = ModelRun(
        campaign=campaign,
        model_sha256=model.sha256,
        model_facts={
            "settings": model.settings,
            "trained_on": [trained.as_json() for trained in model.trained_on],
            "tested_on": [tested.as_json() for tested in model.tested_on],
        },
        made_at=clock.now(),
        made_by=by,
        said=said,
        unclassified=rows.count() - total,
    )
    _correct(run, model)
    with transaction.atomic():
        run.save()
        facts = {
            "campaign": campaign.slug,
            "model": run.model_sha256,
            "said": run.said,
            "unclassified": run.unclassified,
            "sample": run.sample.key if run.sample else "",
            "tested": run.tested,
            "n": sum(map(sum, run.tested)),
            "corrected": run.corrected,
            "refused": str(run.refused),
        }
        record_change(
            noun="model", key=f"{campaign.slug}/{run.pk}", verb="run", facts={"campaign": campaign.slug} | facts
        )
    return run


def _correct(run: ModelRun, model: Model) -> None:
    sample = Sample.objects.filter(campaign=run.campaign, closed_at__isnull=False).order_by("-number").first()
    if sample is None:
        run.refused = ModelRun.Refusal.NO_SAMPLE
        return
    pairs = [(label, model.label_of(text)) for text, label in labelled_texts(sample) if not model.has_seen(text)]
    tested = Confusion.of(pairs)
    run.sample, run.tested = sample, tested.as_list()
    if tested.size < LEAST_TESTED or min(tested.true_totals) < LEAST_OF_A_LABEL:
        run.refused = ModelRun.Refusal.TOO_FEW
        return
    try:
        found = estimate([run.said[label] for label in LABELS], tested)
    except NotInvertible:
        run.refused = ModelRun.Refusal.TOO_ALIKE
        return
    run.corrected = {
        label: [round(end.share, 6), round(end.low, 6), round(end.high, 6)] for label, end in found.corrected.items()
    }
