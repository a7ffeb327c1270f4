"""A report holds; and whoever changes one byte or one figure is found out, by name."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.storage import storages

from phien.evidence import queries as evidence
from phien.reports import actions, errors, queries
from phien.reports.metrics import REGISTRY, Layer
from phien.reports.models import Report
from phien.reports.payload import definition_facts
from phien.reports.tests.conftest import Day
from phien.reports.verifying.definitions import metric_from


def codes(report: Report) -> set[str]:
    return {problem.code for problem in queries.verify_report(report)}


def path_of(report: Report, name: str) -> Path:
    return Path(storages["private"].path(report.files[name]["path"]))


def flip(path: Path, at: int = -20) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def test_a_report_holds(report: Report) -> None:
    assert queries.verify_report(report) == []
    assert [outcome.problems for outcome in queries.verify_all()] == [[], []]
    assert queries.verify(number=report.number)[1].report == report


def test_evidence_sealed_later_changes_nothing(report: Report, full_day: Day) -> None:
    before = [(f.metric, f.dimension, f.key, f.net) for f in report.figures.all()]
    full_day.hit(30, "page", "campaign:cho-phien", "late")
    full_day.change(1000, "order", "P1-1", "cancelled", reason_code="buyer")
    full_day.seal()
    assert queries.verify_report(report) == []
    later = actions.make_report(campaign=report.campaign, since=report.since, until=report.until)
    old_cut = actions.make_report(campaign=report.campaign, since=report.since, until=report.until, cut=report.cut_seq)
    assert [(f.metric, f.dimension, f.key, f.net) for f in old_cut.figures.all()] == before
    assert later.figures.get(metric="visits", dimension="").net == 31
    assert later.figures.get(metric="orders_net", dimension="").net == 11


def test_one_byte_of_a_segment(report: Report, full_day: Day) -> None:
    line = next(line for line in evidence.segments() if line.stream == "hits")
    flip(full_day.root / line.file, at=100)
    problems = queries.verify_report(report)
    assert any(problem.what == line.file and line.file in problem.message for problem in problems)


def test_a_rewritten_manifest(report: Report, full_day: Day) -> None:
    manifest = full_day.root / "manifest.jsonl"
    manifest.write_bytes(b"\n".join(manifest.read_bytes().split(b"\n")[:-2]) + b"\n")
    assert "evidence_cut_end" in codes(report)


def test_one_figure_in_the_database(report: Report) -> None:
    figure = report.figures.get(metric="visits", dimension="")
    figure.net, figure.gross = figure.net + 1, figure.gross + 1
    figure.save()
    problems = queries.verify_report(report)
    assert {"figure_differs", "payload_figure_differs"} == {problem.code for problem in problems}
    assert all(problem.what == "visits//" for problem in problems)
    assert "31" in problems[0].message
    assert "30" in problems[0].message


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"excluded": {"bot": "7.00"}}, "excluded_differs"),
        ({"definition_hash": "0" * 64}, "definition_differs"),
        ({"unit": "dong"}, "kind_differs"),
        ({"key": "someone"}, "figure_invented"),
    ],
)
def test_other_changes_of_a_figure(report: Report, change: dict[str, object], code: str) -> None:
    report.figures.filter(metric="visits", dimension="").update(**change)
    assert code in codes(report)


def test_a_figure_taken_away(report: Report) -> None:
    report.figures.filter(metric="visits", dimension="creator", key="lan").delete()
    assert {"figure_missing", "payload_figure_invented"} <= codes(report)
    report.figures.filter(metric="visits").delete()
    assert "payload_figure_invented" in codes(report)


def test_one_figure_in_the_file_of_figures(report: Report) -> None:
    path = path_of(report, "json")
    told = json.loads(path.read_bytes())
    next(f for f in told["figures"] if f["metric"] == "orders_placed")["net"] += 1
    path.write_text(json.dumps(told))
    problems = queries.verify_report(report)
    assert {(p.code, p.what) for p in problems} == {
        ("file_changed", "json"),
        ("payload_figure_differs", "orders_placed//"),
    }


def test_a_definition_in_the_file_of_figures(report: Report) -> None:
    path = path_of(report, "json")
    told = json.loads(path.read_bytes())
    told["definitions"][0]["sql"] += " limit 0"
    path.write_text(json.dumps(told))
    assert "payload_definition_differs" in codes(report)


def test_a_file_of_figures_that_is_none(report: Report) -> None:
    path_of(report, "json").write_bytes(b"[]")
    assert "payload_unreadable" in codes(report)


@pytest.mark.parametrize("name", ["pdf.vi", "xlsx.en", "visits.wide.en"])
def test_one_byte_of_a_paper(report: Report, name: str) -> None:
    flip(path_of(report, name))
    problems = queries.verify_report(report)
    assert [(p.code, p.what) for p in problems] == [("file_changed", name)]
    assert name in problems[0].message


def test_a_file_that_is_gone(report: Report) -> None:
    path_of(report, "pdf.vi").unlink()
    assert codes(report) == {"file_missing"}


def test_a_simulated_report_cannot_hide_it(report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(simulated_hits=5)
    assert "simulated_differs" in codes(Report.objects.get(pk=report.pk))


def test_no_report_without_evidence_or_from_evidence_that_does_not_hold(day: Day) -> None:
    window = {"campaign": day.campaign, "since": day.at(0), "until": day.at(3600)}
    with pytest.raises(errors.NothingSealed):
        actions.make_report(**window)
    day.hit(0, "page", "campaign:cho-phien", "a")
    day.seal()
    with pytest.raises(errors.WrongWindow):
        actions.make_report(campaign=day.campaign, since=day.at(1), until=day.at(1))
    with pytest.raises(errors.CutUnknown):
        actions.make_report(**window, cut=9)
    flip(day.root / evidence.segments()[0].file, at=100)
    with pytest.raises(errors.ChainBroken):
        actions.make_report(**window)
    assert not Report.objects.exists()


def test_progress_is_told(full_day: Day) -> None:
    told: list[tuple[int, int, str]] = []
    actions.make_report(
        campaign=full_day.campaign,
        since=full_day.at(0),
        until=full_day.at(60),
        progress=lambda done, total, what: told.append((done, total, what)),
    )
    assert told[0][2] == "evidence"
    assert told[-1] == (4, 4, "papers")
    assert all(done <= total for done, total, _what in told)


def test_publishing_verifies_first(report: Report) -> None:
    report.figures.filter(metric="visits", dimension="").update(net=99)
    with pytest.raises(errors.DoesNotHold):
        actions.publish_report(report=report, by=None)
    report.refresh_from_db()
    assert report.state == "draft"
    assert report.problems


def test_publish_and_withdraw(report: Report) -> None:
    with pytest.raises(errors.NotPublished):
        actions.withdraw_report(report=report, by=None, reason="x")
    report = actions.publish_report(report=report, by=None)
    with pytest.raises(errors.AlreadyPublished):
        actions.publish_report(report=report, by=None)
    with pytest.raises(errors.ReasonMissing):
        actions.withdraw_report(report=report, by=None, reason="  ")
    report = actions.withdraw_report(report=report, by=None, reason="Counted twice")
    assert report.state == "withdrawn"
    with pytest.raises(errors.WasWithdrawn):
        actions.publish_report(report=report, by=None)


def test_definitions_that_have_changed_since(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report prints the SQL that it was counted by: it is counted again by that, beside those still in force."""
    seen, *rest = REGISTRY["visits"].layers
    otherwise = (Layer(seen.name, seen.sql.replace("30 minute", "1 minute")), *rest)
    monkeypatch.setitem(REGISTRY, "visits", replace(REGISTRY["visits"], layers=otherwise))
    monkeypatch.setitem(REGISTRY, "baskets", replace(REGISTRY["baskets"], sql="select 2"))
    assert queries.verify_report(report) == []
    report.figures.filter(metric="visits", dimension="").update(net=31, gross=32)
    assert {(p.code, p.what) for p in queries.verify_report(report)} == {
        ("figure_differs", "visits//"),
        ("payload_figure_differs", "visits//"),
    }


