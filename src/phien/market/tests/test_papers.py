"""Which papers a product lacks: rules with their dates, its own papers and its producer's."""

from datetime import timedelta

import pytest

from phien.lib import clock
from phien.market import queries
from phien.market.models import Certificate, PaperRule, Product
from phien.people.models import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def duck(db: None) -> Product:
    producer = Actor.objects.create(slug="lo-vit", kind="organisation", name={"vi": "Lò vịt"})
    PaperRule.objects.all().delete()
    PaperRule.objects.create(
        group="food", any_of=["food_safety", "quality"], valid_from=clock.today() - timedelta(days=100), source="Luật"
    )
    return Product.objects.create(
        slug="vit", producer=producer, group="food", name={"vi": "Vịt"}, net_weight_g=1, gross_weight_g=2
    )


def paper(scheme: str, *, since: int = -10, until: int | None = None, **of: object) -> Certificate:
    day = clock.today()
    return Certificate.objects.create(
        scheme=scheme, number=scheme, issuer={"vi": "Sở"}, issued_on=day + timedelta(days=since),
        expires_on=None if until is None else day + timedelta(days=until), **of,
    )  # fmt: skip


def test_a_food_without_papers(duck: Product) -> None:
    [rule] = queries.missing_papers(duck)
    assert rule.any_of == ["food_safety", "quality"]
    assert " / " in rule.words


@pytest.mark.parametrize("scheme", ["food_safety", "quality"])
def test_one_of_the_papers_is_enough(duck: Product, scheme: str) -> None:
    paper(scheme, product=duck)
    assert queries.missing_papers(duck) == []


def test_the_producers_paper_counts_and_another_producers_does_not(duck: Product) -> None:
    other = Actor.objects.create(slug="other", kind="organisation", name={"vi": "Khác"})
    paper("food_safety", producer=other)
    assert queries.missing_papers(duck)
    paper("food_safety", producer=duck.producer)
    assert queries.missing_papers(duck) == []


def test_stars_are_no_paper_about_safety(duck: Product) -> None:
    paper("ocop", product=duck, stars=4)
    assert queries.missing_papers(duck)


@pytest.mark.parametrize(("since", "until"), [(-400, -1), (1, 90)])
def test_a_paper_counts_only_while_valid(duck: Product, since: int, until: int) -> None:
    paper("food_safety", product=duck, since=since, until=until)
    assert queries.missing_papers(duck)


def test_a_rule_counts_only_while_in_force(duck: Product) -> None:
    assert queries.missing_papers(duck, clock.today() - timedelta(days=101)) == []
    PaperRule.objects.update(valid_until=clock.today() - timedelta(days=1))
    assert queries.missing_papers(duck) == []


def test_crafts_need_none_and_two_rules_are_two(duck: Product) -> None:
    PaperRule.objects.create(group="food", any_of=["advert"], valid_from=clock.today(), source="Luật")
    paper("quality", product=duck)
    assert [rule.any_of for rule in queries.missing_papers(duck)] == [["advert"]]
    duck.group = "craft"
    assert queries.missing_papers(duck) == []


def test_many_products_are_two_questions(duck: Product, django_assert_num_queries: object) -> None:
    more = [
        Product.objects.create(
            slug=f"p{n}", producer=duck.producer, group="food", name={"vi": "x"}, net_weight_g=1, gross_weight_g=1
        )
        for n in range(4)
    ]
    paper("quality", product=more[0])
    with django_assert_num_queries(2):
        found = queries.missing_papers_of([duck, *more])
    assert [bool(found[row.pk]) for row in (duck, *more)] == [True, False, True, True, True]


def test_the_site_begins_with_the_rules_of_the_law(db: None) -> None:
    for group in ("food", "drink", "herbs"):
        assert PaperRule.objects.get(group=group).any_of == ["food_safety", "quality"]
    assert not PaperRule.objects.filter(group="craft").exists()
