"""Comments and their files, as the desk shows them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from phien.campaigns.models import Campaign
from phien.sentiment.language import CLASSIFIED
from phien.sentiment.models import Comment, CommentFile, ModelRun


@dataclass(frozen=True, slots=True)
class Counts:
    """All comments of a campaign, erased ones too."""

    all: int
    authors: int
    erased: int
    unclassified: int
    by_platform: list[tuple[str, int]]
    by_language: list[tuple[str, int]]


def comments_of(campaign: Campaign) -> QuerySet[Comment]:
    """Newest first."""
    return Comment.objects.filter(campaign=campaign).select_related("file")


def counts_of(campaign: Campaign) -> Counts:
    """Four statements, however many comments."""
    rows = Comment.objects.filter(campaign=campaign)
    sums = rows.aggregate(
        all=Count("pk"),
        authors=Count("author", distinct=True, filter=~Q(author="")),
        erased=Count("pk", filter=Q(deleted_at__isnull=False)),
        unclassified=Count("pk", filter=~Q(language__in=CLASSIFIED)),
    )
    by = {
        name: [
            (str(value), int(count))
            for value, count in rows.values_list(name).annotate(count=Count("pk")).order_by("-count", name)
        ]
        for name in ("platform", "language")
    }
    return Counts(by_platform=by["platform"], by_language=by["language"], **sums)


def platforms_of(campaign: Campaign) -> list[str]:
    rows = Comment.objects.filter(campaign=campaign).order_by("platform")
    return list(rows.values_list("platform", flat=True).distinct())


def files_of(campaign: Campaign) -> QuerySet[CommentFile]:
    return CommentFile.objects.filter(campaign=campaign).select_related("given_by")


def runs_of(campaign: Campaign) -> list[ModelRun]:
    """The newest ten."""
    rows = ModelRun.objects.filter(campaign=campaign).select_related("sample", "sample__campaign", "made_by")
    return list(rows[:10])
