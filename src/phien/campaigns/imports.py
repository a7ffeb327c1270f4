"""Campaigns, events and programmes from an organiser's file."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from phien.campaigns import actions
from phien.campaigns.forms import CampaignForm, EventForm, PhaseForm, SlotForm
from phien.campaigns.models import Campaign, Event, Phase, Slot
from phien.campaigns.programme import changes, imported_key
from phien.campaigns.queries import released_programme, slots_of
from phien.lib.rows import Row, checked
from phien.media.imports import picture_of


def import_campaigns(rows: Iterable[Row], *, folder: Path, is_public: bool = True) -> list[Campaign]:
    """One campaign per row, known again by its slug, with its phases and chapters (`phase`, `chapter`: lists)."""
    return [_import_campaign(row, folder, is_public) for row in rows]


def import_events(rows: Iterable[Row]) -> list[Event]:
    """One event per row, known again by campaign and slug, with its slots (`slot`: a list).

    The slots become the campaign's working copy, which is released where that changes anything.
    """
    events: dict[Campaign, list[tuple[Event, Row]]] = {}
    found = []
    for row in rows:
        campaign = Campaign.objects.filter(slug=row.get("campaign")).first()
        if campaign is None:
            raise row.wrong("campaign", row.get("campaign"))
        event = _import_event(row, campaign)
        events.setdefault(campaign, []).append((event, row))
        found.append(event)
    for campaign, pairs in events.items():
        _import_slots(campaign, pairs)
    return found


def _times(row: Row) -> dict[str, Any]:
    return {
        f"{name}_at": row.get(f"{name}_at") or row.get(name) for name in ("starts", "ends")
    }  # fmt: skip


def _inner(row: Row, name: str) -> Iterator[Row]:
    """The rows within a row: campaign.phase of the second campaign is told as "2.1"."""
    for values in row.get(name, []):
        if not isinstance(values, Mapping):
            raise row.wrong(name, values)
        yield Row(f"{row.file} [{row.get('slug')}.{name}]", row.number, values)


def _import_campaign(row: Row, folder: Path, is_public: bool) -> Campaign:
    campaign = Campaign.objects.filter(slug=row.get("slug")).first()
    also = {
        **_times(row),
        "hashtags": " ".join(row.words("hashtags")),
        "edition": row.get("edition", 1),
        "is_public": row.get("is_public", is_public),
    }
    form = checked(CampaignForm, row, also=also, instance=campaign)
    facts = dict(form.cleaned_data)
    if campaign is None:
        campaign = actions.add_campaign(**facts)
    else:
        campaign = actions.change_campaign(campaign=Campaign.objects.get(pk=campaign.pk), **facts)
    cover = picture_of(row, folder, "cover")
    if cover is not None:
        actions.show_cover(campaign=campaign, cover=cover)
    for position, chapter in enumerate(_inner(row, "chapter")):
        actions.add_chapter(
            campaign=campaign, slug=str(chapter.get("slug")), name=chapter.texts("name"), position=position
        )
    phases = list(Phase.objects.filter(campaign=campaign))
    for phase_row in _inner(row, "phase"):
        known = next((p for p in phases if dict(p.name).get("vi") == phase_row.texts("name").get("vi")), None)
        phase_form = checked(PhaseForm, phase_row, also=_times(phase_row))
        if known is None:
            actions.add_phase(campaign=campaign, **phase_form.cleaned_data)
        else:
            actions.change_phase(phase=known, **phase_form.cleaned_data)
    return campaign


def _import_event(row: Row, campaign: Campaign) -> Event:
    event = Event.objects.filter(campaign=campaign, slug=row.get("slug")).first()
    form = checked(EventForm, row, also=_times(row), instance=event)
    facts = dict(form.cleaned_data)
    if event is None:
        return actions.add_event(campaign=campaign, **facts)
    return actions.change_event(event=Event.objects.get(pk=event.pk), **facts)


def _import_slots(campaign: Campaign, pairs: list[tuple[Event, Row]]) -> None:
    working = actions.working_copy(campaign=campaign)
    known = {slot.key: slot for slot in Slot.objects.filter(programme=working).select_related("event")}
    kept = set()
    for event, row in pairs:
        titles: dict[str, int] = {}
        for slot_row in _inner(row, "slot"):
            title = slot_row.texts("title")
            again = titles[title.get("vi", "")] = titles.get(title.get("vi", ""), -1) + 1
            key = imported_key(campaign=campaign.slug, event=event.slug, title=title.get("vi", ""), again=again)
            also = {"event": event.slug, **_times(slot_row)}
            also |= {part: slot_row.words(part) for part in ("presenter", "knower", "speaker")}
            form = checked(SlotForm, slot_row, also=also, campaign=campaign)
            facts = {name: form.cleaned_data[name] for name in ("event", "title", "starts_at", "ends_at")}
            if key in known:
                actions.change_slot(slot=known[key], parts=form.parts(), **facts)
            else:
                actions.add_slot(campaign=campaign, parts=form.parts(), key=key, **facts)
            kept.add(key)
    of_these = {event.pk for event, _row in pairs}
    for key, slot in known.items():
        if key not in kept and slot.event_id in of_these:
            actions.remove_slot(slot=slot)
    if changes(slots_of(released_programme(campaign)), slots_of(working)):
        actions.release_programme(campaign=campaign)
