"""Files that are broken, dangerous or not what they seem: each is named, and nothing of it is taken."""

from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import override

from phien.observations.exports import errors
from phien.observations.exports.seen import ObservationRow, OrderRow, PublicationRow, Skipped
from phien.observations.tests import made
from phien.observations.tests.made import Made
from phien.observations.tests.said import faults, read, refused


@pytest.mark.parametrize(
    "data", [b"", b"  \r\n", b"\xef\xbb\xbf\n", b"PK\x05\x06" + b"\0" * 18, made.packed({"a.csv": b""})]
)
def test_an_empty_file(data: bytes, tmp_path: Path) -> None:
    refused(errors.EmptyFile, Made("x.zip" if data.startswith(b"PK") else "x.csv", data), tmp_path)


def test_headings_and_nothing_below(tmp_path: Path) -> None:
    refused(errors.HeadingOnly, Made("posts.csv", made.commas((made.FACEBOOK_EN,))), tmp_path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("posts.xlsx", made.facebook_posts().data),
        ("posts.csv", made.tiktok_content().data),
        ("posts.csv", made.shop_orders().data),
        ("posts.zip", made.shop_orders().data),
        ("posts.xlsx", made.tiktok_content().data),
        ("posts.csv", b"%PDF-1.7\n"),
        ("posts.csv", b"<!DOCTYPE html><html><body>Log in</body></html>"),
        ("posts.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512),
        ("posts.csv", b"a,b\n\0\0\1,2\n"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(name: str, data: bytes, tmp_path: Path) -> None:
    refused(errors.NotItsFormat, Made(name, data), tmp_path)


def test_an_old_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    line = csv_text(made.facebook_posts()).encode("cp1258", errors="replace")
    said = refused(errors.WrongEncoding, Made("posts.csv", line), tmp_path)
    assert said.facts["line"] == 2
    no_mark = csv_text(made.facebook_posts()).encode("utf-16-le")
    refused(errors.NotItsFormat, Made("posts.csv", no_mark), tmp_path)
    cut = csv_text(made.facebook_posts()).encode("utf-16")[:-1]
    refused(errors.WrongEncoding, Made("posts.csv", cut), tmp_path)


def csv_text(file: Made) -> str:
    return file.data.decode("utf-8-sig")


@pytest.mark.parametrize("was", ["Đặc", "Lạng", "bé", "мая", "八月"])
def test_letters_that_a_spreadsheet_broke_are_named(was: str, tmp_path: Path) -> None:
    shown = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in was.encode())
    row = list(made.TIKTOK_VIDEOS[0])
    row[1] = f"Chợ {shown} phiên"
    said = refused(errors.BrokenLetters, made.tiktok_content([row]), tmp_path)
    assert said.facts["was"] == was


@pytest.mark.parametrize("text", ["Đặc sản Xứ Lạng", "déjà vu, Noël", "Привет мая", "八月十八日", "à é è", "naïve £5"])
def test_sound_letters_pass(text: str, tmp_path: Path) -> None:
    row = list(made.TIKTOK_VIDEOS[0])
    row[1] = text
    assert faults(read(made.tiktok_content([row]), tmp_path)) == []


def test_a_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    data = made.facebook_posts().data[:-30]
    refused(errors.BrokenQuotes, Made("posts.csv", data), tmp_path)


def test_a_capital_letter_is_a_difference_and_is_named(tmp_path: Path) -> None:
    head = [heading.replace("Video title", "Video Title") for heading in made.TIKTOK_CONTENT]
    said = refused(errors.NotRecognised, made.tiktok_content(head=head), tmp_path)
    assert isinstance(said, errors.NotRecognised)
    assert said.nearest == "tiktok.content"
    assert said.respelled == (("Video Title", "Video title"),)
    assert (said.missing, said.unknown) == ((), ())
    with override("en"):
        assert "“Video Title” should read “Video title”" in str(said)


def test_a_missing_and_an_unknown_heading_are_named(tmp_path: Path) -> None:
    head = [heading.replace("Total shares", "Saves") for heading in made.TIKTOK_CONTENT]
    said = refused(errors.NotRecognised, made.tiktok_content(head=head), tmp_path)
    assert isinstance(said, errors.NotRecognised)
    assert (said.missing, said.unknown) == (("Total shares",), ("Saves",))
    strange = refused(errors.NotRecognised, Made("x.csv", b"colour,weight\nred,3\n"), tmp_path)
    assert isinstance(strange, errors.NotRecognised)
    assert strange.nearest == ""
    title = refused(errors.NotRecognised, made.instagram_daily("Something new"), tmp_path)
    assert isinstance(title, errors.NotRecognised)
    assert title.unknown == ("Something new",)


def test_the_same_heading_twice(tmp_path: Path) -> None:
    head = [*made.TIKTOK_CONTENT[:-1], "Total likes"]
    said = refused(errors.DuplicateHeadings, made.tiktok_content(head=head), tmp_path)
    assert said.facts["heading"] == "Total likes"


def test_two_languages_in_one_heading(tmp_path: Path) -> None:
    head = [heading.replace("Reach", "Số người tiếp cận") for heading in made.FACEBOOK_EN]
    refused(errors.MixedLanguages, Made("posts.csv", made.commas((head, head))), tmp_path)


def test_two_languages_in_one_zip(tmp_path: Path) -> None:
    both = {"a.csv": made.facebook_posts().data, "b.csv": made.facebook_posts(language="vi").data}
    refused(errors.MixedLanguages, Made("posts.zip", made.packed(both)), tmp_path)


def test_two_languages_in_one_column_of_dates(tmp_path: Path) -> None:
    rows = (("15 tháng Tám", *"12345"), ("August 16", *"12345"))
    said = refused(errors.MixedLanguages, made.tiktok_overview(rows), tmp_path)
    assert said.facts["other"] == "August 16"


def test_ids_that_a_spreadsheet_rounded(tmp_path: Path) -> None:
    line = made.shop_order(Order_ID="5.77123E+17")
    said = refused(errors.LostIds, made.shop_orders([line], name="orders.csv"), tmp_path)
    assert said.facts == {"file": "orders.csv", "line": 3, "found": "5.77123E+17"}
    zeros = [made.shop_order(Order_ID=f"57712345678{number:04d}000") for number in range(5)]
    refused(errors.LostIds, made.shop_orders(zeros, name="orders.csv"), tmp_path)
    as_numbers = [[float(cell) if cell.startswith("5771") else cell for cell in made.shop_order()] for _row in "ab"]
    refused(errors.LostIds, made.shop_orders(as_numbers), tmp_path)


def test_a_true_id_may_end_in_zeros(tmp_path: Path) -> None:
    lines = [made.shop_order(Order_ID="577123456789012000"), made.shop_order()]
    assert faults(read(made.shop_orders(lines, name="orders.csv"), tmp_path)) == []


def test_ids_beyond_2_to_the_53_stay_whole(tmp_path: Path) -> None:
    big = "9007199254740993"
    exact = [made.shop_order(Order_ID=big, SKU_ID=str(2**63 + 1)), made.shop_order()]
    first = next(row for row in read(made.shop_orders(exact), tmp_path) if isinstance(row, OrderRow))
    assert (first.order_id, first.sku) == (big, "9223372036854775809")


@pytest.mark.parametrize(
    "cell", ["1.2K", "1,2K", "1,2 Tr", "12.5", "1.234", "1,234", "ten", "٣", "1e3000", "0x10", "--5"]
)
def test_numbers_that_tiktok_does_not_write_are_named(cell: str, tmp_path: Path) -> None:
    row = [*made.TIKTOK_VIDEOS[0][:-1], cell]
    rows = read(made.tiktok_content([row]), tmp_path)
    assert faults(rows) == [(2, "number", "Total views")]
    reason = next(str(row.reason) for row in rows if isinstance(row, Skipped))
    assert cell[:20] in reason
    assert {row.metric for row in rows if isinstance(row, ObservationRow)} == {"likes", "comments", "shares"}


def test_a_negative_total_is_kept_and_flagged(tmp_path: Path) -> None:
    row = [*made.TIKTOK_VIDEOS[0][:-1], "-12"]
    views = [row for row in read(made.tiktok_content([row]), tmp_path) if isinstance(row, ObservationRow)][-1]
    assert (views.value, views.flag) == (-12, "negative")


@pytest.mark.parametrize("day", ["31 tháng Hai", "0 tháng Tám", "32 tháng Tám", "tháng Tám", "18 thánk Tám"])
def test_impossible_dates_are_named_and_the_line_is_kept_where_it_can(day: str, tmp_path: Path) -> None:
    row = list(made.TIKTOK_VIDEOS[0])
    row[3] = day
    rows = read(made.tiktok_content([row]), tmp_path)
    assert faults(rows) == [(2, "date", "Post time")]
    (publication,) = [row for row in rows if isinstance(row, PublicationRow)]
    assert (publication.published_at, publication.precision) == (None, "")
    assert sum(isinstance(row, ObservationRow) for row in rows) == 4


def test_a_line_with_other_than_the_heads_cells_is_named_and_skipped(tmp_path: Path) -> None:
    rows = read(
        made.tiktok_content([made.TIKTOK_VIDEOS[0][:-1], made.TIKTOK_VIDEOS[0], (*made.TIKTOK_VIDEOS[1], "9")]),
        tmp_path,
    )
    assert faults(rows) == [(2, "cells", ""), (4, "cells", "")]
    assert {row.line for row in rows if isinstance(row, ObservationRow)} == {3}


def test_a_file_with_many_broken_lines_is_refused_as_a_whole(tmp_path: Path) -> None:
    good, bad = [made.TIKTOK_VIDEOS[0]] * 100, [("x",)] * 30
    said = refused(errors.TooManyFaults, made.tiktok_content(good + bad), tmp_path)
    assert (said.facts["count"], said.facts["all"], said.facts["line"]) == (30, 130, 102)
    assert len(faults(read(made.tiktok_content(good + bad[:20]), tmp_path))) == 20


def test_lines_without_an_id_are_named(tmp_path: Path) -> None:
    row = list(made.TIKTOK_VIDEOS[0])
    row[2] = "https://www.tiktok.com/@kenh"
    assert faults(read(made.tiktok_content([row]), tmp_path)) == [(2, "id", "")]


def test_formulas_stay_text(tmp_path: Path) -> None:
    row = list(made.TIKTOK_VIDEOS[0])
    row[1] = '=HYPERLINK("http://x","y") #tag'
    publication = next(row for row in read(made.tiktok_content([row]), tmp_path) if isinstance(row, PublicationRow))
    assert publication.title == row[1]
    assert publication.hashtags == ("tag",)
    line = made.shop_order(Product_Name="=1+1")
    order = next(row for row in read(made.shop_orders([line]), tmp_path) if isinstance(row, OrderRow))
    assert order.product_name == "=1+1"


def test_a_cell_of_several_lines_is_one_line(tmp_path: Path) -> None:
    row = list(made.TIKTOK_VIDEOS[0])
    row[1] = "Một\nhai\r\nba"
    rows = read(made.tiktok_content([row, made.TIKTOK_VIDEOS[1]]), tmp_path)
    assert {row.line for row in rows if isinstance(row, ObservationRow)} == {2, 3}


def test_a_very_wide_line(tmp_path: Path) -> None:
    refused(errors.TooWide, Made("x.csv", ("a," * 500 + "\n").encode()), tmp_path)


def test_reasons_wait_for_the_language_in_which_they_are_read(tmp_path: Path) -> None:
    """What is stored in every language is asked for in each, after the reading."""
    row = list(made.TIKTOK_VIDEOS[0])
    row[-1] = "1.2K"
    wrong = next(row for row in read(made.tiktok_content([row]), tmp_path) if isinstance(row, Skipped))
    assert not isinstance(wrong.reason, str)
    assert "1.2K" in str(wrong.reason)


def test_refusals_speak_the_readers_language(tmp_path: Path) -> None:
    with translation.override("fr"):
        said = refused(
            errors.DuplicateHeadings, made.tiktok_content(head=["Time", *made.TIKTOK_CONTENT[:-1]]), tmp_path
        )
    assert said.status == 422
    assert said.code == "duplicate_headings"
