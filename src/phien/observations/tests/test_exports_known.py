"""Each export that is known: recognised by its headings, and what its lines say."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from phien.observations.exports import definitions
from phien.observations.exports.fingerprints import KNOWN, called
from phien.observations.exports.metrics import METRICS
from phien.observations.exports.seen import HANOI, Context, ObservationRow, OrderRow, PublicationRow, Skipped
from phien.observations.tests import made
from phien.observations.tests.made import Made
from phien.observations.tests.said import NOON, of, read, values


@pytest.mark.parametrize("number", range(len(made.all_of_them())))
def test_each_is_recognised_and_read_without_a_fault(number: int, tmp_path: Path) -> None:
    file = made.all_of_them()[number]
    rows = read(file, tmp_path)
    assert of(ObservationRow, rows) or of(OrderRow, rows)
    faults = [row for row in of(Skipped, rows) if not row.expected and row.code != "window"]
    assert faults == []


def test_no_heading_means_two_things_and_each_figure_is_defined() -> None:
    assert max(Counter(fingerprint.id for fingerprint in KNOWN).values()) == 1
    for fingerprint in KNOWN:
        assert called(fingerprint.id) != fingerprint.id
        for heading, column in fingerprint.columns.items():
            assert heading == heading.strip()
            if column.metric:
                assert definitions.DEFINITIONS[column.definition].metric == column.metric
                assert definitions.DEFINITIONS[column.definition].platform == fingerprint.platform
                assert column.metric in METRICS
                assert definitions.sentence_of(column.definition)


def test_no_two_fingerprints_fit_one_heading() -> None:
    for one in KNOWN:
        fitting = [other.id for other in KNOWN if other.fits(list(one.columns), next(iter(one.titles), ""))]
        assert fitting == [one.id]


def test_tiktok_content_names_publications_and_their_totals(tmp_path: Path) -> None:
    rows = read(made.tiktok_content(), tmp_path)
    nho, hong = of(PublicationRow, rows)
    assert nho.native_id == made.NHO
    assert (nho.account, nho.hashtags) == ("kenh", ("nongnghiep", "XứLạng"))
    assert nho.published_at == datetime(2026, 8, 10, 5, 30, tzinfo=UTC)
    assert nho.precision == "derived"
    assert hong.native_id == made.HONG
    first = of(ObservationRow, rows)[3]
    assert first == ObservationRow(
        2, NOON, "tiktok", f"publication:tiktok:{made.NHO}", "views", "tiktok.views", 100, "", "total", "", "exact"
    )
    assert values(rows)["3 views"] == 4096


def test_the_variant_with_the_last_seven_days(tmp_path: Path) -> None:
    head = (*made.TIKTOK_CONTENT, "Views in the last 7 days")
    rows = read(made.tiktok_content([(*made.TIKTOK_VIDEOS[0], "33")], head=head), tmp_path)
    assert values(rows)["2 views_7_days"] == 33
    assert values(rows)["2 views"] == 100


def test_overview_takes_its_year_from_the_name_and_keeps_a_negative_day(tmp_path: Path) -> None:
    rows = of(ObservationRow, read(made.tiktok_overview(), tmp_path))
    assert {row.subject for row in rows} == {"channel:tiktok:kenh"}
    assert {row.period for row in rows} == {"day"}
    likes = [row for row in rows if row.metric == "likes"]
    assert [(row.value, row.flag) for row in likes] == [(9, ""), (-1, "negative")]
    assert likes[0].observed_at == datetime(2026, 8, 15, tzinfo=HANOI)


def test_followers_leave_the_misnamed_difference_aside_and_undefined_is_no_zero(tmp_path: Path) -> None:
    rows = read(made.tiktok_followers(), tmp_path)
    followers = [row for row in of(ObservationRow, rows) if row.metric == "followers"]
    assert [row.value for row in followers] == [990, 994]
    assert followers[0].observed_at == datetime(2026, 8, 15, 23, 59, 59, tzinfo=HANOI)
    hours = [row for row in of(ObservationRow, rows) if row.metric == "active_followers"]
    assert [(row.observed_at.hour, row.period) for row in hours] == [(19, "hour"), (20, "hour")]


def test_a_day_of_viewers_that_is_not_finished_says_nothing(tmp_path: Path) -> None:
    rows = read(made.tiktok_viewers(), tmp_path)
    assert values(rows) == {"2 viewers": 70, "2 new_viewers": 40, "2 returning_viewers": 30}
    assert [(row.line, row.code) for row in of(Skipped, rows)] == [(3, "empty")]


def test_a_live_session_in_vietnamese(tmp_path: Path) -> None:
    rows = of(ObservationRow, read(made.tiktok_live(made.LIVE_VI), tmp_path))
    assert {row.subject for row in rows} == {"live:tiktok:2026-07-31T21:03-cho.phien.xulang"}
    assert {row.line for row in rows} == {4}
    found = {row.metric: (row.value, row.unit) for row in rows}
    assert found["live_seconds"] == (10620, "seconds")
    assert found["revenue"] == (12345678, "VND")
    assert found["click_to_order_rate"] == (512, "basis_points")
    assert found["click_rate"] == (269, "basis_points")
    assert found["average_watch_seconds"] == (72, "seconds")
    assert rows[0].observed_at == datetime(2026, 7, 31, 21, 3, tzinfo=HANOI)
    assert rows[0].period == "session"


def test_a_live_session_in_english_keeps_the_currency_of_its_heading(tmp_path: Path) -> None:
    found = {
        row.metric: (row.value, row.unit) for row in of(ObservationRow, read(made.tiktok_live(made.LIVE_EN), tmp_path))
    }
    assert found["revenue"] == (1234567, "IDR")
    assert found["average_viewers"] == (62, "")
    assert found["peak_viewers"] == (410, "")
    dollars = Context(observed_at=NOON, currency="USD")
    newer = {
        row.metric: (row.value, row.unit)
        for row in of(ObservationRow, read(made.tiktok_live(made.LIVE_NEWER), tmp_path, dollars))
    }
    assert newer["attributed_revenue"] == (123450, "USD")


def test_the_columns_of_a_live_analysis_are_whichever_were_ticked(tmp_path: Path) -> None:
    head = ("Creator", "Launched Time", "Views")
    rows = read(made.tiktok_live(head, [("cho.phien", "2026-07-31 21:03", 8044)]), tmp_path)
    assert values(rows) == {"4 views": 8044}


def test_orders_skip_the_line_that_explains_the_headings(tmp_path: Path) -> None:
    rows = read(made.shop_orders(), tmp_path)
    assert [(row.line, row.code) for row in of(Skipped, rows)] == [(2, "description")]
    first = of(OrderRow, rows)[0]
    assert first.line == 3
    assert first.order_id == "577123456789012345"
    assert first.ordered_at == datetime(2026, 7, 31, 21, 15, 4, tzinfo=HANOI)
    assert (first.quantity, first.amount, first.currency, first.state) == (2, 170000, "VND", "delivered")
    assert first.province == "Lạng Sơn"
    told = repr(of(OrderRow, rows))
    assert not [value for value in made.PERSONAL if value in told]


def test_the_refund_of_an_order_is_shared_among_its_lines(tmp_path: Path) -> None:
    lines = [
        made.shop_order(SKU_Subtotal_After_Discount="100000", Order_Refund_Amount="130000", SKU_ID="11"),
        made.shop_order(SKU_Subtotal_After_Discount="50000", Order_Refund_Amount="130000", SKU_ID="12"),
        made.shop_order(Order_ID="577123456789012399", Quantity="1", Sku_Quantity_of_return="1"),
        made.shop_order(Order_ID="577123456789012400", Cancelled_Time="01/08/2026 10:00:00"),
        made.shop_order(
            Order_ID="577123456789012401", Order_Status="Cần gửi hàng", RTS_Time="01/08/2026 10:00:00", Paid_Time=""
        ),
    ]
    orders = of(OrderRow, read(made.shop_orders(lines), tmp_path))
    assert [row.refunded for row in orders[:2]] == [100000, 30000]
    assert [row.state for row in orders[2:]] == ["returned", "cancelled", "confirmed"]


def test_american_orders_put_the_month_first(tmp_path: Path) -> None:
    file = made.shop_orders([made.shop_order(Created_Time="07/31/2026 09:15:04 PM")])
    said = of(Skipped, read(file, tmp_path))[-1]
    assert said.code == "date"
    assert "07/31/2026" in str(said.reason)
    rows = read(file, tmp_path, Context(observed_at=NOON, day_first=False))
    assert of(OrderRow, rows)[0].ordered_at == datetime(2026, 7, 31, 21, 15, 4, tzinfo=HANOI)


def test_affiliate_orders_name_creator_and_content(tmp_path: Path) -> None:
    first, second = of(OrderRow, read(made.affiliate_orders(), tmp_path))
    assert (first.kind, first.creator, first.content, first.content_kind) == (
        "affiliate",
        "chi.noong",
        made.NHO,
        "Video",
    )
    assert (first.amount, first.commission, first.state, first.product) == (
        170000,
        17000,
        "paid",
        "1729384756100000001",
    )
    assert (second.refunded, second.returned, second.state) == (85000, 1, "returned")


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16"])
def test_facebook_posts_in_both_languages_and_all_encodings(language: str, encoding: str, tmp_path: Path) -> None:
    rows = read(made.facebook_posts(language=language, encoding=encoding), tmp_path)
    (post,) = of(PublicationRow, rows)
    assert post.native_id == made.POST
    assert post.published_at == datetime(2026, 8, 10, 5, 12, tzinfo=HANOI)
    assert (post.precision, post.hashtags, post.account) == ("time", ("DacSanXuLang",), made.PAGE)
    found = {row.metric: row.definition for row in of(ObservationRow, rows)}
    assert found["views"] == "facebook.views"
    assert found["likes"] == "facebook.reactions"
    assert values(rows)["2 views"] == 1204


def test_facebook_day_figures_are_not_taken_for_totals(tmp_path: Path) -> None:
    line = list(csv_line(made.facebook_posts()))
    line[made.FACEBOOK_EN.index("Date")] = "08/11/2026"
    rows = of(ObservationRow, read(made.facebook_posts([line]), tmp_path))
    assert {(row.period, row.observed_at) for row in rows} == {("day", datetime(2026, 8, 11, tzinfo=HANOI))}


def csv_line(file: Made) -> list[str]:
    import csv
    import io

    return list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))[1]


def test_facebook_videos_are_known_by_the_film(tmp_path: Path) -> None:
    rows = read(made.facebook_videos(), tmp_path)
    assert of(PublicationRow, rows)[0].native_id == "998877665544332"
    assert values(rows)["2 views_3_seconds"] == 700
    assert "2 views" not in values(rows)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_instagram_posts_are_known_by_their_short_code(language: str, tmp_path: Path) -> None:
    rows = read(made.instagram_posts(language=language), tmp_path)
    (post,) = of(PublicationRow, rows)
    assert (post.native_id, post.account) == ("DAb_c-12345", "chophien")
    assert values(rows)["2 saves"] == 9
    assert values(rows)["2 new_followers"] == 3


def test_an_instagram_file_of_one_metric_counts_lines_as_a_spreadsheet_does(tmp_path: Path) -> None:
    rows = of(ObservationRow, read(made.instagram_daily(), tmp_path, Context(observed_at=NOON, handle="chophien")))
    assert [(row.line, row.metric, row.value) for row in rows] == [(3, "views", 120), (4, "views", 95)]
    assert rows[0].subject == "channel:instagram:chophien"
    assert rows[0].observed_at == datetime(2026, 8, 1, tzinfo=HANOI)


def test_youtube_skips_its_sum_and_figures_that_are_no_totals(tmp_path: Path) -> None:
    rows = read(made.youtube(), tmp_path, Context(observed_at=datetime(2026, 11, 28, tzinfo=UTC)))
    assert [(row.line, row.code) for row in of(Skipped, rows)] == [(2, "total"), (4, "window")]
    assert [row.native_id for row in of(PublicationRow, rows)] == ["dQw4w9WgXcQ", "aaaaaaaaaa1"]
    found = {row.metric: (row.value, row.unit) for row in of(ObservationRow, rows)}
    assert found["views"] == (5000, "")
    assert found["watch_seconds"] == (217800, "seconds")
    assert found["average_watch_seconds"] == (44, "seconds")
    assert found["click_rate"] == (420, "basis_points")
    assert of(ObservationRow, rows)[0].observed_at == datetime(2026, 10, 31, 23, 59, 59, tzinfo=HANOI)


@pytest.mark.parametrize(("fee", "warehouse"), [("Phí thanh toán", True), ("Phí xử lý giao dịch", False)])
def test_shopee_orders_in_both_variants(fee: str, warehouse: bool, tmp_path: Path) -> None:
    (order,) = of(OrderRow, read(made.shopee_orders(fee=fee, warehouse=warehouse), tmp_path))
    assert (order.order_id, order.sku, order.quantity, order.returned) == ("260731ABCDEF12", "NA-1KG", 3, 1)
    assert (order.amount, order.refunded, order.state) == (195000, 65000, "delivered")
    assert order.ordered_at == datetime(2026, 7, 31, 21, 15, tzinfo=HANOI)
    assert not [value for value in made.SHOPEE_BUYER.values() if value in repr(order)]


def test_shopee_live_gives_placed_and_confirmed_apart(tmp_path: Path) -> None:
    rows = read(made.shopee_live_products(), tmp_path)
    assert values(rows)["2 revenue_placed"] == 1950000
    assert values(rows)["2 revenue_confirmed"] == 1755000
    assert of(ObservationRow, rows)[0].subject == "product:shopee:88001-na-chi-lang-1-kg"
    sessions = of(ObservationRow, read(made.shopee_live_sessions(), tmp_path))
    assert {row.subject for row in sessions} == {"live:shopee:2026-07-31T19:00-88001"}
    assert {row.unit for row in sessions if row.metric.startswith("revenue")} == {"IDR"}


def test_a_sum_over_platforms_has_its_footnote() -> None:
    assert definitions.footnote(["tiktok.views", "tiktok.views"]) == ""
    note = definitions.footnote(["tiktok.views", "youtube.views"])
    assert definitions.sentence_of("tiktok.views") in note
    assert definitions.name_of("youtube.views") in note
    assert definitions.name_of("saved.something") == "saved.something"
