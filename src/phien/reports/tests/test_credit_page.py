"""The page of who is credited with which order."""

from collections.abc import Callable

import pytest
from django.test import Client

from phien.reports.tests.conftest import Day
from phien.reports.tests.test_credit import DUCK, Files, entered, publication

PAGE = "/en/desk/numbers/cho-phien/credit/"


@pytest.fixture
def auditor(person: Callable[..., Client]) -> Client:
    return person("auditor")


@pytest.fixture
def creator(person: Callable[..., Client]) -> Client:
    return person("creator", "lan")


def _sold(day: Day) -> None:
    files = Files(day)
    publication(day, "735", "lan")
    entered(day, promo="MINH10", promo_creator="minh")
    files.add(
        {"content": "735", "creator": "lan"},
        {"kind": "order", "order_key": "b" * 16, "amount": 200_000, "platform": "shopee"},
    )
    day.buy(200, "CODE", DUCK, promo="MINH10", promo_creator="minh", via="XK4M", creator="lan")
    day.buy(300, "NONE", DUCK)
    day.buy(400, "GONE", DUCK, via="XK4M", creator="lan")
    day.change(500, "order", "GONE-1", "cancelled", reason_code="buyer")
    day.change(500, "payment", "CODE-1", "paid", amount=405_000)
    day.seal()


def test_the_page_prints_the_rule_the_sums_and_each_order(day: Day, auditor: Client) -> None:
    _sold(day)
    response = auditor.get(PAGE)
    html = response.content.decode()
    assert response.status_code == 200
    for words in (
        "The platform&#x27;s own affiliate row", "MINH10", "stands on a lower rung", "Credited to nobody", "Shopee",
        "NONE-1", "cancelled", "405",
    ):  # fmt: skip
        assert words in html, words
    parts = {part.basis: part.sums.orders for part in response.context["parts"]}
    assert parts == {"affiliate": 1, "code": 1, "link": 1, "none": 1}
    nobody, creators = response.context["nobody"], dict(response.context["creators"])
    assert nobody.placed + sum(of.placed for of in creators.values()) == 4 * 385_000
    assert [(str(name), of.net, of.receipts) for name, of in response.context["creators"]] == [
        ("Hoàng Thị Lan", 385_000, 0), ("Vi Văn Minh", 385_000, 405_000),
    ]  # fmt: skip
    assert response.context["claimed"] == [("Shopee", 1, 200_000)]


def test_the_list_is_narrowed_and_nonsense_narrows_nothing(day: Day, auditor: Client) -> None:
    _sold(day)
    for query, count in (
        ("?basis=code", 1), ("?basis=none", 1), ("?q=code", 1), ("?q=lan", 2), ("?q=zzz", 0), ("?day=2026-05-10", 4),
        ("?day=2026-05-11", 0), ("?day=2026-99-99&basis=x&page=99&q=%00", 4),
    ):  # fmt: skip
        response = auditor.get(PAGE + query)
        assert response.status_code == 200
        assert response.context["page"].paginator.count == count, query


def test_the_table_names_winner_and_losers(day: Day, auditor: Client) -> None:
    _sold(day)
    response = auditor.get("/en/desk/numbers/cho-phien/credit.csv")
    lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 5
    assert any(line.startswith("TIK1-1") and "affiliate,lan" in line and "code:minh" in line for line in lines)


def test_before_anything_is_sealed_the_page_says_so(day: Day, auditor: Client) -> None:
    assert "sealed yet" in auditor.get(PAGE).content.decode()


def test_others_are_kept_out(day: Day, client: Client, creator: Client) -> None:
    for page in (PAGE, "/en/desk/numbers/cho-phien/credit.csv"):
        assert "/account/login/" in client.get(page).url
        assert creator.get(page).status_code == 403
        assert creator.post(page).status_code == 405
    assert creator.get("/en/desk/numbers/nowhere/credit/").status_code == 404
