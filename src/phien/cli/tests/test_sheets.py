from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from phien.cli.sheets import Calendar, read_csv, read_toml
from phien.cli.site import CannotGoOn

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = Calendar(date(2026, 12, 8), ZONE)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("D 09:00", datetime(2026, 12, 8, 9, tzinfo=ZONE)),
        ("D-13 18:30", datetime(2026, 11, 25, 18, 30, tzinfo=ZONE)),
        ("D+7 22:00", datetime(2026, 12, 15, 22, tzinfo=ZONE)),
        ("2026-12-08 09:00", datetime(2026, 12, 8, 9, tzinfo=ZONE)),
        ("D+1", datetime(2026, 12, 9, tzinfo=ZONE)),
    ],
)
def test_times(text: str, wanted: datetime) -> None:
    assert CALENDAR.moment(text) == wanted


@pytest.mark.parametrize("text", ["", "tomorrow", "D9", "D 25:00", "2026-13-01", "08/12/2026"])
def test_times_that_are_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the words differ by what was wrong
        CALENDAR.moment(text)


def test_the_market_day_must_be_told() -> None:
    with pytest.raises(ValueError, match="--day"):
        Calendar(None, ZONE).moment("D 09:00")


def test_translated_columns_become_one_text(tmp_path: Path) -> None:
    path = tmp_path / "lots.csv"
    path.write_text("name,name:en,name:fr,made_on\nVịt,Duck,,D-2\n", encoding="utf-8-sig")
    assert list(read_csv(path, CALENDAR)) == [(2, {"name": {"vi": "Vịt", "en": "Duck"}, "made_on": date(2026, 12, 6)})]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"code,made_on\nA,D-x\n", "row 2, column made_on"),
        (b"code,made_on\nA\n", "row 2"),
        (b"code,made_on\nA,D,more\n", "row 2"),
        (b"code\n\xff\xfe\n", "UTF-8"),
        (b'code\n"open\n', "lots.csv"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "lots.csv"
    path.write_bytes(content)
    with pytest.raises(CannotGoOn, match=words):
        read_csv(path, CALENDAR)


def test_an_absent_sheet_is_empty(tmp_path: Path) -> None:
    assert len(read_csv(tmp_path / "none.csv", CALENDAR)) == 0


def test_the_campaign_file_names_its_mistake(tmp_path: Path) -> None:
    path = tmp_path / "campaign.toml"
    path.write_text("[[campaign]\n")
    with pytest.raises(CannotGoOn, match=r"campaign\.toml.*line 1"):
        read_toml(path, CALENDAR)
