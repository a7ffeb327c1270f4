"""What evidence is told of an export: hashes and counts, and nobody's name."""

from typing import Any

from phien.observations.models import ExportFile


def facts_of_export(export: ExportFile) -> dict[str, Any]:
    """`fingerprint` is "id/version", with a + between those of a file of several tables; `blanked_sha256` is "" where
    the file had no personal columns."""
    counts = export.counts
    return {
        "campaign": export.campaign.slug,
        "size": export.size,
        "platform": export.platform,
        "report": export.report,
        "fingerprint": "+".join(f"{note['fingerprint']}/{note['version']}" for note in export.sheets),
        "blanked_sha256": export.kept_sha256 if export.is_blanked else "",
        "rows": counts.get("observations", 0) + counts.get("orders", 0),
        "skipped": sum(counts.get("skipped", {}).values()),
        "segments": counts.get("segments", []),
        "simulated": export.simulated,
    }
