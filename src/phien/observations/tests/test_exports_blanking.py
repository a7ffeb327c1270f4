"""The copy that is kept: nobody's name in it, every other cell as it was."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from phien.observations.exports import blanking, fingerprints, parsing, readers
from phien.observations.exports.fingerprints import KNOWN
from phien.observations.exports.seen import OrderRow
from phien.observations.exports.sheets import Sheet
from phien.observations.tests import made
from phien.observations.tests.made import Made
from phien.observations.tests.said import SEEN


def blanked(file: Made, folder: Path) -> bytes | None:
    path = file.at(folder)
    sheets = readers.read(path, file.name)
    return blanking.blank(path, sheets, {one.name: found for one, found in fingerprints.recognise_all(sheets)})


def cells(name: str, data: bytes, folder: Path) -> list[tuple[int, list[str]]]:
    sheet: Sheet = readers.read(Made(f"copy-{name}", data).at(folder), name)[0]
    return list(sheet.rows())


def everything(data: bytes) -> bytes:
    """All bytes of a file, those of a ZIP unpacked."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(everything(archive.read(name)) for name in archive.namelist())


@pytest.mark.parametrize("name", ["OrderSKUList.xlsx", "orders.csv"])
def test_orders_keep_every_cell_but_the_buyers(name: str, tmp_path: Path) -> None:
    file = made.shop_orders(name=name)
    copy = blanked(file, tmp_path)
    assert copy is not None
    before, after = cells(name, file.data, tmp_path), cells(name, copy, tmp_path)
    personal = {
        made.SHOP_ORDERS.index(one) for one in fingerprints.tiktok_shop.ORDERS.personal if one in made.SHOP_ORDERS
    }
    assert after[0] == before[0]
    for (number, was), (same, kept) in zip(before[1:], after[1:], strict=True):
        assert number == same
        kept = kept + [""] * (len(was) - len(kept))
        assert kept == ["" if index in personal else cell for index, cell in enumerate(was)]
    for value in made.PERSONAL:
        assert value.encode() in everything(file.data)
        assert value.encode() not in everything(copy)
    assert "Lạng Sơn".encode() in everything(copy)


def test_the_copy_says_the_same(tmp_path: Path) -> None:
    for file in (made.shop_orders(), made.shop_orders(name="orders.csv"), made.shopee_orders()):
        copy = blanked(file, tmp_path)
        assert copy is not None
        rows = []
        for data in (file.data, copy):
            (sheet,) = readers.read(Made(f"x-{file.name}", data).at(tmp_path), file.name)
            found = list(parsing.parse(sheet, fingerprints.recognise(sheet), SEEN))
            rows.append([row for row in found if isinstance(row, OrderRow)])
        assert rows[0] == rows[1] != []


def test_shopee_and_a_zip(tmp_path: Path) -> None:
    shopee, tiktok = made.shopee_orders(), made.shop_orders(name="orders.csv")
    copy = blanked(shopee, tmp_path)
    assert copy is not None
    assert not [value for value in made.SHOPEE_BUYER.values() if value.encode() in everything(copy)]
    both = Made(
        "orders.zip",
        made.packed({"in/orders.csv": tiktok.data, "__MACOSX/._a": b"Hoa", "a.xlsx": made.shop_orders().data}),
    )
    copy = blanked(both, tmp_path)
    assert copy is not None
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert archive.namelist() == ["in/orders.csv", "a.xlsx"]
        assert archive.read("in/orders.csv") == blanked(tiktok, tmp_path)
    assert not [value for value in made.PERSONAL if value.encode() in everything(copy)]


def test_a_line_that_does_not_fit_is_emptied_whole(tmp_path: Path) -> None:
    """Where a cell is missing, the buyer's name stands in the next column."""
    line = made.shop_order()
    shifted = line[1:]
    longer = ["577123456789012346", *line]
    copy = blanked(made.shop_orders([line, shifted, longer], name="orders.csv"), tmp_path)
    assert copy is not None
    kept = dict(cells("orders.csv", copy, tmp_path))
    assert set(kept[4]) == {""}
    assert not [value for value in made.PERSONAL if value in "".join(kept[5])]


def test_a_csv_keeps_its_encoding_line_ends_and_marks(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        for ends in ("\n", "\r\n"):
            rows = (made.SHOP_ORDERS, made.shop_order(Product_Name='Na "dai"\nChi Lăng; =1+1'))
            data = made.commas(rows, encoding=encoding, ends=ends, before="sep=,\r\n", quoted=ends == "\n")
            copy = blanked(Made("orders.csv", data), tmp_path)
            assert copy is not None
            personal = {
                index for index, one in enumerate(made.SHOP_ORDERS) if one in fingerprints.tiktok_shop.ORDERS.personal
            }
            emptied = ["" if index in personal else cell for index, cell in enumerate(rows[1])]
            assert copy == made.commas(
                (rows[0], emptied), encoding=encoding, ends=ends, before="sep=,\r\n", quoted=ends == "\n"
            )


def test_a_workbook_keeps_numbers_dates_and_texts_that_look_like_formulas(tmp_path: Path) -> None:
    line: list[object] = list(made.shop_order(Product_Name="=1+1"))
    line[made.SHOP_ORDERS.index("Quantity")] = 2
    line[made.SHOP_ORDERS.index("Weight(kg)")] = 1.25
    line[made.SHOP_ORDERS.index("Created Time")] = datetime(2026, 7, 31, 21, 15, 4)  # noqa: DTZ001 - a cell has no zone
    copy = blanked(made.shop_orders([line]), tmp_path)
    assert copy is not None
    page = load_workbook(io.BytesIO(copy)).worksheets[0]
    assert page.title == "OrderSKUList"
    found = {heading.value: page.cell(3, index) for index, heading in enumerate(page[1], start=1)}
    assert (found["Quantity"].value, found["Weight(kg)"].value) == (2, 1.25)
    assert found["Created Time"].value == datetime(2026, 7, 31, 21, 15, 4)  # noqa: DTZ001
    assert (found["Product Name"].value, found["Product Name"].data_type) == ("=1+1", "s")
    assert found["Recipient"].value is None


def test_an_authors_name_is_not_carried_over_and_the_copy_is_the_same_each_time(tmp_path: Path) -> None:
    file = made.shop_orders()
    copy = blanked(file, tmp_path)
    assert copy == blanked(file, tmp_path)
    assert copy is not None


def test_files_without_personal_columns_have_no_copy(tmp_path: Path) -> None:
    assert blanked(made.tiktok_content(), tmp_path) is None
    assert blanked(made.affiliate_orders(), tmp_path) is None
    with_buyers = {one.id for one in KNOWN if one.personal}
    assert with_buyers == {"tiktok.orders", "shopee.orders.vi"}
