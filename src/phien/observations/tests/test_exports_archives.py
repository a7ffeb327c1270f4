"""ZIP files and workbooks that are broken or dangerous."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from phien.observations.exports import errors
from phien.observations.exports.readers import archives
from phien.observations.exports.seen import ObservationRow
from phien.observations.tests import made
from phien.observations.tests.made import Made
from phien.observations.tests.said import read, refused


def test_a_zip_that_is_cut_off(tmp_path: Path) -> None:
    file = made.tiktok_content()
    for kept in (len(file.data) // 2, len(file.data) - 5, 60):
        refused(errors.BrokenArchive, Made(file.name, file.data[:kept]), tmp_path)


def test_a_zip_with_a_flipped_byte(tmp_path: Path) -> None:
    file = made.Made("Content_kenh.zip", made.packed({"Content.csv": made.tiktok_content().data}, stored=True))
    data = bytearray(file.data)
    data[80] ^= 0xFF
    refused(errors.BrokenArchive, Made(file.name, bytes(data)), tmp_path)


def test_a_zip_bomb(tmp_path: Path) -> None:
    bomb = made.packed({"Content.csv": b"0" * (archives.LENIENT * 2)})
    assert len(bomb) < 20_000
    refused(errors.BlownUpArchive, Made("Content_kenh.zip", bomb), tmp_path)


def test_a_zip_that_promises_more_than_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 100)
    refused(errors.BlownUpArchive, made.tiktok_content(), tmp_path)


def test_a_zip_that_lies_about_its_size(tmp_path: Path) -> None:
    """The size in the directory says 1; what comes out is cut there, and the checksum does not match."""
    data = bytearray(made.packed({"Content.csv": b"Date,Views\n" * 1000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 1)
    refused(errors.BrokenArchive, Made("Content_kenh.zip", bytes(data)), tmp_path)


def test_a_workbook_that_is_a_bomb(tmp_path: Path) -> None:
    out = io.BytesIO(made.shop_orders().data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/nothing.bin", b"\0" * (archives.LENIENT * 2))
    refused(errors.BlownUpArchive, Made("OrderSKUList.xlsx", out.getvalue()), tmp_path)


def test_a_workbook_with_more_texts_than_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_STRINGS", 100)
    refused(errors.BlownUpArchive, made.shop_orders(), tmp_path)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_a_workbook_with_entities(part: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(made.shop_orders().data)) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            data = whole.read(name)
            archive.writestr(name, laughs + data.partition(b"?>")[2] if name == part else data)
    refused(errors.UnsafeWorkbook, Made("OrderSKUList.xlsx", out.getvalue()), tmp_path)


def test_a_locked_zip(tmp_path: Path) -> None:
    data = bytearray(made.tiktok_content().data)
    for mark, shift in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + shift] |= 1
    refused(errors.EncryptedArchive, Made("Content_kenh.zip", bytes(data)), tmp_path)


def test_a_crowded_zip(tmp_path: Path) -> None:
    many = {f"{number}.csv": b"a,b\n" for number in range(archives.MOST_MEMBERS + 1)}
    refused(errors.CrowdedArchive, Made("many.zip", made.packed(many)), tmp_path)


@pytest.mark.parametrize("path", ["../../etc/cron.d/x.csv", "/etc/x.csv", "a/../../x.csv", "C:\\x.csv", "..\\x.csv"])
def test_a_path_that_leads_out(path: str, tmp_path: Path) -> None:
    said = refused(errors.WanderingPath, Made("x.zip", made.packed({path: b"a,b\n1,2\n"})), tmp_path)
    assert path.rpartition("/")[2] in str(said)


def test_an_archive_inside_an_archive_and_what_is_no_table(tmp_path: Path) -> None:
    refused(errors.NestedArchive, Made("x.zip", made.packed({"Content.zip": made.tiktok_content().data})), tmp_path)
    refused(errors.StrangeMember, Made("x.zip", made.packed({"run.exe": b"MZ"})), tmp_path)


def test_what_a_mac_adds_is_passed_over(tmp_path: Path) -> None:
    content = made.commas((made.TIKTOK_CONTENT, *made.TIKTOK_VIDEOS))
    file = made.packed({"Content.csv": content, "__MACOSX/._Content.csv": b"\0\1", ".DS_Store": b"\0"})
    assert any(isinstance(row, ObservationRow) for row in read(Made("Content_kenh.zip", file), tmp_path))
