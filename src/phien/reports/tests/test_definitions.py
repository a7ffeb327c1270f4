"""The page of definitions, its table and the schema; and two reports side by side."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.test import Client

from phien.campaigns.models import Campaign
from phien.reports import actions
from phien.reports.board import BIG, TABLES, board_of
from phien.reports.comparing import pairs_of
from phien.reports.metrics import REGISTRY
from phien.reports.models import Report
from phien.reports.tests.conftest import Day
from phien.reports.words import DIMENSIONS

URL = "/en/c/cho-phien/results/definitions/"
DESK = "/en/desk/numbers/cho-phien/"


def test_every_definition_stands_with_its_sentence_source_and_hash(client: Client, day: Day) -> None:
    page = client.get(URL).content.decode()
    for metric in REGISTRY.values():
        assert f'id="{metric.id}"' in page
        assert metric.definition_hash in page
    assert "Phones that look alike behind one address" in page
    assert "Lies inside:" in page
    assert client.get("/en/results/definitions/").status_code == 200


def test_it_is_searched(client: Client, day: Day) -> None:
    page = client.get(f"{URL}?q=BASKET").content.decode()
    assert 'id="baskets"' in page
    assert 'id="visits"' not in page
    assert "No definition has these words" in client.get(f"{URL}?q=zzz<script>").content.decode()
    assert "<script>" not in client.get(f"{URL}?q=zzz<script>").content.decode().replace('<script type="module"', "")


def test_as_a_table(client: Client, db: None) -> None:
    text = client.get("/en/results/definitions.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == len(REGISTRY) + 1
    assert len(
        list(csv.reader(io.StringIO(client.get("/en/results/definitions.csv?q=basket").content.decode())))
    ) < len(rows)


def test_the_schema_is_served(client: Client, day: Day) -> None:
    for address in ("/en/c/cho-phien/results/schema.json", "/results/schema.json"):
        assert json.loads(client.get(address).content)["title"].startswith("phien-report/2")


def test_of_a_hidden_campaign_there_is_none(client: Client, day: Day) -> None:
    Campaign.objects.update(is_public=False)
    assert client.get(URL).status_code == 404
    assert client.post("/en/results/definitions/").status_code == 405


def test_every_printed_figure_leads_to_its_definition(client: Client, report: Report) -> None:
    actions.publish_report(report=report, by=None)
    page = client.get("/en/c/cho-phien/results/").content.decode()
    for cell in board_of(report).totals:
        assert f"{URL}#{cell.metric.id}" in page
        assert f'id="figure-{cell.metric.id}"' in page
    for note in board_of(report).notes:
        assert f'id="note-{note.number}"' in page


def test_every_table_is_of_known_figures_and_dimensions() -> None:
    assert set(BIG) <= set(REGISTRY)
    assert len({spec.id for spec in TABLES}) == len(TABLES)
    for spec in TABLES:
        assert spec.dimension in DIMENSIONS
        assert any(spec.dimension in REGISTRY[metric].dimensions for metric in spec.metrics), spec.id


def test_what_lies_inside_another_is_of_its_unit_and_source() -> None:
    for metric in REGISTRY.values():
        if metric.inside:
            whole = REGISTRY[metric.inside]
            assert (whole.source, whole.unit) == (metric.source, metric.unit), metric.id


@pytest.fixture
def two(report: Report, full_day: Day, monkeypatch: pytest.MonkeyPatch) -> tuple[Report, Report]:
    full_day.hit(40, "page", "campaign:cho-phien", "one-more")
    full_day.seal()
    second = actions.make_report(campaign=full_day.campaign, since=report.since, until=report.until)
    return report, second


def test_two_reports_side_by_side(two: tuple[Report, Report], person: Callable[..., Client]) -> None:
    client = person("auditor")
    page = client.get(f"{DESK}compare/").content.decode()
    assert "+1" in page
    back = client.get(f"{DESK}compare/?left={two[1].number}&right={two[0].number}&as=csv").content.decode("utf-8-sig")
    rows = {row[0]: row[2:] for row in csv.reader(io.StringIO(back))}
    assert rows["Visits"] == ["31", "30", "−1"]
    assert client.get(f"{DESK}compare/?left=x&right=99").status_code == 200


def test_no_difference_over_two_definitions(two: tuple[Report, Report]) -> None:
    two[0].figures.filter(metric="visits", dimension="").update(definition_hash="0" * 64)
    pairs = {pair.cell.metric.id: pair for pair in pairs_of(board_of(two[0]), board_of(two[1]))}
    assert pairs["visits"].difference is None
    assert pairs["hits"].difference == 1


def test_one_report_is_not_compared(report: Report, person: Callable[..., Client]) -> None:
    assert "There have to be two reports" in person("auditor").get(f"{DESK}compare/").content.decode()


def test_the_desk_searches_and_lists_its_reports(report: Report, person: Callable[..., Client]) -> None:
    client = person("auditor")
    assert f"{DESK}{report.number}/" in client.get(f"{DESK}?q=ministry").content.decode()
    assert "No report has these words" in client.get(f"{DESK}?q=zzz").content.decode()
    assert "ministry" in client.get(f"{DESK}reports.csv").content.decode()
