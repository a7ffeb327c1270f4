"""Numbers, lengths of time and dates, one cell at a time."""

import contextlib
from datetime import UTC, date, datetime, time, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from phien.observations.exports.errors import MixedLanguages
from phien.observations.exports.parsing import ids, numbers
from phien.observations.exports.parsing.dates import Dates, Day
from phien.observations.exports.parsing.faults import Wrong
from phien.observations.exports.parsing.months import LANGUAGES, named
from phien.observations.exports.parsing.years import Years, from_name, window_of
from phien.observations.exports.seen import HANOI, Context

SEEN = Context(observed_at=datetime(2026, 1, 10, 5, tzinfo=UTC))


def day(text: str, *, day_first: bool = True) -> Day | None:
    return Dates("x.csv", day_first=day_first).read(text)


@given(st.integers(-(2**62), 2**62))
def test_a_count_is_read_as_written(value: int) -> None:
    assert numbers.count(str(value)) == value
    assert numbers.count(f"{value:,}", ",") == value
    assert numbers.count(f" {value}.0 ") == value


@given(st.text(max_size=12))
def test_whatever_stands_in_a_cell_a_count_is_whole_or_wrong(text: str) -> None:
    with contextlib.suppress(Wrong):
        value = numbers.count(text, ",")
        assert value is None or abs(value) < 2**63


@given(st.text(max_size=20))
@settings(max_examples=300)
def test_whatever_stands_in_a_cell_a_date_is_possible_or_wrong(text: str) -> None:
    try:
        found = day(text)
    except Wrong:
        return
    assert found is None or date(found.year or 2024, found.month, found.day)


@pytest.mark.parametrize(
    ("text", "grouping", "value"),
    [("1,234", ",", 1234), ("1,234,567", ",", 1234567), ("", "", None), ("undefined", "", None), ("--", ",", None)],
)
def test_counts(text: str, grouping: str, value: int | None) -> None:
    assert numbers.count(text, grouping) == value


@pytest.mark.parametrize(
    ("text", "grouping"), [("12,34", ","), ("1,2345", ","), (",123", ","), ("1.234", ","), ("1,234", "")]
)
def test_thousands_that_stand_wrongly_are_refused(text: str, grouping: str) -> None:
    with pytest.raises(Wrong):
        numbers.count(text, grouping)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("150000", (150000, "VND")),
        ("₫1,234,567", (1234567, "VND")),
        ("1,234,567₫", (1234567, "VND")),
        ("VND 150,000", (150000, "VND")),
        ("Rp69,999", (69999, "IDR")),
        ("$12.50", (1250, "USD")),
        ("-$0.07", (-7, "USD")),
        ("-", None),
    ],
)
def test_amounts_in_the_smallest_unit_in_use(text: str, found: tuple[int, str] | None) -> None:
    assert numbers.amount(text, ",") == found


@pytest.mark.parametrize("text", ["12.345.678", "1,5 Tr", "mười nghìn", "12..5", "$", "1,23"])
def test_amounts_that_are_none(text: str) -> None:
    with pytest.raises(Wrong):
        numbers.amount(text, ",")


@pytest.mark.parametrize(
    ("text", "value"),
    [("2h 57min", 10620), ("57min", 3420), ("1h", 3600), ("1min 12s", 72), ("0:03:12", 192), ("3:12", 192), ("72", 72)],
)
def test_lengths_of_time(text: str, value: int) -> None:
    assert numbers.duration(text) == value


@given(st.integers(0, 100), st.integers(0, 59), st.integers(0, 59))
def test_lengths_of_time_in_every_form(hours: int, minutes: int, seconds: int) -> None:
    whole = hours * 3600 + minutes * 60 + seconds
    assert numbers.duration(f"{hours}h {minutes}min {seconds}s") == whole
    assert numbers.duration(f"{hours}:{minutes:02d}:{seconds:02d}") == whole


def test_shares() -> None:
    assert numbers.rate("2.69%") == numbers.rate("0.0269") == 269
    assert numbers.rate("1") == 10000
    assert numbers.percent("41.2") == 4120
    for text in ("2.69", "-0.1", "a%", "1,5%"):
        with pytest.raises(Wrong):
            numbers.rate(text)


@given(
    st.sampled_from(LANGUAGES), st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.sampled_from(["d MMMM", "d MMM y"])
)
def test_every_language_writes_its_months(language: str, written: date, pattern: str) -> None:
    if language in {"zh", "ja", "ko"}:
        pattern = {"zh": "M月d日", "ja": "y年M月d日", "ko": "M월 d일"}[language]
    text = format_date(written, pattern, locale=language)
    found = day(text)
    assert found is not None
    assert (found.month, found.day) == (written.month, written.day)
    assert found.year in {0, written.year}


