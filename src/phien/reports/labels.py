"""Names for the keys of breakdowns, in every language there is, as they were when the report was made."""

from collections.abc import Callable, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext, override

from phien.campaigns.models import Campaign
from phien.content.models import Link, Post
from phien.lib.texts import LANGUAGES, Text
from phien.live import queries as live
from phien.market.models import Outlet, Product
from phien.people.models import Actor
from phien.places.models import Place
from phien.reports import words
from phien.reports.compute import Row

Names = dict[str, Text]


def in_all(value: str | Promise) -> Text:
    """A translatable word, in each of the four languages."""
    texts = {}
    for language in LANGUAGES:
        with override(language):
            texts[language] = str(value) if isinstance(value, Promise) else gettext(value)
    return Text.of(texts)


def _actors(keys: set[str], _campaign: Campaign) -> Names:
    return dict(Actor.objects.filter(slug__in=keys).values_list("slug", "name"))


def _products(keys: set[str], _campaign: Campaign) -> Names:
    return dict(Product.objects.filter(slug__in=keys).values_list("slug", "name"))


def _places(keys: set[str], _campaign: Campaign) -> Names:
    return dict(Place.objects.filter(slug__in=keys).values_list("slug", "name"))


def _provinces(keys: set[str], _campaign: Campaign) -> Names:
    return dict(Place.objects.filter(kind=Place.Kind.PROVINCE, code__in=keys).values_list("code", "name"))


def _clips(keys: set[str], _campaign: Campaign) -> Names:
    return dict(Post.objects.filter(slug__in=keys).values_list("slug", "title"))


def _broadcasts(_keys: set[str], campaign: Campaign) -> Names:
    return {row.slug: row.name for row in live.broadcasts_of(campaign)}


def _links(keys: set[str], _campaign: Campaign) -> Names:
    """A short link is its code, and whose it is: XK4M · the clip's title, else the creator's name."""
    names = {}
    for link in Link.objects.filter(code__in=keys).select_related("creator", "post"):
        owner = link.post.title if link.post else link.creator.name if link.creator else Text.of(link.target)
        names[link.code] = Text.of({lang: f"{link.code} · {text}" for lang, text in owner.items()} or link.code)
    return names


def _origins(keys: set[str], campaign: Campaign) -> Names:
    slugs = {key.partition(":")[2] for key in keys}
    known = {f"broadcast:{slug}": name for slug, name in _broadcasts(slugs, campaign).items()}
    return known | {f"clip:{slug}": name for slug, name in _clips(slugs, campaign).items()}


def _outlets(_keys: set[str], _campaign: Campaign) -> Names:
    return {outlet.value: in_all(outlet.label) for outlet in Outlet}


def _kinds(_keys: set[str], _campaign: Campaign) -> Names:
    return {kind: in_all(name) for kind, name in words.KINDS.items()}


_FINDERS: dict[str, Callable[[set[str], Campaign], Names]] = {
    "broadcast": _broadcasts,
    "clip": _clips,
    "creator": _actors,
    "kind": _kinds,
    "link": _links,
    "origin": _origins,
    "outlet": _outlets,
    "place": _places,
    "producer": _actors,
    "product": _products,
    "province": _provinces,
}


def labels_of(rows: Iterable[Row], campaign: Campaign) -> dict[tuple[str, str], Text]:
    """(dimension, key) → name. A key that names nothing any more is its own name. Times are written by the page."""
    keys: dict[str, set[str]] = {}
    for row in rows:
        if row.dimension in _FINDERS:
            keys.setdefault(row.dimension, set()).add(row.key)
    found = {}
    for dimension, wanted in keys.items():
        names = _FINDERS[dimension](wanted - {""}, campaign)
        for key in wanted:
            nobody = in_all(words.NOBODY.get(dimension, "–")) if not key else Text.of(key)
            found[dimension, key] = Text.of(names.get(key)) or nobody
    return found
