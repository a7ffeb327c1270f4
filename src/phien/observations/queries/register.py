"""The register of files, and which of them do not count."""

from django.db.models import Q, QuerySet

from phien.campaigns.models import Campaign
from phien.observations.models import ExportFile, PromisedExport


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


def promises_of(campaign: Campaign) -> list[tuple[PromisedExport, ExportFile | None]]:
    """Promised files, newest first, each with the file that kept the promise."""
    promised = list(PromisedExport.objects.filter(campaign=campaign).select_related("promised_by"))
    came = ExportFile.objects.filter(campaign=campaign, sha256__in=[promise.sha256 for promise in promised])
    by_hash = {export.sha256: export for export in came}
    return [(promise, by_hash.get(promise.sha256)) for promise in promised]
