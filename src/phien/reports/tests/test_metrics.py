"""Each definition against a few hits and changes that can be counted by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest

from phien.evidence import queries as evidence
from phien.reports.compute import Row, Window, compute, simulated
from phien.reports.metrics import REGISTRY, Source
from phien.reports.tests.conftest import BOT, Day

TZ = "Asia/Ho_Chi_Minh"


def counted(day: Day, *, hours: int = 12) -> dict[tuple[str, str, str], Row]:
    day.seal()
    window = Window(day.campaign.slug, day.at(-3600), day.at(-3600) + timedelta(hours=hours), TZ)
    with evidence.connect() as connection:
        return {(row.metric, row.dimension, row.key): row for row in compute(connection, window)}


def by(rows: dict[tuple[str, str, str], Row], metric: str, dimension: str = "") -> dict[str, int]:
    return {key: int(row.net) for (name, kind, key), row in rows.items() if (name, kind) == (metric, dimension)}


def test_with_no_evidence_what_we_count_is_zero_and_nothing_is_claimed(day: Day) -> None:
    day.hit(0, "page", "campaign:other", "a", campaign="other")
    rows = counted(day)
    assert {metric.id: by(rows, metric.id) for metric in REGISTRY.values()} == {
        metric.id: {"": 0} if metric.source is Source.COUNTED else {} for metric in REGISTRY.values()
    }


def test_a_pause_of_more_than_thirty_minutes_begins_another_visit(day: Day) -> None:
    for seconds in (0, 1800, 3601):  # 30 minutes, then 30 minutes and a second
        day.hit(seconds, "page", "campaign:cho-phien", "a")
    day.hit(10, "page", "campaign:cho-phien", "b")
    rows = counted(day)
    assert by(rows, "visits") == {"": 3}
    assert by(rows, "visits", "hour") == {"2026-05-10T09": 2, "2026-05-10T10": 1}
    assert by(rows, "page_views") == {"": 4}


def test_visits_are_where_their_first_telling_hit_says(day: Day) -> None:
    day.hit(0, "page", "campaign:cho-phien", "a")
    day.hit(5, "clip", "clip:quay-vit", "a", creator="lan", link="XK4M", place="quynh-son")
    day.hit(9, "clip", "clip:na", "a", creator="minh")
    day.hit(0, "page", "campaign:cho-phien", "b")
    rows = counted(day)
    assert by(rows, "visits", "creator") == {"lan": 1, "": 1}
    assert by(rows, "visits", "link") == {"XK4M": 1, "": 1}
    assert by(rows, "visits", "place") == {"quynh-son": 1, "": 1}
    assert by(rows, "clip_views", "clip") == {"quay-vit": 1, "na": 1}


def test_what_is_invalid_is_left_out_with_its_reason(day: Day) -> None:
    day.hit(0, "page", "campaign:cho-phien", "a")
    day.hit(0, "page", "campaign:cho-phien", "robot", agent=BOT)
    day.hit(0, "page", "campaign:cho-phien", "nobody", agent="")
    day.hit(1, "page", "campaign:cho-phien", "us", is_staff=True)
    rows = counted(day)
    for metric in ("visits", "hits", "page_views"):
        row = rows[metric, "", ""]
        assert (row.gross, row.net) == (4, 1)
        assert row.excluded == {"bot": 1, "empty_agent": 1, "own_staff": 1}


def test_clicks_and_baskets_by_product(day: Day) -> None:
    for seconds, slug in ((0, "vit-quay"), (60, "vit-quay"), (120, "na-bo")):
        day.hit(seconds, "click", f"product:{slug}", "a", creator="lan")
    day.hit(130, "basket", "product:na-bo", "a")
    rows = counted(day)
    assert by(rows, "product_clicks", "product") == {"vit-quay": 2, "na-bo": 1}
    assert by(rows, "product_clicks", "creator") == {"lan": 3}
    assert by(rows, "baskets", "product") == {"na-bo": 1}


def test_live_views_watch_time_and_viewers(day: Day) -> None:
    day.on_air(0, 600)
    day.watch(0, 4, "a", session_token="a1")  # 60 s
    day.watch(20, 2, "b", session_token="b1")  # 30 s
    day.watch(30, 0, "c", session_token="c1")  # only began
    day.hit(30, "live", "broadcast:quynh-son", "d", seconds=1)  # one second
    day.watch(100, 1, "a", room="cho-na", session_token="a2")  # 15 s in another room, same visit
    day.watch(0, 2, "robot", agent=BOT)  # 30 s that do not count
    rows = counted(day)
    assert by(rows, "live_views") == {"": 3}
    assert by(rows, "live_views", "broadcast") == {"quynh-son": 2, "cho-na": 1}
    assert rows["live_views", "", ""].excluded == {"bot": 1, "under_2_seconds": 2}
    assert by(rows, "live_visits") == {"": 2}
    assert by(rows, "live_viewers") == {"": 2}
    assert by(rows, "watch_time") == {"": 60 + 30 + 1 + 15}
    assert rows["watch_time", "", ""].excluded == {"bot": 30}
    assert by(rows, "visits") == {"": 4}


def test_a_gap_counts_at_most_two_intervals(day: Day) -> None:
    day.hit(0, "live", "broadcast:quynh-son", "a", seconds=0)
    day.hit(500, "live", "broadcast:quynh-son", "a", seconds=500)
    day.hit(520, "live", "broadcast:quynh-son", "a", seconds=15)
    rows = counted(day)
    assert by(rows, "watch_time") == {"": 30 + 20}


def test_two_tabs_of_one_player_do_not_watch_twice_but_two_phones_do(day: Day) -> None:
    for seconds in (0, 15, 30):
        day.hit(seconds, "live", "broadcast:quynh-son", "a", seconds=15 if seconds else 0, session_token="one")
        day.hit(seconds + 1, "live", "broadcast:quynh-son", "a", seconds=15, session_token="one")
    day.watch(0, 2, "a", session_token="two")
    rows = counted(day)
    assert by(rows, "watch_time") == {"": 31 + 30}
    assert by(rows, "live_viewers") == {"": 1}
    assert by(rows, "peak_viewers") == {"": 2}


def test_peak_and_average(day: Day) -> None:
    day.on_air(0, 100)
    day.on_air(50, 200, room="cho-na")  # on air 200 s in all, 50 of them twice
    day.watch(0, 2, "a")
    day.watch(0, 2, "b")
    day.watch(130, 2, "c", room="cho-na")
    rows = counted(day)
    assert by(rows, "peak_viewers") == {"": 2}
    assert by(rows, "peak_viewers", "minute") == {"2026-05-10T09:00": 2, "2026-05-10T09:02": 1}
    assert by(rows, "time_on_air") == {"": 200}
    assert rows["average_viewers", "", ""].net == Decimal("0.45")  # 90 s of 200
    assert rows["average_viewers", "broadcast", "quynh-son"].net == Decimal("0.60")


def test_practice_is_not_on_air(day: Day) -> None:
    day.change(0, "broadcast", "quynh-son", "started", campaign="cho-phien", practice=True)
    assert by(counted(day), "time_on_air") == {"": 0}


def test_orders_placed_paid_and_net(day: Day) -> None:
    day.buy(0, "AAA", ("vit-hop", "vit-quay", 2, 770_000), ("na-hop", "na-bo", 1, 85_000), creator="lan", via="XK4M")
    day.buy(60, "BBB", ("vit-hop", "vit-quay", 1, 385_000), outlet="phone", province_code="01")
    day.buy(90, "CCC", ("na-hop", "na-bo", 2, 170_000), simulated=True, origin="broadcast:quynh-son")
    day.buy(99, "DDD", ("na-hop", "na-bo", 2, 170_000), campaign="other")
    day.change(200, "order", "AAA-2", "cancelled", reason_code="buyer")
    day.change(210, "order", "CCC-1", "cancelled", reason_code="unpaid")
    day.change(220, "order", "CCC-1", "revived")
    day.change(230, "payment", "AAA-1", "paid", amount=790_000)
    day.change(240, "payment", "BBB-1", "paid", amount=405_000)
    day.change(250, "refund", "BBB-1-R7", "due", amount=100_000)
    day.change(260, "refund", "BBB-1-R7", "done", amount=100_000)
    rows = counted(day)
    assert by(rows, "purchases") == {"": 3}
    assert by(rows, "orders_placed") == {"": 4}
    assert by(rows, "orders_paid") == {"": 2}
    assert by(rows, "orders_net") == {"": 3}
    assert rows["orders_net", "", ""].excluded == {"cancelled": 1}
    assert by(rows, "amount_placed") == {"": 1_410_000}
    assert by(rows, "amount_paid") == {"": 1_195_000}
    net = rows["amount_net", "", ""]
    assert (net.gross, net.net) == (1_410_000, 1_225_000)
    assert net.excluded == {"cancelled": 85_000, "refunded": 100_000}
    assert by(rows, "pieces", "product") == {"vit-quay": 3, "na-bo": 2}
    assert by(rows, "receipts", "producer") == {"vit-hop": 1_095_000, "na-hop": 0}
    assert by(rows, "orders_placed", "outlet") == {"site": 3, "phone": 1}
    assert by(rows, "orders_placed", "creator") == {"lan": 2, "": 2}
    assert by(rows, "orders_placed", "origin") == {"broadcast:quynh-son": 1, "": 3}
    assert by(rows, "orders_placed", "province") == {"20": 3, "01": 1}


def test_an_order_paid_back_in_full_is_not_net(day: Day) -> None:
    day.buy(0, "AAA", ("vit-hop", "vit-quay", 1, 385_000))
    day.change(10, "payment", "AAA-1", "paid", amount=405_000)
    day.change(20, "refund", "AAA-1-R1", "done", amount=405_000)
    rows = counted(day)
    assert by(rows, "orders_net") == {"": 0}
    assert by(rows, "amount_net") == {"": 0}
    assert rows["orders_net", "", ""].excluded == {"refunded": 1}


def test_only_the_window_is_counted(day: Day) -> None:
    day.hit(-3601, "page", "campaign:cho-phien", "early")
    day.hit(-3600, "page", "campaign:cho-phien", "first")
    day.hit(0, "page", "campaign:cho-phien", "late")
    assert by(counted(day, hours=1), "visits") == {"": 1}


def test_what_a_simulator_made_is_told(day: Day) -> None:
    day.hit(0, "page", "campaign:cho-phien", "a", simulated=True)
    day.buy(0, "AAA", ("vit-hop", "vit-quay", 1, 385_000), simulated=True)
    day.seal()
    with evidence.connect() as connection:
        assert simulated(connection, Window("cho-phien", day.at(-1), day.at(1), TZ)) == {"hits": 1, "purchases": 1}


@pytest.mark.parametrize("metric", REGISTRY.values(), ids=lambda metric: metric.id)
def test_every_definition_stands_whole(metric) -> None:
    assert set(metric.parameters) <= {"campaign", "since", "tz", "until"}
    assert str(metric.name)
    assert str(metric.sentence)[-1] in ".。"
    assert len(metric.definition_hash) == 64


def test_a_changed_word_of_sql_changes_the_hash() -> None:
    from dataclasses import replace

    metric = REGISTRY["visits"]
    assert replace(metric, sql=metric.sql + " ").definition_hash == metric.definition_hash
    assert (
        replace(metric, sql=metric.sql.replace("sum(visits)", "sum(visits) + 1")).definition_hash
        != metric.definition_hash
    )
