"""Which papers a product lacks before it may be shown live."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from phien.lib import clock
from phien.market.models import Certificate, PaperRule, Product


def missing_papers(product: Product, on: date | None = None) -> list[PaperRule]:
    """The rules that the product does not meet on a day (today), with its own papers or its producer's."""
    return missing_papers_of([product], on)[product.pk]


def missing_papers_of(products: Iterable[Product], on: date | None = None) -> dict[int, list[PaperRule]]:
    """{product's id: the rules that it does not meet}, of every product, in two statements."""
    products, on = list(products), on or clock.today()
    rules = list(PaperRule.objects.in_force(on).filter(group__in={product.group for product in products}))
    missing: dict[int, list[PaperRule]] = {product.pk: [] for product in products}
    if not rules:
        return missing
    of_product: dict[int, set[str]] = defaultdict(set)
    of_producer: dict[int, set[str]] = defaultdict(set)
    papers = Certificate.objects.valid(on).filter(
        Q(product__in=missing) | Q(producer__in={product.producer_id for product in products})
    )
    for product_id, producer_id, scheme in papers.values_list("product_id", "producer_id", "scheme"):
        if product_id is not None:
            of_product[product_id].add(scheme)
        elif producer_id is not None:
            of_producer[producer_id].add(scheme)
    for product in products:
        there = of_product[product.pk] | of_producer[product.producer_id]
        missing[product.pk] = [rule for rule in rules if rule.group == product.group and not there & set(rule.any_of)]
    return missing
