import csv
import io
from datetime import UTC, datetime

from phien.lib import tables


def test_cells_come_back_and_none_is_a_formula() -> None:
    rows = [["=cmd|' /C calc'!A0", "+84", "-1", "@x", -1, 2.5, True, None, 'vịt, "quay"\nkhâu'], ["\tx"]]
    text = tables.whole(["a", "b"], rows).decode("utf-8-sig")
    head, first, second = csv.reader(io.StringIO(text))
    assert head == ["a", "b"]
    assert first == ["'=cmd|' /C calc'!A0", "'+84", "'-1", "'@x", "-1", "2.5", "yes", "", 'vịt, "quay"\nkhâu']
    assert second == ["'\tx"]


def test_times_are_the_sites() -> None:
    assert tables.cell(datetime(2026, 12, 8, 2, 0, 5, 999, tzinfo=UTC)) == "2026-12-08T09:00:05+07:00"
