"""What the stream process asks twice a second of rooms that have listeners, by topic and offer."""

from phien.live.models import Broadcast
from phien.market.models import Offer
from phien.market.queries.left import left_now, reaches_of
from phien.market.queries.line import lines_of
from phien.market.queries.prices import prices_of
from phien.realtime.counters import Figure

PAUSED = -1
"""Stands in a counter for the pieces left of what cannot be bought now."""

type Figures = dict[str, dict[str, Figure]]


def _sold_in(topics: list[str]) -> tuple[dict[str, int], list[Offer]]:
    """{topic: campaign}, and the offers of these campaigns."""
    slugs = [topic.partition(":")[2] for topic in topics]
    rows = Broadcast.objects.filter(slug__in=slugs).values_list("slug", "event__campaign_id").order_by("slug")
    campaigns = {f"broadcast:{slug}": campaign for slug, campaign in rows}
    offers = Offer.objects.filter(campaign__in=set(campaigns.values())).select_related("product")
    return campaigns, list(offers)


def _by_topic(campaigns: dict[str, int], offers: list[Offer], figures: dict[int, Figure]) -> Figures:
    by_campaign: dict[int, dict[str, Figure]] = {}
    for offer in offers:
        by_campaign.setdefault(offer.campaign_id, {})[str(offer.pk)] = figures[offer.pk]
    return {topic: by_campaign.get(campaign, {}) for topic, campaign in campaigns.items()}


def stock_of_topics(topics: list[str]) -> Figures:
    """Pieces left of each offer; PAUSED where it rests."""
    campaigns, offers = _sold_in(topics)
    left = left_now(reaches_of(offers))
    return _by_topic(campaigns, offers, {row.pk: left[row.pk] if row.is_open() else PAUSED for row in offers})


def line_of_topics(topics: list[str]) -> Figures:
    """[number up to which people had their turn, last number given, pieces held] of each offer."""
    campaigns, offers = _sold_in(topics)
    lines = lines_of((offer.pk, offer.product_id) for offer in offers) if offers else {}
    return _by_topic(campaigns, offers, {pk: [line.served, line.last, line.held] for pk, line in lines.items()})


def prices_of_topics(topics: list[str]) -> Figures:
    """Price.figures of each offer: its price, and the flash price that runs or comes."""
    campaigns, offers = _sold_in(topics)
    prices = prices_of(offers) if offers else {}
    return _by_topic(campaigns, offers, {pk: list(price.figures) for pk, price in prices.items()})
