"""Names for the keys of breakdowns, in every language there is, as they were when the report was made."""

from collections.abc import Callable, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext, override

from phien.campaigns.models import Campaign
from phien.content import platforms
from phien.content.models import Hashtag, Link, Post, Publication
from phien.lib.texts import LANGUAGES, Text
from phien.live import queries as live
from phien.market.models import Outlet, Product
from phien.observations.exports import definitions
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


def _platforms(keys: set[str], _campaign: Campaign) -> Names:
    return {key: in_all(platforms.name_of(key)) for key in keys}


def _whose(_keys: set[str], _campaign: Campaign) -> Names:
    return {origin.value: in_all(origin.label) for origin in Publication.Origin}


def _hashtags(keys: set[str], campaign: Campaign) -> Names:
    rows = Hashtag.objects.filter(campaign=campaign, key__in=keys)
    return {row.key: Text.of(f"#{row.shown}") for row in rows}


def _definitions(keys: set[str], _campaign: Campaign) -> Names:
    """Whose count it is and what that counts: TikTok: Counts as soon as the film starts."""
    names = {}
    for key in keys:
        texts = {}
        for language in LANGUAGES:
            with override(language):
                texts[language] = f"{definitions.name_of(key)}: {definitions.sentence_of(key)}".removesuffix(": ")
        names[key] = Text.of(texts)
    return names


def _after(keys: set[str], campaign: Campaign) -> Names:
    """h12 → +12 h, and with a hashtag before it #DacSanXuLang +12 h."""
    shown = _hashtags({key.rpartition(" ")[0] for key in keys}, campaign)
    names = {}
    for key in keys:
        tag, _space, hours = key.rpartition(" ")
        name = str(shown.get(tag, f"#{tag}")) if tag else ""
        names[key] = Text.of(f"{name} +{int(hours[1:])} h".strip())
    return names


def _bases(_keys: set[str], _campaign: Campaign) -> Names:
    return {basis: in_all(name) for basis, name in words.BASES.items()}


def _publications(keys: set[str], campaign: Campaign) -> Names:
    """Platform and title of what a subject names (publication:tiktok:7350…); without a title its id."""
    parts = {key: key.split(":", 2)[1:] for key in keys if key.count(":") >= 2}
    ids = {native_id for _platform, native_id in parts.values()}
    rows = Publication.objects.filter(campaign=campaign, native_id__in=ids)
    titles = {(row.platform, row.native_id): row.title for row in rows}
    return {
        key: Text.of(f"{platforms.name_of(platform)} · {titles.get((platform, native_id)) or native_id}")
        for key, (platform, native_id) in parts.items()
    }


def _kinds(_keys: set[str], _campaign: Campaign) -> Names:
    return {kind: in_all(name) for kind, name in words.KINDS.items()}


def _languages(_keys: set[str], _campaign: Campaign) -> Names:
    return {code: in_all(name) for code, name in words.LANGUAGES_WRITTEN.items()}


_FINDERS: dict[str, Callable[[set[str], Campaign], Names]] = {
    "after": _after,
    "definition": _definitions,
    "hashtag": _hashtags,
    "hashtag_after": _after,
    "whose": _whose,
    "platform": _platforms,
    "basis": _bases,
    "broadcast": _broadcasts,
    "publication": _publications,
    "clip": _clips,
    "creator": _actors,
    "kind": _kinds,
    "language": _languages,
    "link": _links,
    "origin": _origins,
    "outlet": _outlets,
    "place": _places,
    "producer": _actors,
    "product": _products,
    "province": _provinces,
    "rules": lambda keys, _campaign: {key: Text.of(key) for key in keys},
}


def names_of(dimension: str, keys: set[str], campaign: Campaign) -> Names:
    """Key → name, of those that name something."""
    return _FINDERS[dimension](keys - {""}, campaign)


def links_within(codes: Iterable[str]) -> dict[str, str]:
    """Short link → its creator, in whose figures its own are. What is not named has none."""
    found = Link.objects.filter(code__in=list(codes), creator__isnull=False)
    return dict(found.values_list("code", "creator__slug"))


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
