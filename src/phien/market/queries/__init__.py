"""What pages read from the market, by noun."""

from phien.market.queries.baskets import basket_view
from phien.market.queries.desk import offers_for, orders_for, orders_to_pack, stocks_for
from phien.market.queries.offers import (
    Card,
    card_of,
    cards_of_clip,
    cards_of_place,
    cards_of_producer,
    changes_of,
    offers_of,
)
from phien.market.queries.orders import purchase_by_code_and_phone, purchase_view, sales_by_minute
from phien.market.queries.papers import missing_papers, missing_papers_of
from phien.market.queries.shipping import Days, Quote, days_to, fee_for, rates_of
from phien.market.queries.stock import capacity_by_offer, ledger_differences, left_by_offer

__all__ = [
    "Card",
    "Days",
    "Quote",
    "basket_view",
    "capacity_by_offer",
    "card_of",
    "cards_of_clip",
    "cards_of_place",
    "cards_of_producer",
    "changes_of",
    "days_to",
    "fee_for",
    "ledger_differences",
    "left_by_offer",
    "missing_papers",
    "missing_papers_of",
    "offers_for",
    "offers_of",
    "orders_for",
    "orders_to_pack",
    "purchase_by_code_and_phone",
    "purchase_view",
    "rates_of",
    "sales_by_minute",
    "stocks_for",
]
