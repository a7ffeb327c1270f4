"""What platforms' exports hold about buyers and authors, until the copy without those columns stands in."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phien.lib import personal
from phien.lib.personal import Basis, Holding, Keep, Where
from phien.observations.actions import drop_export
from phien.observations.models import ExportFile

OPEN = (ExportFile.State.UNKNOWN, ExportFile.State.GIVEN)


def _old(before: datetime) -> QuerySet[ExportFile]:
    """Files of which nothing counts, given before this moment."""
    return ExportFile.objects.filter(state__in=OPEN, given_at__lt=before).order_by("pk")


def _drop(now: datetime, keep: timedelta, most: int) -> int:
    files = list(_old(now - keep)[:most])
    for export in files:
        drop_export(export=export)
    return len(files)


def register() -> None:
    personal.hold(
        Holding(
            id="exports",
            room="observations",
            name=_("Platforms' exports that wait"),
            whose=_("Buyers and authors on platforms"),
            what=_("The file as it was given; once it is taken in, a copy with the personal columns emptied"),
            fields={"observations.ExportFile": ("name", "answers")},
            basis=Basis.CONTRACT,
            why=_("So that an organiser can look before it is taken in."),
            keep=Keep(
                _("After it was given, if it was not taken in; the emptied copy for good"),
                days=30,
                least=1,
                most=90,
                source=_("The organiser's choice"),
            ),
            where=(Where.PRIVATE, Where.DATABASE, Where.BACKUP),
            seen_by=_("Organisers"),
            stays=_("Names, phones and addresses are dropped when the file is taken in; orders stay as pseudonyms."),
            prune=_drop,
            due=lambda now, keep: _old(now - keep).count(),
            count=ExportFile.objects.filter(state__in=OPEN).count,
        )
    )
    personal.not_personal(
        {
            "observations.PromisedExport": "the name of a file that will be sent",
            "observations.SavedFingerprint": "what the headings of a file mean",
            "observations.ExportFile.undone_reason": "why its rows no longer count",
        }
    )