@pytest.mark.parametrize(
    ("text", "month", "number"),
    [
        ("18 tháng Tám", 8, 18),
        ("1 tháng Mười Hai", 12, 1),
        ("5 tháng Tư", 4, 5),
        ("31 tháng Năm", 5, 31),
        ("18 tháng 8", 8, 18),
        ("ngày 18 tháng 8", 8, 18),
        ("August 18", 8, 18),
        ("Aug 3", 8, 3),
        ("18 août", 8, 18),
        ("1er août", 8, 1),
        ("1 мая", 5, 1),
        ("8月18日", 8, 18),
        ("18 augusti", 8, 18),
        ("18 de agosto", 8, 18),
        ("18. August", 8, 18),
    ],
)
def test_months_as_platforms_write_them(text: str, month: int, number: int) -> None:
    assert day(text) == Day(0, month, number)


def test_dates_in_figures() -> None:
    assert day("2026/07/31/ 21:03") == Day(2026, 7, 31, time(21, 3))
    assert day("31/07/2026 21:15:04") == Day(2026, 7, 31, time(21, 15, 4))
    assert day("07/31/2026 9:15 PM", day_first=False) == Day(2026, 7, 31, time(21, 15))
    assert day("2026-08-01T00:00:00Z") == Day(2026, 8, 1, time(), UTC)
    assert day("Oct 3, 2026") == Day(2026, 10, 3)
    assert day("18 tháng Mười Hai năm 2026") == Day(2026, 12, 18)
    assert day("18 tháng Năm năm 2026") == Day(2026, 5, 18)
    assert day("") is None


@pytest.mark.parametrize(
    "text", ["31/02/2026", "07/31/2026", "2026-13-01", "25:61", "August", "18", "18 Smarch", "1/2/3"]
)
def test_dates_that_are_none(text: str) -> None:
    with pytest.raises(Wrong):
        day(text)


def test_no_month_means_two_things_and_languages_are_not_mixed() -> None:
    assert all(1 <= month <= 12 for month, _languages in named().values())
    dates = Dates("x.csv", day_first=True)
    dates.read("15 mai")
    dates.read("18 août")
    with pytest.raises(MixedLanguages):
        dates.read("August 18")


def test_the_year_is_the_newest_that_lies_before_the_export() -> None:
    years = Years(SEEN, from_name("Content_kenh.zip", HANOI))
    assert years.of(Day(0, 12, 30)) == (date(2025, 12, 30), True)
    assert years.of(Day(0, 1, 9)) == (date(2026, 1, 9), True)
    assert years.of(Day(0, 2, 29)) == (date(2024, 2, 29), True)
    assert years.of(Day(2020, 2, 29)) == (date(2020, 2, 29), False)


def test_the_year_of_the_name_or_of_a_person_is_sure() -> None:
    named_so = from_name("Overview_2025-11-20_1768003200_kenh.zip", HANOI)
    assert (named_so.first, named_so.last, named_so.handle) == (date(2025, 11, 20), date(2026, 1, 10), "kenh")
    assert Years(SEEN, named_so).of(Day(0, 12, 30)) == (date(2025, 12, 30), False)
    assert Years(SEEN, from_name("Overview_2024-11-20_kenh.zip", HANOI)).of(Day(0, 1, 5)) == (date(2025, 1, 5), False)
    said = Context(observed_at=SEEN.observed_at, year=2024)
    assert Years(said, from_name("Overview.csv", HANOI)).of(Day(0, 12, 30)) == (date(2024, 12, 30), False)


def test_names_of_files() -> None:
    assert from_name("Content_ten_co_gach.zip", HANOI).handle == "ten_co_gach"
    assert from_name("Followers_kenh (1).zip", HANOI).handle == "kenh"
    assert from_name("báo cáo.csv", HANOI).handle == ""
    assert window_of("Content 2026-08-01_2026-10-31 Chợ phiên.zip") == (date(2026, 8, 1), date(2026, 10, 31))
    assert window_of("Content.zip") is None


@given(st.datetimes(datetime(2017, 1, 1), datetime(2030, 1, 1)), st.integers(0, 2**32 - 1))  # noqa: DTZ001
def test_a_tiktok_id_tells_when_it_was_made(moment: datetime, rest: int) -> None:
    at = moment.replace(tzinfo=UTC, microsecond=0)
    assert ids.tiktok_made_at(str((int(at.timestamp()) << 32) + rest)) == at


def test_ids_in_links() -> None:
    assert ids.tiktok("https://www.tiktok.com/@Ten.Kenh_1/video/7672373276106181908?lang=vi") == (
        "7672373276106181908",
        "ten.kenh_1",
    )
    assert ids.tiktok("https://www.tiktok.com/@a/photo/7672373276106181908")[0] == "7672373276106181908"
    assert ids.tiktok_made_at("123456") is None
    assert ids.facebook("https://www.facebook.com/reel/998877665544332/") == ("998877665544332", "")
    assert ids.facebook("https://www.facebook.com/chophien/posts/pfbid0abc") == ("", "chophien")
    assert ids.instagram("https://www.instagram.com/reel/DAb_c-12345/") == "DAb_c-12345"


def test_an_upload_long_before_its_day_takes_the_platforms_day() -> None:
    years = Years(SEEN, from_name("Content_kenh.zip", HANOI))
    assert years.near(Day(0, 1, 2), date(2025, 12, 20)) == date(2026, 1, 2)
    assert years.near(Day(0, 6, 2), date(2025, 12, 20)) is None
    assert timedelta(days=13) == date(2026, 1, 2) - date(2025, 12, 20)
