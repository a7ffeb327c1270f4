"""Headings that a person explained: versions, trials, and what files keep."""

import pytest
from django.test import Client

from phien.observations import actions
from phien.observations.errors import NothingFits
from phien.observations.exports.fingerprints import Column
from phien.observations.models import SavedFingerprint
from phien.observations.queries import rows
from phien.observations.tests import made
from phien.observations.tests.conftest import Give, Market

DESK = "/en/desk/campaign/cho-phien/exports/"
HEAD = ("Clip", "Who filmed it", "Seen by")
LINE = (f"https://www.tiktok.com/@kenh/video/{made.NHO}", "Hoàng Thị Ban", "41")
DATA = made.commas((HEAD, LINE))
COLUMNS = {
    "Clip": Column("url", "text"),
    "Who filmed it": Column("", "aside", personal=True),
    "Seen by": Column("views", "count", "views", "tiktok.views"),
}


def _save(cast: Market, name: str = "hand-made", **columns: Column) -> SavedFingerprint:
    return actions.save_mapping(
        campaign=cast.market,
        name=name,
        platform="tiktok",
        report="content",
        language="",
        columns={**COLUMNS, **columns},
        by=cast.ha,
    )


def test_a_waiting_file_is_read_by_it_at_once_and_its_personal_cells_go(cast: Market, give: Give) -> None:
    export = give(DATA, "a.csv")
    assert export.state == "unknown"
    _save(cast)
    export.refresh_from_db()
    assert (export.state, export.sheets[0]["fingerprint"]) == ("given", "saved.hand-made")
    actions.ask_take_in(export=export, answers={}, by=cast.ha)
    export = actions.take_in(export=export)
    assert [(row.line, row.definition, row.value) for row in rows.observations_of(export)] == [(2, "tiktok.views", 41)]
    assert export.is_blanked


def test_a_change_makes_a_version_and_files_keep_theirs(cast: Market, client: Client, take: Give, give: Give) -> None:
    first = _save(cast)
    export = take(DATA, "a.csv")
    client.force_login(cast.user("ha"))
    page = f"{DESK}mappings/{first.pk}/?kind=tiktok/content"
    assert client.get(page).status_code == 200
    said = {"name": "hand-made", "h0": "field:url:text", "h1": "leave", "h2": "figure:tiktok.likes:count:total"}
    assert client.post(page, {**said, "h2": "figure:none"}).status_code == 422
    assert client.post(page, {**said, "h2": "field:url:text"}).status_code == 422  # the same twice
    assert SavedFingerprint.objects.count() == 1
    assert client.post(page, said).status_code == 302
    assert list(SavedFingerprint.objects.values_list("version", flat=True)) == [2, 1]
    first.refresh_from_db()
    assert first.columns["Seen by"]["definition"] == "tiktok.views"
    export.refresh_from_db()
    assert export.sheets[0]["version"] == 1
    assert give(made.commas((HEAD, LINE, LINE)), "b.csv").sheets[0]["version"] == 2
    assert b"version 2" in client.get(f"{DESK}mappings/").content
    assert b"No mapping fits" in client.get(f"{DESK}mappings/?q=zz").content
    table = b"".join(client.get(f"{DESK}mappings/headings.csv").streaming_content).decode()
    assert len(table.splitlines()) == 7


def test_a_mapping_that_reads_no_line_is_not_saved(cast: Market, give: Give) -> None:
    export = give(DATA, "a.csv")
    with pytest.raises(NothingFits):
        actions.save_mapping(
            campaign=cast.market,
            name="wrong",
            platform="tiktok",
            report="content",
            language="",
            columns={**COLUMNS, "Clip": Column("title", "text"), "Who filmed it": Column("url", "text")},
            by=cast.ha,
            tried_on=export,
        )
    assert not SavedFingerprint.objects.exists()
    export.refresh_from_db()
    assert export.state == "unknown"


def test_only_organisers_explain_and_only_their_own(cast: Market, client: Client, give: Give) -> None:
    row, export = _save(cast, "other", **{"Seen by": Column("likes", "count", "likes", "tiktok.likes")}), None
    export = give(made.commas((("A", "B"), ("1", "2"))), "a.csv")
    pages = [f"{DESK}mappings/{row.pk}/", f"{DESK}{export.pk}/headings/"]
    for name, status in (("vinh", 403), ("sim", 404), ("kien", 404)):
        client.force_login(cast.user(name))
        assert [client.get(page).status_code for page in pages] == [status, status]
    client.force_login(cast.user("kien"))
    assert client.get(f"/en/desk/campaign/mua-hong/exports/mappings/{row.pk}/").status_code == 404
