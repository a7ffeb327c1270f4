"""The file of figures against its schema, and reports of the first format, which are verified and shown still."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from django.core.files.base import ContentFile
from django.test import Client

from phien.reports import actions, files, payload
from phien.reports.board import Board, board_of
from phien.reports.chosen import Chosen
from phien.reports.metrics import REGISTRY
from phien.reports.models import Figure, Report
from phien.reports.queries import verify_report
from phien.reports.tests.conftest import Day

SCHEMA = json.loads(payload.SCHEMA.read_text())


def told_by(report: Report) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(files.read(report.files["json"]))
    return told


def valid(told: dict[str, Any]) -> bool:
    return jsonschema.Draft202012Validator(SCHEMA).is_valid(told)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_file_of_figures_keeps_to_its_schema(report: Report) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(told_by(report))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told.pop("window"),
        lambda told: told.update(more=1),
        lambda told: told.update(format="phien-report/1"),
        lambda told: told["figures"][0].pop("source"),
        lambda told: told["figures"][0].update(small=True),
        lambda told: told["figures"][0].update(source="sampled"),
        lambda told: told["figures"][0].pop("net"),
        lambda told: told["figures"][0].update(definition="abc"),
    ],
)
def test_what_is_not_a_file_of_figures_is_found(report: Report, spoil: Callable[[dict[str, Any]], object]) -> None:
    told = told_by(report)
    spoil(told)
    assert not valid(told)


def test_a_sampled_figure_keeps_to_the_schema_too(report: Report) -> None:
    row = report.figures.filter(metric="visits", dimension="").get()
    row.low, row.high, row.sample_size, row.source = Decimal("98.2"), Decimal("99.5"), 1000, "sampled"
    told = told_by(report) | {"figures": payload.figures_of(Board(report, [row]))}
    assert told["figures"][0]["sample"] == {"low": 98.2, "high": 99.5, "size": 1000}
    assert valid(told)


def test_every_figure_carries_its_source_definition_and_footnotes(report: Report) -> None:
    told = told_by(report)
    numbers = {note["number"]: note["text"] for note in told["footnotes"]}
    definitions = {definition["metric"]: definition for definition in told["definitions"]}
    for figure in told["figures"]:
        definition = definitions[figure["metric"]]
        assert figure["definition"] == definition["sha256"]
        assert [numbers[n] for n in figure["notes"]] == [
            numbers[n] for n in sorted(numbers) if numbers[n] in definition["caveats"]
        ]
        assert figure.get("inside", "") == REGISTRY[figure["metric"]].inside
    assert set(numbers[1]) == {"vi", "en", "fr", "zh-hans"}


def test_only_what_was_chosen_is_in_the_file(full_day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.making, "LANGUAGES", ("en",))
    report = actions.make_report(
        campaign=full_day.campaign,
        since=full_day.at(-3600),
        until=full_day.at(6 * 3600),
        audience="press",
        chosen=Chosen(metrics=("orders_placed", "visits"), tables=("producers",)),
    )
    told = told_by(report)
    assert valid(told)
    assert told["audience"] == "press"
    assert {figure["metric"] for figure in told["figures"]} == {"orders_placed", "visits"}
    assert [d["metric"] for d in told["definitions"]] == ["orders_placed", "visits"]
    assert {figure.get("dimension", "") for figure in told["figures"]} == {"", "hour", "producer"}
    assert {"live_views", "hits", "amount_net"} <= set(report.figures.values_list("metric", flat=True))
    assert verify_report(report) == []


def _as_first_format(report: Report) -> dict[str, Any]:
    """What the first format said of the same figures."""
    old = payload.payload_of(
        Board(report, list(report.figures.all()), complementary=False),
        segments=told_by(report)["segments"],
    )
    for name in ("audience", "title", "note", "withheld", "footnotes", "sources"):
        del old[name]
    for figure in old["figures"]:
        del figure["notes"]
        figure.pop("inside", None)
    for definition in old["definitions"]:
        del definition["caveats"], definition["inside"]
    return old


@pytest.fixture
def old_report(report: Report) -> Report:
    report.format = payload.FIRST_FORMAT
    data = payload.canonical(_as_first_format(report))
    report.files["json"] = files.keep(report, "json", data)
    report.payload_sha256 = payload.sha256(data)
    report.save()
    return report


def test_a_report_of_the_first_format_is_verified_and_shown(client: Client, old_report: Report) -> None:
    assert told_by(old_report)["format"] == "phien-report/1"
    assert verify_report(old_report) == []
    actions.publish_report(report=old_report, by=None)
    page = client.get("/en/c/cho-phien/results/").content.decode()
    assert "<b>30</b>" in page
    assert "&lt;10" in page


def test_a_changed_report_of_the_first_format_does_not_hold(old_report: Report) -> None:
    told = _as_first_format(old_report)
    told["figures"][0]["net"] += 1
    entry = old_report.files["json"]
    files.storage().delete(entry["path"])
    files.storage().save(entry["path"], ContentFile(payload.canonical(told)))
    codes = {problem.code for problem in verify_report(old_report)}
    assert {"file_changed", "payload_figure_differs"} <= codes


def test_lone_hidden_cells_are_nowhere_in_the_file(report: Report) -> None:
    """For every column: the total less all lines that are shown is that of at least two lines, or of none."""
    told = told_by(report)
    columns: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for figure in told["figures"]:
        if "dimension" in figure:
            columns.setdefault((figure["metric"], figure["dimension"]), []).append(figure)
    for column, cells in columns.items():
        assert len([cell for cell in cells if cell.get("small")]) != 1, column
    withheld = {(column["metric"], column["dimension"]) for column in told["withheld"]}
    assert not withheld & set(columns)


def test_a_withheld_column_is_named_and_not_shown(report: Report) -> None:
    Figure.objects.filter(report=report, metric="visits", dimension="creator").update(net=3, gross=3)
    Figure.objects.filter(report=report, metric="visits", dimension="creator", key="").delete()
    board = board_of(report)
    assert ("visits", "creator") in board.withheld
    (creators,) = [table for table in board.tables if table.id == "creators"]
    assert "visits" not in [column.metric.id for column in creators.columns]
    assert [metric.id for metric in creators.withheld] == ["visits"]
    assert str(creators.withheld[0].name) in creators.withheld_text
