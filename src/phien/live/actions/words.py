"""The words that are not wanted in a campaign's rooms."""

from collections.abc import Iterable

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.lib import clock
from phien.live.errors import TooManyWords
from phien.live.models import FilterWord
from phien.people.models import Actor

MOST_WORDS = 500


@transaction.atomic
def add_words(*, campaign: Campaign, words: Iterable[str], act: str, by: Actor | None) -> int:
    """Put words on the campaign's list; one that stands there already gets this act. Returns how many were new.

    Raises TooManyWords, with nothing added.
    """
    act = FilterWord.Act(act)
    now, new = clock.now(), 0
    for word in words:
        _row, is_new = FilterWord.objects.update_or_create(
            campaign=campaign,
            word=word,
            defaults={"act": act},
            create_defaults={"act": act, "made_by": by, "made_at": now},
        )
        new += is_new
    if new and FilterWord.objects.filter(campaign=campaign).count() > MOST_WORDS:
        raise TooManyWords(most=MOST_WORDS)
    return new


def remove_word(*, word: FilterWord) -> None:
    """Take a word off the list. What waits because of it goes on waiting."""
    FilterWord.objects.filter(pk=word.pk).delete()
