"""The register of publications: its list, its counts, and what may stand in it twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import TruncDay, TruncMonth
from django.utils import timezone

from phien.campaigns.models import Campaign
from phien.content.hashtags import key_of
from phien.content.models import GivenList, Publication, Tagging
from phien.content.native import recognise
from phien.lib.errors import Refused
from phien.people.models import Actor
from phien.places.models import Place
from phien.places.queries import ids_within


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the list is narrowed to; empty narrows nothing. `removed`: only those that were removed."""

    text: str = ""
    origin: str = ""
    platform: str = ""
    creator: str = ""
    place: Place | None = None
    hashtag: str = ""
    disclosure: str = ""
    month: date | None = None
    day: date | None = None
    removed: bool = False


def publications_of(campaign: Campaign, narrowed: Narrowed | None = None) -> QuerySet[Publication]:
    """Those that count, newest first, or those that were removed."""
    narrowed = narrowed or Narrowed()
    found = Publication.objects.filter(campaign=campaign, removed_at__isnull=not narrowed.removed)
    for name in ("origin", "platform", "disclosure"):
        if value := getattr(narrowed, name):
            found = found.filter(**{name: value})
    if narrowed.creator:
        found = found.filter(creator__slug=narrowed.creator)
    if narrowed.place:
        found = found.filter(place_id__in=ids_within(narrowed.place))
    if narrowed.hashtag:
        found = found.filter(_tagged(narrowed.hashtag))
    if narrowed.day:
        found = found.filter(published_at__gte=_midnight(narrowed.day), published_at__lt=_midnight(narrowed.day, 1))
    elif narrowed.month:
        following = (narrowed.month.replace(day=1) + timedelta(days=32)).replace(day=1)
        found = found.filter(
            published_at__gte=_midnight(narrowed.month.replace(day=1)), published_at__lt=_midnight(following)
        )
    if narrowed.text:
        found = found.filter(_about(narrowed.text))
    return found.order_by(F("published_at").desc(nulls_last=True), "-pk")


def with_all(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """With everything that a row of the list or of its table shows."""
    taggings = Prefetch("taggings", Tagging.objects.select_related("hashtag__stands_for").order_by("pk"))
    return publications.select_related(
        "creator", "channel", "place", "post", "registered_by", "same_as", "campaign"
    ).prefetch_related(taggings)


def counts_of(publications: QuerySet[Publication]) -> list[tuple[str, str, int]]:
    """How many by origin and platform."""
    rows = publications.order_by().values_list("origin", "platform").annotate(number=Count("pk"))
    return sorted((origin, platform, number) for origin, platform, number in rows)


def creators_of(campaign: Campaign) -> list[tuple[str, str]]:
    """Slug and name of those whose publications the register holds."""
    made = Publication.objects.filter(campaign=campaign, creator=OuterRef("pk"))
    return [(actor.slug, str(actor.name)) for actor in Actor.objects.filter(Exists(made)).order_by("slug")]


def places_of(campaign: Campaign) -> QuerySet[Place]:
    named = Publication.objects.filter(campaign=campaign, place=OuterRef("pk"))
    return Place.objects.filter(Exists(named)).order_by("slug")


def months_of(campaign: Campaign) -> list[date]:
    """The months in which something appeared, newest first."""
    return _steps(campaign, TruncMonth("published_at"))


def days_of(campaign: Campaign) -> list[date]:
    """The days, newest first, a hundred at most."""
    return _steps(campaign, TruncDay("published_at"))[:100]


def doubles_of(campaign: Campaign) -> list[list[Publication]]:
    """Groups of publications that may be one: the same address under two ids, or the same account, minute and title on
    one platform. The one that was registered first stands first."""
    there = Publication.objects.filter(campaign=campaign, removed_at=None)
    by_address = there.exclude(url="").values("platform", "url").order_by().annotate(n=Count("pk")).filter(n__gt=1)
    alike = ("platform", "account", "title", "published_at")
    by_look = (
        there.exclude(account="").exclude(title="").exclude(published_at=None).exclude(platform="offline")
        .values(*alike).order_by().annotate(n=Count("pk")).filter(n__gt=1)
    )  # fmt: skip
    groups: dict[int, set[int]] = {}
    for wanted in [*by_address[:500], *by_look[:500]]:
        wanted.pop("n")
        _join(groups, list(there.filter(**wanted).values_list("pk", flat=True)))
    rows = {row.pk: row for row in with_all(Publication.objects.filter(pk__in=list(groups)))}
    together = {min(group): sorted(group) for group in groups.values()}
    return [[rows[pk] for pk in together[first]] for first in sorted(together)]


def sources_named(publications: Iterable[Publication]) -> dict[str, str]:
    """File names by the hash that a publication says it was entered by."""
    hashes = {publication.source for publication in publications if len(publication.source) == 64}
    return dict(GivenList.objects.filter(sha256__in=hashes).values_list("sha256", "name"))


def _join(groups: dict[int, set[int]], same: list[int]) -> None:
    whole = set(same).union(*(groups[pk] for pk in same if pk in groups))
    for pk in whole:
        groups[pk] = whole


def _tagged(written: str) -> Q:
    key = key_of(written)
    tagged = Tagging.objects.filter(publication=OuterRef("pk"))
    return Q(Exists(tagged.filter(Q(hashtag__key=key) | Q(hashtag__stands_for__key=key))))


def _about(text: str) -> Q:
    if text.startswith("#"):
        return _tagged(text)
    about = (
        Q(title__icontains=text) | Q(account__icontains=text.lstrip("@")) | Q(native_id=text) | Q(url__icontains=text)
    )
    if "." in text and "/" in text:
        try:
            seen = recognise(text)
        except Refused:
            return about
        about |= Q(platform=seen.platform, native_id=seen.native_id)
    return about


def _steps(campaign: Campaign, step: Any) -> list[date]:
    dated = Publication.objects.filter(campaign=campaign).exclude(published_at=None)
    steps = dated.annotate(step=step).order_by("-step").values_list("step", flat=True).distinct()
    return [timezone.localtime(moment).date() for moment in steps]


def _midnight(day: date, later: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(), timezone.get_current_timezone())
