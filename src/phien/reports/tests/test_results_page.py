"""The results page and its files."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from phien.campaigns.models import Campaign
from phien.reports import actions
from phien.reports.models import Report
from phien.reports.tests.conftest import Day

URL = "/en/c/cho-phien/results/"


@pytest.fixture
def public(report: Report) -> Report:
    return actions.publish_report(report=report, by=None)


def test_before_any_report_it_says_so(client: Client, day: Day) -> None:
    response = client.get(URL)
    assert response.status_code == 200
    assert "No report yet" in response.content.decode()
    assert "Chưa có báo cáo" in client.get("/c/cho-phien/results/").content.decode()


def test_a_draft_is_not_shown(client: Client, report: Report) -> None:
    assert "No report yet" in client.get(URL).content.decode()
    assert client.get(f"{URL}{report.number}/").status_code == 404
    for name in ("json", "pdf.vi", "visits.wide.vi"):
        assert client.get(f"{URL}{report.number}/{name}").status_code == 404


def test_figures_stand_with_definition_source_gross_and_net(client: Client, public: Report) -> None:
    page = client.get(URL).content.decode()
    assert "<b>30</b>" in page
    assert "counted" in page
    assert "A visit is what one daily visitor id did" in page
    assert "− a known robot" in page
    assert public.cut_hash in page
    assert f"phien verify --report {public.number}" in page
    assert "Vịt quay Lạng Sơn" in page
    assert client.get(f"{URL}{public.number}/").content.decode().count("figure-card") == page.count("figure-card")


def test_small_cells_are_not_shown(client: Client, public: Report) -> None:
    """Of the 20 live views 14 came through the creator; the other 6 are not printed, and so neither are the 14, from
    which and the total the 6 could be worked out."""
    page = client.get(URL).content.decode()
    assert "&lt;10" in page
    told = json.loads(client.get(f"{URL}{public.number}/json").content)
    cells = {f["key"]: f for f in told["figures"] if f["metric"] == "live_views" and f.get("dimension") == "creator"}
    for cell in cells.values():
        assert cell["small"] is True
        assert "net" not in cell


def test_files_are_given_with_their_type_and_name(client: Client, public: Report) -> None:
    response = client.get(f"{URL}{public.number}/pdf.vi")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="phien-cho-phien-{public.number}-vi.pdf"'
    assert client.get(f"{URL}{public.number}/pdf.vi", headers={"If-None-Match": response["ETag"]}).status_code == 304
    picture = client.get(f"{URL}{public.number}/visits.narrow.en")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<text" not in picture.content
    for name in ("nothing", "pdf", "..%2F..%2Fphien.sqlite3"):
        assert client.get(f"{URL}{public.number}/{name}").status_code == 404


def test_a_withdrawn_report_says_why(client: Client, public: Report) -> None:
    actions.withdraw_report(report=public, by=None, reason="Counted <twice>")
    response = client.get(f"{URL}{public.number}/")
    assert response.status_code == 410
    assert "Counted &lt;twice&gt;" in response.content.decode()
    assert client.get(f"{URL}{public.number}/pdf.vi").status_code == 404
    assert "No report yet" in client.get(URL).content.decode()


def test_a_simulated_report_says_so(client: Client, full_day: Day) -> None:
    full_day.hit(50, "page", "campaign:cho-phien", "sim", simulated=True)
    full_day.seal()
    row = actions.make_report(campaign=full_day.campaign, since=full_day.at(0), until=full_day.at(3600))
    actions.publish_report(report=row, by=None)
    assert "1 hits and 0 purchases in these figures were made by a simulator" in client.get(URL).content.decode()


def test_a_hidden_campaign_and_wrong_methods(client: Client, public: Report) -> None:
    assert client.post(URL).status_code == 405
    assert client.get("/en/c/nowhere/results/").status_code == 404
    Campaign.objects.update(is_public=False)
    assert client.get(URL).status_code == 404
    assert client.get(f"{URL}{public.number}/json").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/en", "/fr", "/zh-hans"])
def test_in_every_language(client: Client, public: Report, prefix: str) -> None:
    response = client.get(f"{prefix}/c/cho-phien/results/")
    assert response.status_code == 200
    assert timezone.localtime(public.since).strftime("%H:%M") in response.content.decode()


def test_the_number_of_queries_does_not_grow(client: Client, public: Report, django_assert_num_queries) -> None:
    with django_assert_num_queries(4):  # editions; campaign and organiser, public reports, figures
        client.get(URL)
    with django_assert_num_queries(1):  # editions
        client.get(URL)


def test_the_campaign_page_shows_the_newest_report(client: Client, public: Report) -> None:
    page = client.get("/en/c/cho-phien/").content.decode()
    assert "All figures" in page
    assert "4,620,000" in page
    actions.withdraw_report(report=public, by=None, reason="A mistake")
    assert "All figures" not in client.get("/en/c/cho-phien/").content.decode()
