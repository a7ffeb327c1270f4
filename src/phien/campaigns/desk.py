"""What an organiser should do next, most pressing first."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from phien.campaigns.models import Campaign, Programme
from phien.campaigns.programme import changes
from phien.campaigns.queries import released_programme, slots_of
from phien.people.models import Actor, Role


@dataclass(frozen=True, slots=True)
class Step:
    words: str
    url: str


def next_steps(campaign: Campaign, people: dict[str, list[Actor]]) -> list[Step]:
    """Open tasks of a campaign, in the order in which they are best done."""

    missing = [code for code in ("en", "fr", "zh-hans") if code not in campaign.name]
    working = Programme.objects.filter(campaign=campaign, number=None).first()
    waits = working is not None and bool(changes(slots_of(released_programme(campaign)), slots_of(working)))
    tasks = [
        (
            not campaign.lead or not campaign.story,
            _("Write the one line and the story that visitors read first."),
            "desk_texts",
        ),
        (bool(missing), _("Give the name in the other languages too."), "desk_texts"),
        (campaign.cover_id is None, _("Choose a cover picture; until then a woven cloth stands there."), "desk_cover"),
        (
            not campaign.phases.exists(),
            _("Put down the phases: clips, market, training, forum."),
            "desk_phases",
        ),
        (not people.get(Role.Duty.CREATOR), _("Add the creators who will tell of it."), "desk_people"),
        (not people.get(Role.Duty.PRODUCER), _("Add the producers who will sell."), "desk_people"),
        (
            not campaign.events.exists(),
            _("Add the events: what happens where, from when to when."),
            "desk_programme",
        ),
        (waits, _("Release the programme: changes wait in the working copy."), "desk_release"),
        (not campaign.is_public, _("Make the campaign public when it is ready."), "desk_texts"),
    ]
    return [Step(words, reverse(name, args=[campaign.slug])) for is_open, words, name in tasks if is_open]
