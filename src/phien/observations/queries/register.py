"""The register of files, and which of them do not count."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from phien.campaigns.models import Campaign
from phien.observations.models import ExportFile, PromisedExport
from phien.people.models import Actor


def exports_of(campaign: Campaign, *, q: str = "", platform: str = "", state: str = "") -> QuerySet[ExportFile]:
    """A campaign's files, newest first; `q` is looked for in their names and at the beginning of their hashes."""
    rows = ExportFile.objects.filter(campaign=campaign).select_related("given_by", "taken_in_by", "undone_by")
    if q:
        rows = rows.filter(
            Q(name__icontains=q) | Q(sha256__startswith=q.lower()) | Q(kept_sha256__startswith=q.lower())
        )
    if platform:
        rows = rows.filter(platform=platform)
    return rows.filter(state=state) if state else rows


def platforms_of(campaign: Campaign) -> list[str]:
    found = ExportFile.objects.filter(campaign=campaign).exclude(platform="").order_by("platform")
    return list(found.values_list("platform", flat=True).distinct())


def undone_files(campaign: Campaign) -> list[str]:
    """The hashes of files whose rows do not count."""
    undone = ExportFile.objects.filter(campaign=campaign, state=ExportFile.State.UNDONE)
    return list(undone.order_by("sha256").values_list("sha256", flat=True))


def promises_of(campaign: Campaign, *, q: str = "", by: Actor | None = None) -> QuerySet[PromisedExport]:
    """Promised files, newest first; `by` keeps those of one person."""
    rows = PromisedExport.objects.filter(campaign=campaign).select_related("promised_by")
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(note__icontains=q) | Q(sha256__startswith=q.lower()))
    return rows.filter(promised_by=by) if by else rows


def kept_promises(promised: Iterable[PromisedExport]) -> list[tuple[PromisedExport, ExportFile | None]]:
    """Each with the file that kept it."""
    promised = list(promised)
    came = ExportFile.objects.filter(sha256__in=[promise.sha256 for promise in promised])
    by_hash = {(export.campaign_id, export.sha256): export for export in came}
    return [(promise, by_hash.get((promise.campaign_id, promise.sha256))) for promise in promised]
