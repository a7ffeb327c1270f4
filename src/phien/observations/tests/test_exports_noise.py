"""Whatever stands in a file: rows or a named refusal, never anything else."""

import random
from contextlib import suppress
from datetime import UTC
from pathlib import Path

import pytest

from phien.observations.exports import blanking, fingerprints, parsing, readers
from phien.observations.exports.errors import ExportRefused
from phien.observations.exports.seen import ObservationRow, OrderRow, PublicationRow
from phien.observations.exports.sheets import Line, Sheet
from phien.observations.tests import made
from phien.observations.tests.made import Made
from phien.observations.tests.said import SEEN

NASTY = (
    *("", " ", "0", "-1", "9" * 30, "9" * 5000, "1e400", "1E+18", "1e-400", "NaN", "Infinity", "-0", "²", "٣", "½"),
    *("1,234", "1.234", "12%", "101%", "$", "₫", "-$", "Rp", "99999999h", "1:2:3", "::", "24:00", "undefined", "--"),
    *("31/02/2026", "0001-01-01", "9999-12-31", "2026-08-01T00:00:00+14:00", "8月31日", "31 tháng Hai", "Feb 29"),
    *(
        "=1+1",
        "'77",
        "\u202e",
        "\x00x"[1:],
        "😀" * 50,
        "Total",
        "Lifetime",
        "https://www.tiktok.com/@a/video/1",
        "A" * 400,
    ),
    *("https://www.tiktok.com/@a/video/9999999999999999999999999", "31-07-2026 - 02-08-2026", "2026-07-31 21:03 PM"),
)


def noisy(sheet: Sheet, chance: random.Random) -> Sheet:
    """The sheet with its first line many times, a few cells of each changed."""
    first = next(iter(sheet.lines))
    lines: list[Line] = []
    for number in range(40):
        cells = list(first[1])
        for _change in range(chance.randint(0, 4)):
            cells[chance.randrange(len(cells))] = chance.choice(NASTY)
        lines.append((sheet.head_line + 1 + number, cells))
    heading = (sheet.head_line, sheet.head)
    return Sheet(sheet.name, sheet.file_name, lambda: iter([heading, *lines]), sheet.numeric, *heading)


@pytest.mark.parametrize("number", range(len(made.all_of_them())))
def test_any_cell_may_hold_anything(number: int, tmp_path: Path) -> None:
    file = made.all_of_them()[number]
    chance = random.Random(number)
    for sheet, fingerprint in fingerprints.recognise_all(readers.read(file.at(tmp_path), file.name)):
        for _round in range(3):
            with suppress(ExportRefused):
                for row in parsing.parse(noisy(sheet, chance), fingerprint, SEEN):
                    if isinstance(row, ObservationRow):
                        assert abs(row.value) < 2**63
                        row.observed_at.astimezone(UTC)
                    if isinstance(row, OrderRow):
                        assert max(abs(row.amount), abs(row.refunded), abs(row.quantity)) < 2**63
                        row.ordered_at.astimezone(UTC)
                    if isinstance(row, PublicationRow):
                        assert row.native_id


@pytest.mark.parametrize("number", range(0, len(made.all_of_them()), 3))
def test_any_byte_may_be_changed(number: int, tmp_path: Path) -> None:
    file = made.all_of_them()[number]
    chance = random.Random(number)
    for _round in range(8):
        data = bytearray(file.data)
        for _change in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        given = Made(file.name, bytes(data[: chance.choice((len(data), chance.randrange(1, len(data))))]))
        path = given.at(tmp_path)
        with suppress(ExportRefused):
            sheets = readers.read(path, given.name)
            found = fingerprints.recognise_all(sheets)
            for sheet, fingerprint in found:
                list(parsing.parse(sheet, fingerprint, SEEN))
            blanking.blank(path, sheets, {sheet.name: fingerprint for sheet, fingerprint in found})
