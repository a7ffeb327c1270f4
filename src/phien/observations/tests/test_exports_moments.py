"""Mappings, delimiters, and of when a figure is where the file does not quite say it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from phien.observations.exports import fingerprints, parsing, readers
from phien.observations.exports.errors import NotRecognised
from phien.observations.exports.fingerprints import Fingerprint
from phien.observations.exports.fingerprints.columns import aside, figure, text
from phien.observations.exports.seen import HANOI, Context, ObservationRow, PublicationRow
from phien.observations.tests import made
from phien.observations.tests.made import Made
from phien.observations.tests.said import SEEN, of, read, values


def test_a_mapping_that_people_saved_is_tried_first(tmp_path: Path) -> None:
    """Swedish headings are no export that is known; a saved mapping of them is, its newest version first."""
    head = ("Tid", "Videolänk", "Visningar")
    file = Made(
        "Content_kenh.zip",
        made.packed({"Content.csv": made.commas((head, ("x", f"https://www.tiktok.com/@a/video/{made.NHO}", "7")))}),
    )
    saved = [
        Fingerprint(
            id="saved.svenska",
            version=version,
            platform="tiktok",
            report="content",
            language="",
            columns={"Tid": aside("Tid")["Tid"], "Videolänk": text("url"), "Visningar": figure("tiktok.views")},
        )
        for version in (1, 3, 2)
    ]
    (sheet,) = readers.read(file.at(tmp_path), file.name)
    with pytest.raises(NotRecognised):
        fingerprints.recognise(sheet)
    found = fingerprints.recognise(sheet, saved)
    assert (found.id, found.version) == ("saved.svenska", 3)
    assert values(list(parsing.parse(sheet, found, SEEN))) == {"2 views": 7}


def test_semicolons_and_tabs_are_read_where_a_spreadsheet_wrote_them(tmp_path: Path) -> None:
    for delimiter in (";", "\t"):
        data = made.commas((made.TIKTOK_CONTENT, *made.TIKTOK_VIDEOS), delimiter=delimiter, quoted=False, ends="\r\n")
        assert values(read(Made("Content.csv", data), tmp_path))["3 views"] == 4096


def test_an_upload_that_was_published_later_takes_the_platforms_day_and_the_ids_year(tmp_path: Path) -> None:
    row = list(made.TIKTOK_VIDEOS[0])
    row[2] = f"https://www.tiktok.com/@kenh/video/{made.tiktok_id(datetime(2024, 8, 7, tzinfo=UTC))}"
    (publication,) = of(PublicationRow, read(made.tiktok_content([row]), tmp_path))
    assert publication.published_at == datetime(2024, 8, 10, tzinfo=HANOI)
    assert (publication.precision, publication.flag) == ("day", "")
    row[2] = "https://www.tiktok.com/@kenh/video/1234567890"
    (publication,) = of(PublicationRow, read(made.tiktok_content([row]), tmp_path))
    assert publication.published_at == datetime(2026, 8, 10, tzinfo=HANOI)
    assert (publication.precision, publication.flag) == ("day", "year_guessed")


def test_totals_of_another_day_than_the_uploads_are_of_its_end(tmp_path: Path) -> None:
    rows = of(
        ObservationRow, read(made.tiktok_content(), tmp_path, Context(observed_at=datetime(2026, 8, 20, 5, tzinfo=UTC)))
    )
    assert {(row.observed_at, row.confidence, row.flag) for row in rows} == {
        (datetime(2026, 8, 18, 23, 59, 59, tzinfo=HANOI), "derived", "")
    }
    later = of(
        ObservationRow, read(made.tiktok_content(), tmp_path, Context(observed_at=datetime(2027, 3, 1, tzinfo=UTC)))
    )
    assert {(row.observed_at.year, row.flag) for row in later} == {(2026, "year_guessed")}