@pytest.mark.parametrize(
    "sql",
    [
        "with x as (copy (select 1) to '{folder}/stolen.csv') select '' as key, '' as reason, 30 as value from x",
        "select '' as key, '' as reason, 30 as value; drop view hits",
        "select '' as key, '' as reason, count(*) as value from read_csv('/etc/passwd')",
    ],
)
def test_a_definition_that_does_more_than_ask(report: Report, full_day: Day, sql: str) -> None:
    path = path_of(report, "json")
    told = json.loads(path.read_bytes())
    made_up = replace(REGISTRY["visits"], sql=sql.format(folder=full_day.root), dimensions={})
    for entry in told["definitions"]:
        if entry["metric"] == "visits":
            entry |= {"sql": made_up.text, "sha256": made_up.definition_hash}
    path.write_text(json.dumps(told))
    report.figures.filter(metric="visits").update(definition_hash=made_up.definition_hash)
    found = {problem.code: problem for problem in queries.verify_report(report)}
    assert found["cannot_recompute"].what == "visits"
    assert not (full_day.root / "stolen.csv").exists()


@pytest.mark.parametrize("metric", REGISTRY)
def test_a_printed_definition_can_be_put_together_again(metric: str) -> None:
    again = metric_from(definition_facts(REGISTRY[metric]))
    assert again is not None
    assert again.definition_hash == REGISTRY[metric].definition_hash
    assert (again.sql, again.dimensions) == (REGISTRY[metric].sql.strip(), REGISTRY[metric].dimensions)
