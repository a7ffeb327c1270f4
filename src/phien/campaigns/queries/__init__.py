"""What pages read from campaigns."""

from phien.campaigns.queries.campaigns import (
    Home,
    campaigns_of,
    events_at,
    home,
    people_in,
    producers_in,
    public_campaigns,
)
from phien.campaigns.queries.programme import (
    Lane,
    Line,
    lanes,
    released_programme,
    slots_now,
    slots_of,
)
from phien.campaigns.queries.versions import CalendarEntry, Difference, Version, calendar_of, difference, versions_of

__all__ = [
    "CalendarEntry",
    "Difference",
    "Home",
    "Lane",
    "Line",
    "Version",
    "calendar_of",
    "campaigns_of",
    "difference",
    "events_at",
    "home",
    "lanes",
    "people_in",
    "producers_in",
    "public_campaigns",
    "released_programme",
    "slots_now",
    "slots_of",
    "versions_of",
]
