"""Counting: a hit is classified, written to this process's journal, and only then acknowledged."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest

from phien.evidence import datacentres, journal
from phien.evidence.actions.salts import salt_of
from phien.evidence.agents import family_of
from phien.evidence.classification import RULE_VERSION, reason_of
from phien.evidence.errors import JournalUnavailable
from phien.evidence.hits import Hit
from phien.evidence.models import new_event_id
from phien.evidence.visitors import Address, client_address, visitor_id
from phien.lib import clock

log = logging.getLogger(__name__)


def make_hit(
    *,
    kind: str,
    subject: str = "",
    campaign: str = "",
    place: str = "",
    creator: str = "",
    link: str = "",
    visitor: str,
    user_agent: str,
    is_staff: bool = False,
    is_datacentre: bool = False,
    seconds: int = 0,
    session_token: str = "",
    at: datetime | None = None,
    event_id: str | None = None,
    simulated: bool = False,
    now: datetime | None = None,
) -> Hit:
    """A hit with its classification, not yet written. `now` is when it was received: then its pace is counted by that,
    whenever it is said to have happened. ValueError for an unknown kind or an overlong field."""
    received_at = now or clock.now()
    happened_at = at or received_at
    hit = Hit(
        id=event_id or new_event_id(),
        happened_at=happened_at,
        received_at=received_at,
        kind=kind,
        subject=subject,
        campaign=campaign,
        place=place,
        creator=creator,
        link=link,
        visitor=visitor,
        session_token=session_token,
        seconds=seconds,
        reason=reason_of(
            kind=kind,
            user_agent=user_agent,
            visitor=visitor,
            session_token=session_token,
            is_staff=is_staff,
            is_datacentre=is_datacentre,
            at=now or happened_at,
        ),
        rule_version=RULE_VERSION,
        simulated=simulated,
        agent=family_of(user_agent),
    )
    hit.check()
    return hit


def record_hit(
    *,
    kind: str,
    subject: str = "",
    campaign: str = "",
    place: str = "",
    creator: str = "",
    link: str = "",
    visitor: str,
    user_agent: str,
    is_staff: bool = False,
    is_datacentre: bool = False,
    seconds: int = 0,
    session_token: str = "",
    at: datetime | None = None,
    event_id: str | None = None,
    simulated: bool = False,
) -> str:
    """Write one classified hit and give its id. The same `event_id` again within 48 hours counts once.

    Raises ValueError for an unknown kind or an overlong id, JournalUnavailable when the disk fails.
    """
    hit = make_hit(
        kind=kind,
        subject=subject,
        campaign=campaign,
        place=place,
        creator=creator,
        link=link,
        visitor=visitor,
        user_agent=user_agent,
        is_staff=is_staff,
        is_datacentre=is_datacentre,
        seconds=seconds,
        session_token=session_token,
        at=at,
        event_id=event_id,
        simulated=simulated,
    )
    journal.current().append(hit.line())
    return hit.id


def record_hits(*, hits: Iterable[Hit]) -> int:
    """Write many hits at once (a beacon's batch, a simulator's day): all of them or, with JournalUnavailable, none
    of the slice that failed. Gives how many."""
    count, lines, size = 0, [], 0
    for hit in hits:
        line = hit.line()
        count, size = count + 1, size + len(line)
        lines.append(line)
        if size > 1_000_000:
            journal.current().append(b"".join(lines))
            lines, size = [], 0
    journal.current().append(b"".join(lines))
    return count


def visitor_of(request: HttpRequest) -> str:
    """The request's visitor id, good for today."""
    return visitor_id(
        salt=salt_of(clock.today()), address=_address_of(request), user_agent=request.headers.get("User-Agent", "")
    )


def _address_of(request: HttpRequest) -> Address | None:
    return client_address(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))


def record_request_hit(
    request: HttpRequest,
    *,
    kind: str,
    subject: str = "",
    campaign: str = "",
    place: str = "",
    creator: str = "",
    link: str = "",
    event_id: str | None = None,
) -> str:
    """Count a request that a view serves, and give the hit's id. Signed-in people are our own staff.

    A failing disk must not cost a visitor the page: then it is logged as an error and "" is given.
    """
    user = getattr(request, "user", None)
    try:
        return record_hit(
            kind=kind,
            subject=subject,
            campaign=campaign,
            place=place,
            creator=creator,
            link=link,
            visitor=visitor_of(request),
            user_agent=request.headers.get("User-Agent", ""),
            is_staff=bool(user and user.is_authenticated),
            is_datacentre=datacentres.is_datacentre(_address_of(request)),
            event_id=event_id,
        )
    except JournalUnavailable:
        log.error("A %s hit of %s was not counted", kind, subject)  # noqa: TRY400  # the journal logged the cause
        return ""
