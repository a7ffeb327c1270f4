"""The hashtags of a campaign, with how they were written and how often."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from phien.campaigns.models import Campaign
from phien.content.hashtags import key_of
from phien.content.models import Hashtag, Tagging


@dataclass(frozen=True, slots=True)
class Spelling:
    written: str
    number: int


def hashtags_of(campaign: Campaign, text: str = "") -> QuerySet[Hashtag]:
    """Those that stand for themselves; searched by their own spellings and their variants'."""
    found = Hashtag.objects.filter(campaign=campaign, stands_for=None)
    key = key_of(text)
    if key:
        found = found.filter(Q(key__contains=key) | Q(variants__key__contains=key)).distinct()
    return found.order_by("key")


def counted(hashtags: list[Hashtag]) -> list[tuple[Hashtag, int, list[Spelling], list[tuple[Hashtag, int]]]]:
    """Each with its number of publications, its spellings (most first), and its variants with theirs."""
    pks = [tag.pk for tag in hashtags]
    variants = list(Hashtag.objects.filter(stands_for__in=pks).order_by("key"))
    counting = Tagging.objects.filter(publication__removed_at=None)
    of_all = {*pks, *(variant.pk for variant in variants)}
    rows = (
        counting.filter(hashtag__in=of_all)
        .order_by()
        .values_list("hashtag", "written")
        .annotate(n=Count("publication"))
    )
    spellings: dict[int, list[Spelling]] = {}
    for pk, written, number in rows:
        spellings.setdefault(pk, []).append(Spelling(written, number))
    for some in spellings.values():
        some.sort(key=lambda spelling: (-spelling.number, spelling.written))
    numbers = _numbers(pks)
    result = []
    for tag in hashtags:
        mine = [(variant, sum(s.number for s in spellings.get(variant.pk, []))) for variant in variants
                if variant.stands_for_id == tag.pk]  # fmt: skip
        result.append((tag, numbers.get(tag.pk, 0), spellings.get(tag.pk, []), mine))
    return result


def _numbers(pks: list[int]) -> dict[int, int]:
    """Publications by what their hashtags stand for; one that carries two spellings counts once."""
    pairs = (
        Tagging.objects.filter(publication__removed_at=None)
        .filter(Q(hashtag__in=pks) | Q(hashtag__stands_for__in=pks))
        .annotate(head=Coalesce("hashtag__stands_for", "hashtag"))
        .order_by()
        .values_list("head")
        .annotate(n=Count("publication", distinct=True))
    )
    return dict(pairs)
