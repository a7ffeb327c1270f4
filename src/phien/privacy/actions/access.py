"""Each look at a person's data is itself kept."""

from phien.campaigns.models import Campaign
from phien.lib import clock
from phien.people.models import Actor
from phien.privacy.models import AccessRecord, Consent, Request


def note_access(
    *,
    what: str,
    by: Actor | None,
    person_key: str = "",
    request: Request | None = None,
    consent: Consent | None = None,
    campaign: Campaign | None = None,
    rows: int = 0,
) -> AccessRecord:
    """Note who looked at what; `by` is None where it was the person."""
    subject = request or consent
    return AccessRecord.objects.create(
        at=clock.now(),
        by=by,
        what=AccessRecord.What(what),
        person_key=person_key or (subject.person_key if subject else ""),
        request=request,
        consent=consent,
        campaign=campaign or (subject.campaign if subject else None),
        rows=rows,
    )
