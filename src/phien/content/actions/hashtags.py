"""Hashtags: known by their key, joined and parted by an organiser."""

from collections.abc import Iterable

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.content.errors import TagsOfTwoCampaigns, TagStandsForItself, TagStandsForNone
from phien.content.hashtags import key_of, shown_of
from phien.content.models import Hashtag
from phien.evidence.actions import record_change

SLICE = 500


class Tags:
    """The hashtags of a campaign within one transaction."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self._by_key: dict[str, Hashtag] = {}

    def know(self, written: Iterable[str]) -> None:
        """Read the tags of these spellings, and make those that are not there. The caller holds the campaign's row."""
        shown = {key: spelling for spelling in written if (key := key_of(spelling))}
        wanted = sorted(shown.keys() - self._by_key.keys())
        for start in range(0, len(wanted), SLICE):
            self._read(wanted[start : start + SLICE])
        missing = [key for key in wanted if key not in self._by_key]
        made = [Hashtag(campaign=self.campaign, key=key, shown=shown[key]) for key in missing]
        for tag in Hashtag.objects.bulk_create(made, batch_size=SLICE):
            self._keep(tag)

    def of(self, written: Iterable[str]) -> list[tuple[Hashtag, str]]:
        """The hashtags of these spellings, which were made known before, each once with its first spelling."""
        found: dict[int, tuple[Hashtag, str]] = {}
        for spelling in written:
            tag = self._by_key[key_of(spelling)]
            found.setdefault(tag.pk, (tag, spelling))
        return list(found.values())

    def canonical(self, tag: Hashtag) -> str:
        """The key of what the tag stands for."""
        return tag.stands_for.key if tag.stands_for else tag.key

    def _read(self, keys: list[str]) -> None:
        for tag in Hashtag.objects.filter(campaign=self.campaign, key__in=keys).select_related("stands_for"):
            self._keep(tag)

    def _keep(self, tag: Hashtag) -> None:
        self._by_key[tag.key] = tag


@transaction.atomic
def know_hashtags(*, campaign: Campaign, written: Iterable[str]) -> None:
    """Seed hashtags before anything carries them: the campaign's own come first on its page."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    Tags(campaign).know(shown_of(tag) for tag in written)


@transaction.atomic
def join_hashtags(*, hashtag: Hashtag, into: Hashtag) -> Hashtag:
    """`hashtag` is a variant or a misspelling of `into`, and so are its own variants. Raises TagStandsForItself or
    TagsOfTwoCampaigns."""
    Campaign.objects.select_for_update(no_key=True).get(pk=hashtag.campaign_id)
    hashtag.refresh_from_db()
    into.refresh_from_db()
    into = into.stands_for or into
    if into.campaign_id != hashtag.campaign_id:
        raise TagsOfTwoCampaigns
    if into.pk == hashtag.pk:
        raise TagStandsForItself(tag=str(hashtag))
    if hashtag.stands_for_id == into.pk:
        return hashtag
    for tag in [hashtag, *Hashtag.objects.filter(stands_for=hashtag)]:
        tag.stands_for = into
        tag.save(update_fields=["stands_for"])
        _seal(tag, "joined", into.key)
    hashtag.stands_for = into
    return hashtag


@transaction.atomic
def part_hashtag(*, hashtag: Hashtag) -> Hashtag:
    """The tag stands for itself again. Raises TagStandsForNone."""
    Campaign.objects.select_for_update(no_key=True).get(pk=hashtag.campaign_id)
    hashtag.refresh_from_db()
    if hashtag.stands_for is None:
        raise TagStandsForNone(tag=str(hashtag))
    was = hashtag.stands_for.key
    hashtag.stands_for = None
    hashtag.save(update_fields=["stands_for"])
    _seal(hashtag, "parted", was)
    return hashtag


def _seal(tag: Hashtag, verb: str, stands_for: str) -> None:
    campaign = tag.campaign.slug
    record_change(
        noun="hashtag",
        key=f"{campaign}/{tag.key}"[:120],
        verb=verb,
        facts={"campaign": campaign, "hashtag": tag.key, "stands_for": stands_for},
    )
