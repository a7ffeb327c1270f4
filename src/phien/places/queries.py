"""What pages read from places."""

from django.db.models import QuerySet

from phien.lib.slugs import plain
from phien.media.queries import with_pictures
from phien.places.models import Place


def provinces() -> list[Place]:
    """All provinces, by name."""
    return _by_name(Place.objects.filter(kind=Place.Kind.PROVINCE).exclude(code=""))


def communes_of(province: Place) -> list[Place]:
    """The province's communes, wards and special zones, by name."""
    return _by_name(Place.objects.filter(kind=Place.Kind.COMMUNE, parent=province).exclude(code=""))


def public_places() -> QuerySet[Place]:
    """Those with a page, with what the page shows: picture and the way up the tree."""
    return with_pictures(Place.objects.filter(has_page=True), "picture").select_related(
        "parent__parent__parent__parent"
    )


def way_to(place: Place) -> list[Place]:
    """The places above, country first."""
    way = []
    node = place.parent
    while node is not None:
        way.append(node)
        node = node.parent
    return way[::-1]


def children_of(place: Place) -> list[Place]:
    """The places below that have a page."""
    return _by_name(with_pictures(Place.objects.filter(parent=place, has_page=True), "picture"))


def ids_within(place: Place) -> list[int]:
    """The place and all below it. A province has hundreds of communes: one statement per level."""
    found = [place.pk]
    level = found
    while level:
        level = list(Place.objects.filter(parent_id__in=level).values_list("pk", flat=True))
        found = found + level
    return found


def _by_name(places: QuerySet[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (plain(str(place.name)), place.code))
