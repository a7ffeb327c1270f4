"""Renewing, and what another connection sees of it."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from phien.editions.actions import renew
from phien.editions.queries import all_numbers, numbers


def test_a_renewed_edition_has_a_number_that_it_never_had(db):
    seen = set()
    for _ in range(20):
        renew("goods", "people")
        seen.add(numbers(["goods"])["goods"])
    assert len(seen) == 20


def test_an_edition_that_was_never_renewed_has_none(db):
    renew("goods")
    assert set(numbers(["goods", "people"])) == {"goods"}
    assert set(all_numbers()) == {"goods"}


def test_all_names_cost_one_statement(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        renew("goods", "people", "places", "goods")
    with django_assert_num_queries(1):
        numbers(["goods", "people", "places"])


def test_they_are_locked_in_the_order_of_their_names(db):
    with CaptureQueriesContext(connection) as caught:
        renew("goods", "campaigns", "people")
    [statement] = [row["sql"] for row in caught]
    assert statement.index("campaigns") < statement.index("goods") < statement.index("people")


@pytest.mark.django_db(transaction=True)
def test_only_in_the_transaction_that_changes_something():
    with pytest.raises(transaction.TransactionManagementError):
        renew("goods")
    assert all_numbers() == {}


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_was_never_new():
    with transaction.atomic():
        renew("goods")
    before = all_numbers()
    with transaction.atomic():
        renew("goods")
        transaction.set_rollback(True)
    assert all_numbers() == before
