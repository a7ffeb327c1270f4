"""Who is credited with an order: each rung, ties, refunds, and what a platform's file and staff both name."""

import json
from typing import Any

import pytest

from phien.evidence import actions as evidence
from phien.reports.tests.conftest import Day
from phien.reports.tests.test_metrics import by, counted

DUCK = ("vit-hop", "vit-quay", 1, 385_000)
KEY = "aaaaaaaaaaaaaaaa"


class Files:
    """Platforms' files of the day, each a few rows."""

    def __init__(self, day: Day) -> None:
        self.day, self.number = day, 0

    def add(self, *rows: dict[str, Any], undone: bool = False) -> None:
        self.number += 1
        name = f"{self.number:064d}"
        staged = evidence.staging(f"import-{self.number}.platform_orders.ndjson")
        with staged.open("w") as out:
            for line, row in enumerate(rows, start=2):
                whole = {
                    "ordered_at": self.day.at(60).isoformat(), "campaign": "cho-phien", "platform": "tiktok",
                    "kind": "affiliate", "order_key": KEY, "sku": "", "product": "", "quantity": 1, "returned": 0,
                    "amount": 385_000, "refunded": 0, "currency": "VND", "state": "placed", "province": "",
                    "creator": "", "content": "", "file": name, "line": line, "simulated": False,
                }  # fmt: skip
                out.write(json.dumps(whole | row) + "\n")
        evidence.seal_rows(stream="platform_orders", staged=staged)
        self.day.change(10_000 + self.number, "export", name, "taken_in", campaign="cho-phien")
        if undone:
            self.day.change(20_000 + self.number, "export", name, "undone", campaign="cho-phien")


@pytest.fixture
def files(day: Day) -> Files:
    return Files(day)


def publication(day: Day, native_id: str, creator: str, verb: str = "registered") -> None:
    day.change(
        -500, "publication", f"cho-phien/tiktok:{native_id}", verb,
        campaign="cho-phien", platform="tiktok", native_id=native_id, origin="partner", creator=creator, account="",
        channel="", place="", hashtags=[], published_at="", precision="", disclosure="unknown",
    )  # fmt: skip


def entered(day: Day, code: str = "TIK1", **facts: Any) -> None:
    """An order of the other channel that staff entered here."""
    day.buy(100, code, DUCK, outlet="tiktok", external_key=facts.pop("external_key", KEY), **facts)


def test_the_affiliate_row_wins_over_code_and_link(day: Day, files: Files) -> None:
    publication(day, "735", "lan")
    entered(day, promo="MINH10", promo_creator="minh", via="XK4M", creator="minh")
    files.add({"content": "735", "creator": "minh"})
    rows = counted(day)
    assert by(rows, "attributed_orders", "creator") == {"lan": 1}
    assert by(rows, "attributed_orders", "basis") == {"affiliate": 1}
    assert by(rows, "attributed_orders", "publication") == {"publication:tiktok:735": 1}
    assert by(rows, "unattributed_orders") == {"": 0}


def test_a_row_without_a_registered_publication_credits_the_creator_it_names(day: Day, files: Files) -> None:
    publication(day, "736", "lan", verb="removed")
    entered(day)
    files.add({"content": "736", "creator": "minh"})
    assert by(counted(day), "attributed_orders", "creator") == {"minh": 1}


def test_a_code_wins_over_a_link(day: Day) -> None:
    day.buy(100, "AAAA", DUCK, promo="MINH10", promo_creator="minh", via="XK4M", creator="lan", via_basis="form")
    rows = counted(day)
    assert by(rows, "attributed_orders", "creator") == {"minh": 1}
    assert by(rows, "attributed_amount", "basis") == {"code": 385_000}


def test_a_link_wins_where_nothing_else_is_known(day: Day) -> None:
    day.buy(100, "AAAA", DUCK, via="XK4M", creator="lan", origin="clip:quay-vit")
    rows = counted(day)
    assert by(rows, "attributed_orders", "basis") == {"link": 1}
    assert by(rows, "attributed_orders", "publication") == {"publication:site:quay-vit": 1}


def test_of_two_affiliate_rows_the_later_one_wins(day: Day, files: Files) -> None:
    entered(day)
    early, late = day.at(30).isoformat(), day.at(90).isoformat()
    files.add({"creator": "minh", "ordered_at": late}, {"creator": "lan", "ordered_at": early})
    assert by(counted(day), "attributed_orders", "creator") == {"minh": 1}


def test_a_later_file_stands_for_an_order_that_it_names_again(day: Day, files: Files) -> None:
    entered(day)
    files.add({"creator": "minh", "ordered_at": day.at(90).isoformat()})
    files.add({"creator": "lan", "ordered_at": day.at(30).isoformat()})
    assert by(counted(day), "attributed_orders", "creator") == {"lan": 1}


