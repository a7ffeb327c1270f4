"""Whether the kept copies of exports are still what they were."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phien.observations import files
from phien.observations.models import ExportFile

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class FileProblem:
    """`code` for programs (export_changed, export_missing), `file` as it was called when it was given, `message` for
    people."""

    code: str
    file: str
    message: str

    def __str__(self) -> str:
        return self.message


def check_files(*, progress: Progress | None = None) -> list[FileProblem]:
    """Read every kept copy and compare its SHA-256 with the one that was registered. Empty means that all hold."""
    rows = ExportFile.objects.select_related("campaign").order_by("pk")
    total, problems = rows.count(), []
    for number, export in enumerate(rows.iterator(chunk_size=200)):
        if progress:
            progress(number, total, "exports")
        problem = check_file(export)
        if problem is not None:
            problems.append(problem)
    return problems


def check_file(export: ExportFile) -> FileProblem | None:
    try:
        found = files.sha256_of(export.path)
    except FileNotFoundError:
        message = _("The export %(name)s (number %(number)s) is missing from the private storage.")
        return FileProblem("export_missing", export.name, message % {"name": export.name, "number": export.pk})
    if found == export.kept_sha256:
        return None
    message = _(
        "The export %(name)s (number %(number)s) was changed after it was taken in: "
        "its SHA-256 is %(found)s…, registered is %(registered)s…"
    )
    facts = {
        "name": export.name,
        "number": export.pk,
        "found": found[:12],
        "registered": export.kept_sha256[:12],
    }
    return FileProblem("export_changed", export.name, message % facts)
