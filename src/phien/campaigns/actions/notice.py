"""Tell those who follow the programme that an event changed: in the caller's transaction."""

from django.db.models import Max

from phien.campaigns.editions import edition_of
from phien.campaigns.models import Campaign, Event, Notice
from phien.editions.actions import renew
from phien.lib import clock
from phien.lib.texts import Text
from phien.people.models import Actor


def held(event: Event) -> Event:
    """The row as it stands now. Its campaign is locked first, as a release does, so that a notice and a release are
    one after the other.
    """
    Campaign.objects.select_for_update().get(pk=event.campaign_id)
    return Event.objects.select_for_update(of=("self",)).select_related("campaign", "place").get(pk=event.pk)


def notify(event: Event, what: Notice.What, *, minutes: int = 0, note: object = "", by: Actor | None = None) -> Notice:
    newest = event.campaign.programmes.exclude(number=None).aggregate(newest=Max("number"))["newest"]
    renew(edition_of(event.campaign_id))
    return Notice.objects.create(
        event=event, what=what, minutes=minutes, note=Text.of(note), version=newest or 0, at=clock.now(), by=by
    )
