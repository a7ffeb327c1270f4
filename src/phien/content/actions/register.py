"""Publications come into the register: one from a form, or sixty thousand from a file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import batched

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.content.actions.hashtags import Tags
from phien.content.actions.sealed import facts_of_publication, key_of_publication
from phien.content.completing import Channels, NewPublication, complete, tags_of
from phien.content.models import Publication, Tagging
from phien.evidence.actions import Pseudonyms, record_changes
from phien.lib import clock
from phien.lib.errors import Refused
from phien.people.models import Actor

SLICE = 1_000


@dataclass(frozen=True, slots=True)
class Registered:
    """`known` were in the register already, also as removed ones; `wrong` says which row, counted from 0, and why."""

    new: list[Publication] = field(default_factory=list)
    known: list[Publication] = field(default_factory=list)
    wrong: list[tuple[int, Refused]] = field(default_factory=list)


def register_publications(
    *, campaign: Campaign, rows: Iterable[NewPublication], by: Actor | None, source: str
) -> Registered:
    """Register each row that is right and not known yet, in slices of a transaction each with its sealed changes. The
    same rows again register nothing, so that what stopped half-way goes on by being given again."""
    done = Registered()
    work = _Slices(campaign, by, source)
    for number, given in enumerate(batched(rows, SLICE, strict=False)):
        work.register(given, number * SLICE, done)
    return done


class _Slices:
    """What all slices of one call share: the time, the campaign's tags, the registered channels."""

    def __init__(self, campaign: Campaign, by: Actor | None, source: str) -> None:
        self.campaign, self.by, self.source = campaign, by, source[:80]
        self.at = clock.now()
        self.channels = Channels(campaign)
        self.pseudonyms = Pseudonyms("account")

    def register(self, given: tuple[NewPublication, ...], first: int, done: Registered) -> None:
        right: dict[tuple[str, str], tuple[Publication, list[str]]] = {}
        twice: list[tuple[str, str]] = []
        for number, row in enumerate(given, start=first):
            try:
                publication = complete(row, self.campaign, self.channels)
            except Refused as refusal:
                done.wrong.append((number, refusal))
                continue
            key = publication.platform, publication.native_id
            if key in right:
                twice.append(key)
            else:
                right[key] = publication, tags_of(row)
        with transaction.atomic():
            # One after the other, so that the same post is not registered by two at once.
            Campaign.objects.select_for_update(no_key=True).get(pk=self.campaign.pk)
            known = self._known(right)
            done.known.extend(known.values())
            new = {key: pair for key, pair in right.items() if key not in known}
            self._insert(list(new.values()))
        done.new.extend(publication for publication, _written in new.values())
        done.known.extend(known.get(key) or right[key][0] for key in twice)

    def _known(self, right: dict[tuple[str, str], tuple[Publication, list[str]]]) -> dict[tuple[str, str], Publication]:
        there = Publication.objects.filter(campaign=self.campaign, native_id__in={native_id for _p, native_id in right})
        return {key: row for row in there if (key := (row.platform, row.native_id)) in right}

    def _insert(self, new: list[tuple[Publication, list[str]]]) -> None:
        if not new:
            return
        for publication, _written in new:
            publication.registered_at, publication.registered_by = self.at, self.by
            publication.source = self.source
        Publication.objects.bulk_create([publication for publication, _written in new])
        tags = Tags(self.campaign)
        tags.know({name for _publication, written in new for name in written})
        taggings: list[Tagging] = []
        sealed = []
        for publication, written in new:
            mine = tags.of(written)
            taggings.extend(Tagging(publication_id=publication.pk, hashtag_id=tag.pk, written=w) for tag, w in mine)
            keys = [tags.canonical(tag) for tag, _spelling in mine]
            facts = facts_of_publication(self.campaign.slug, publication, keys, self.pseudonyms)
            sealed.append((key_of_publication(self.campaign.slug, publication), facts))
        Tagging.objects.bulk_create(taggings)
        record_changes(noun="publication", verb="registered", of=sealed, at=self.at)
