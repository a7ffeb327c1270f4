"""What pages read from campaigns."""

from phien.campaigns.queries.campaigns import (
    Home,
    campaigns_of,
    changes_of_home,
    changes_of_people,
    events_at,
    home,
    people_in,
    producers_in,
    public_campaigns,
)
from phien.campaigns.queries.programme import (
    Lane,
    Line,
    changes_of_events,
    changes_of_lanes,
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
    "changes_of_events",
    "changes_of_home",
    "changes_of_lanes",
    "changes_of_people",
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
