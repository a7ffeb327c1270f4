"""The page of a database that does not answer, and of an error that is ours."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client


def no_room(_ask: Callable[..., Any], *_what: Any) -> Any:
    raise OperationalError("database or disk is full")


def our_fault(_ask: Callable[..., Any], *_what: Any) -> Any:
    raise ValueError("a bug")


@pytest.fixture
def visitor(db: None) -> Client:
    return Client(raise_request_exception=False)


def test_it_says_when_to_come_again(visitor: Client) -> None:
    with connection.execute_wrapper(no_room):
        page = visitor.get("/en/buy/1/")
        told = visitor.get("/buy/1/", headers={"accept": "application/json"})
    assert (page.status_code, page["Retry-After"], page["Cache-Control"]) == (503, "5", "no-store")
    words = page.content.decode()
    assert '<html lang="en">' in words
    assert 'href="/en/buy/1/"' in words
    assert "disk is full" not in words
    assert (told.status_code, told["Retry-After"], told.json()["code"]) == (503, "5", "away")


def test_a_bug_is_not_called_so(visitor: Client) -> None:
    with connection.execute_wrapper(our_fault):
        page = visitor.get("/en/buy/1/")
    assert page.status_code == 500
    assert "Retry-After" not in page