def test_a_file_that_was_undone_credits_nobody(day: Day, files: Files) -> None:
    entered(day)
    files.add({"creator": "lan"}, undone=True)
    rows = counted(day)
    assert by(rows, "attributed_orders") == {"": 0}
    assert by(rows, "unattributed_orders", "basis") == {"none": 1}
    assert by(rows, "claimed_orders") == {}


def test_what_file_and_staff_both_name_counts_once(day: Day, files: Files) -> None:
    entered(day)
    files.add({"creator": "lan"}, {"kind": "order"}, {"kind": "order", "order_key": "b" * 16, "amount": 200_000})
    rows = counted(day)
    assert by(rows, "orders_placed") == {"": 1}
    assert by(rows, "claimed_orders") == {"": 1}
    assert by(rows, "claimed_amount", "platform") == {"tiktok": 200_000}


def test_the_same_number_of_another_platform_is_another_order(day: Day, files: Files) -> None:
    entered(day)
    files.add({"creator": "lan", "platform": "shopee"})
    rows = counted(day)
    assert by(rows, "unattributed_orders") == {"": 1}
    assert by(rows, "claimed_orders", "creator") == {"lan": 1}


def test_an_order_in_both_files_of_a_platform_is_claimed_once(day: Day, files: Files) -> None:
    publication(day, "735", "lan")
    files.add({"content": "735", "amount": 300_000})
    files.add({"kind": "order", "amount": 185_000}, {"kind": "order", "amount": 200_000, "refunded": 50_000})
    rows = counted(day)
    assert by(rows, "claimed_orders", "creator") == {"lan": 1}
    amount = rows["claimed_amount", "", ""]
    assert (amount.net, amount.excluded) == (335_000, {"refunded": 50_000})


def test_claimed_orders_that_were_cancelled_or_came_back_are_taken_away(day: Day, files: Files) -> None:
    files.add(
        {"kind": "order", "order_key": "1" * 16, "state": "cancelled"},
        {"kind": "order", "order_key": "2" * 16, "state": "returned"},
        {"kind": "order", "order_key": "3" * 16, "currency": "USD", "amount": 12},
    )
    rows = counted(day)
    orders = rows["claimed_orders", "", ""]
    assert (orders.net, orders.excluded) == (1, {"cancelled": 1, "refunded": 1})
    assert rows["claimed_amount", "", ""].net == 0


def test_refunds_and_cancelled_orders_are_taken_from_the_hour_of_their_order(day: Day) -> None:
    for code in ("AAAA", "BBBB", "CCCC"):
        day.buy(100, code, DUCK, promo="LAN10", promo_creator="lan")
    day.change(20_000, "order", "AAAA-1", "cancelled", reason_code="buyer")
    day.change(150, "payment", "BBBB-1", "paid", amount=405_000)
    day.change(20_000, "refund", "BBBB-1-R1", "done", amount=100_000)
    day.change(150, "payment", "CCCC-1", "paid", amount=405_000)
    day.change(20_000, "refund", "CCCC-1-R2", "done", amount=405_000)
    rows = counted(day)
    orders, amount = (rows[name, "hour", "2026-05-10T09"] for name in ("attributed_orders", "attributed_amount"))
    assert (orders.net, orders.excluded) == (1, {"cancelled": 1, "refunded": 1})
    assert (amount.net, amount.excluded) == (285_000, {"cancelled": 385_000, "refunded": 485_000})
    assert by(rows, "attributed_receipts", "creator") == {"lan": 305_000}


def test_unattributed_is_a_line_of_its_own_and_all_of_it_adds_up(day: Day) -> None:
    day.buy(100, "AAAA", DUCK)
    day.buy(110, "BBBB", DUCK, ("na-hop", "na-bo", 2, 90_000), creator="lan", via="XK4M")
    rows = counted(day)
    assert by(rows, "unattributed_orders", "basis") == {"none": 1}
    assert by(rows, "unattributed_amount") == {"": 385_000}
    both = by(rows, "attributed_orders")[""] + by(rows, "unattributed_orders")[""]
    assert both == by(rows, "orders_net")[""] == 3


def test_a_live_window_assists_and_wins_nothing(day: Day) -> None:
    day.on_air(3600, 7200)
    day.change(3700, "moment", "quynh-son-1", "pinned", broadcast="quynh-son", second=100, product="vit-quay")
    for seconds, code in ((1799, "EARLY"), (1800, "FIRST"), (5000, "AMID"), (8999, "LAST"), (9000, "AFTER")):
        day.buy(seconds, code, DUCK)
    day.buy(5000, "OTHER", ("na-hop", "na-bo", 1, 45_000))
    day.buy(5000, "GONE", DUCK)
    day.change(6000, "order", "GONE-1", "cancelled", reason_code="buyer")
    rows = counted(day)
    assert by(rows, "assisted_orders", "broadcast") == {"quynh-son": 3}
    assert rows["assisted_orders", "", ""].excluded == {"cancelled": 1}
    assert by(rows, "attributed_orders") == {"": 0}
