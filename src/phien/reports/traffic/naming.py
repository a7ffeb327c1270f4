"""The lists by creator's link and by subject, under the names that people know them by."""

from dataclasses import dataclass

from phien.campaigns.models import Campaign
from phien.content.models import Link, Post
from phien.lib.texts import Text
from phien.live import queries as live
from phien.market.models import Product
from phien.people.models import Actor
from phien.reports import words
from phien.reports.traffic.counting import Counted, Sums


@dataclass(frozen=True, slots=True)
class Row:
    """`name` is empty where the key is all that is known; `more` is the link's code or the subject itself."""

    name: Text | str
    more: str
    sums: Sums

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """In words, most first."""
        return [(words.reason(reason), hits) for reason, hits in self.sums.reasons]


def creator_rows(_campaign: Campaign, counted: Counted, query: str) -> list[Row]:
    """By creator and short link, most hits first. Two queries, however many there are."""
    names = dict(Actor.objects.filter(slug__in={key[0] for key in counted.creators}).values_list("slug", "name"))
    owners = dict(
        Link.objects.filter(code__in={key[1] for key in counted.creators if key[1] and not key[0]}).values_list(
            "code", "creator__name"
        )
    )
    rows = [
        Row(names.get(creator) or creator or owners.get(link) or "", link, sums)
        for (creator, link), sums in counted.creators.items()
    ]
    return _narrowed(rows, query)


def subject_rows(campaign: Campaign, counted: Counted, query: str) -> list[Row]:
    """By what was looked at, most hits first. Three queries, however many there are."""
    keys: dict[str, set[str]] = {}
    for subject in counted.subjects:
        noun, _colon, key = subject.partition(":")
        keys.setdefault(noun, set()).add(key)
    names: dict[str, dict[str, Text]] = {
        "clip": dict(Post.objects.filter(slug__in=keys.get("clip", ())).values_list("slug", "title")),
        "product": dict(Product.objects.filter(slug__in=keys.get("product", ())).values_list("slug", "name")),
        "broadcast": {row.slug: row.name for row in live.broadcasts_of(campaign)},
    }
    rows = []
    for subject, sums in counted.subjects.items():
        noun, _colon, key = subject.partition(":")
        rows.append(Row(names.get(noun, {}).get(key, ""), subject, sums))
    return _narrowed(rows, query)


def _narrowed(rows: list[Row], query: str) -> list[Row]:
    wanted = query.casefold()
    return [row for row in rows if not wanted or wanted in f"{row.name} {row.more}".casefold()]
