"""In three clicks from a figure to the sealed rows behind it."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from phien.evidence import queries as evidence
from phien.people.models import Scope
from phien.reports import actions
from phien.reports.metrics import REGISTRY
from phien.reports.models import Figure, Report
from phien.reports.tests.conftest import Day
from phien.reports.walk.rows import Asked, rows_of
from phien.reports.walk.trails import trail_of

DESK = "/en/desk/numbers/cho-phien/"


def at(report: Report, step: str, **asked: str) -> str:
    return f"{DESK}{report.number}/{step}/?{urlencode(asked)}"


@pytest.fixture
def auditor(person: Callable[..., Client]) -> Client:
    return person("auditor")


def links(page: str, step: str) -> list[str]:
    return [unescape(link) for link in re.findall(rf'href="([^"]*/{step}/\?[^"]*)"', page)]


def test_three_clicks_from_a_figure_to_a_sealed_hit(report: Report, auditor: Client) -> None:
    page = auditor.get(f"{DESK}{report.number}/").content.decode()
    first = next(link for link in links(page, "figure") if "m=visits&" in link)
    figure = auditor.get(first).content.decode()
    assert REGISTRY["visits"].definition_hash in figure
    line = next(line for line in evidence.segments() if line.stream == "hits")
    assert line.sha256 in figure
    rows = auditor.get(links(figure, "rows")[0]).content.decode()
    assert "31 rows" in rows  # 30 that count, and a robot's
    sealed = auditor.get(links(rows, "row")[0]).content.decode()
    assert line.sha256 in sealed
    assert f"sha256sum evidence/{line.file}" in sealed


def test_from_an_order_to_its_changes(report: Report, auditor: Client) -> None:
    rows = auditor.get(at(report, "rows", m="orders_net")).content.decode()
    assert "13 rows" in rows
    cancelled = auditor.get(next(link for link in links(rows, "row") if "order_key=Q1-1" in link)).content.decode()
    assert "cancelled" in cancelled
    assert "placed" in cancelled


@pytest.mark.parametrize(
    ("metric", "dimension", "key", "count"),
    [
        ("visits", "creator", "lan", 14),
        ("clip_views", "", "", 14),
        ("product_clicks", "product", "vit-quay", 30),
        ("live_views", "broadcast", "quynh-son", 20),
        ("orders_placed", "producer", "vit-hop", 12),
        ("hits", "kind", "live", 100),
    ],
)
def test_the_rows_are_as_many_as_the_figure_says(
    report: Report, metric: str, dimension: str, key: str, count: int
) -> None:
    figure = report.figures.get(metric=metric, dimension=dimension, key=key)
    with rows_of(report, REGISTRY[metric], Asked(figure, reason="", day=report.local(report.since).date())) as opened:
        assert opened is not None
        assert opened.page(1).count == count
    if metric != "orders_placed":
        assert figure.net == count


def test_every_figure_has_its_pages(report: Report, auditor: Client) -> None:
    for metric in report.figures.filter(dimension="").values_list("metric", flat=True):
        assert auditor.get(at(report, "figure", m=metric)).status_code == 200
        status = auditor.get(at(report, "rows", m=metric)).status_code
        assert status == (200 if trail_of(REGISTRY[metric]) else 404), metric


def test_reasons_days_pages_and_csv(report: Report, auditor: Client) -> None:
    left_out = auditor.get(at(report, "rows", m="hits", reason="bot")).content.decode()
    assert "1 rows" in left_out
    second = auditor.get(at(report, "rows", m="hits", page="2")).content.decode()
    assert "Page 2 of 4" in second
    table = auditor.get(at(report, "rows", m="hits", csv="1", reason=""))
    lines = b"".join(table.streaming_content).decode().splitlines()
    assert len(lines) == 161
    assert auditor.get(at(report, "rows", m="hits", page="two")).status_code == 404
    assert auditor.get(at(report, "rows", m="hits", day="yesterday", page="9999999")).status_code == 200


def test_what_was_sealed_later_is_not_among_the_rows(report: Report, full_day: Day, auditor: Client) -> None:
    full_day.hit(30, "page", "campaign:cho-phien", "late")
    full_day.seal()
    assert "31 rows" in auditor.get(at(report, "rows", m="visits")).content.decode()


def test_everybody_sees_the_first_step_as_it_is_printed(report: Report, client: Client) -> None:
    place = f"/en/c/cho-phien/results/{report.number}/figure/"
    assert client.get(f"{place}?m=visits").status_code == 404
    actions.publish_report(report=report, by=None)
    assert "figure/?m=visits" in client.get("/en/c/cho-phien/results/").content.decode()
    page = client.get(f"{place}?m=visits").content.decode()
    assert REGISTRY["visits"].definition_hash in page
    assert "/rows/" not in page
    small = client.get(f"{place}?m=live_views&d=creator&k=").content.decode()
    assert "the report does not print it" in small
    assert client.get(f"{place}?m=nothing").status_code == 404
    assert client.post(f"{place}?m=visits").status_code == 405


def test_others(report: Report, person: Callable[..., Client], client: Client) -> None:
    steps = [at(report, step, m="visits", id="x") for step in ("figure", "rows", "row")]
    creator, stranger = person("creator", "lan"), person("", "minh")
    elsewhere = person("auditor", "vit-hop", Scope.objects.create(kind="campaign", label="another"))
    for step in steps:
        assert creator.get(step).status_code == 403
        assert stranger.get(step).status_code == 404
        assert elsewhere.get(step).status_code == 404
        assert client.get(step).status_code == 302
        assert person_post(creator, step) == 405


def person_post(who: Client, step: str) -> int:
    return who.post(step).status_code


@pytest.mark.parametrize(
    "way", [{}, {"id": "' or 1=1"}, {"file": "x", "line": "one"}, {"visitor": "v", "day": "D"}, {"stream": "hits"}]
)
def test_an_address_that_names_no_row(report: Report, auditor: Client, way: dict[str, str]) -> None:
    assert auditor.get(at(report, "row", **way)).status_code == 404


def test_a_broken_segment_is_said(report: Report, full_day: Day, auditor: Client) -> None:
    line = next(line for line in evidence.segments() if line.stream == "hits")
    path = full_day.root / line.file
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:100])
    response = auditor.get(at(report, "rows", m="visits"))
    assert response.status_code == 409
    assert "cannot be read" in response.content.decode()
    assert auditor.get(at(report, "figure", m="visits")).status_code == 200


def test_an_old_definition_is_walked_by_what_the_report_prints(
    report: Report, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(REGISTRY, "hits", replace(REGISTRY["hits"], sql="select 1"))
    page = auditor.get(at(report, "figure", m="hits")).content.decode()
    assert "counts it otherwise" in page
    assert "161 rows" in auditor.get(at(report, "rows", m="hits")).content.decode()
    Figure.objects.filter(metric="hits").update(definition_hash="0" * 64)
    assert auditor.get(at(report, "rows", m="hits")).status_code == 404
