"""The numbers desk: who may do what, cell by cell; making, publishing, withdrawing, verifying."""

from collections.abc import Callable

import pytest
from django.test import Client

from phien.people.models import Scope
from phien.reports.models import Report
from phien.reports.tests.conftest import Day

DESK = "/en/desk/numbers/cho-phien/"
PEOPLE = ("organiser", "auditor", "creator", "packer", "producer", "moderator", "")
CELLS = {
    # page: status for each of PEOPLE
    ("get", ""): (200, 200, 200, 404, 404, 404, 404),
    ("get", "1/"): (200, 200, 403, 404, 404, 404, 404),
    ("get", "build/"): (200, 403, 403, 404, 404, 404, 404),
    ("post", "preview/"): (200, 403, 403, 404, 404, 404, 404),
    ("get", "reports.csv"): (200, 200, 403, 404, 404, 404, 404),
    ("get", "compare/"): (200, 200, 403, 404, 404, 404, 404),
    ("post", "make/"): (302, 403, 403, 404, 404, 404, 404),
    ("post", "1/publish/"): (302, 403, 403, 404, 404, 404, 404),
    ("post", "1/withdraw/"): (302, 403, 403, 404, 404, 404, 404),
    ("post", "1/verify/"): (302, 302, 403, 404, 404, 404, 404),
    ("file", "1/pdf.vi"): (200, 200, 404, 404, 404, 404, 404),
}


@pytest.mark.parametrize("duty", PEOPLE)
def test_every_cell(report: Report, person: Callable[..., Client], duty: str) -> None:
    client = person(duty)
    data = {"window": "whole", "reason": "x"}
    found = {}
    for method, page in CELLS:
        if method == "file":
            found[method, page] = client.get(f"/en/c/cho-phien/results/{page}").status_code
        else:
            found[method, page] = getattr(client, method)(DESK + page, data if method == "post" else None).status_code
    column = PEOPLE.index(duty)
    assert found == {cell: statuses[column] for cell, statuses in CELLS.items()}
    if duty != "organiser":
        report.refresh_from_db()
        assert report.state == "draft"
        assert Report.objects.count() == 1


def test_strangers_are_sent_to_sign_in_and_other_organisers_see_nothing(
    client: Client, report: Report, person: Callable[..., Client]
) -> None:
    for method, page in CELLS:
        if method != "file":
            response = getattr(client, method)(DESK + page)
            assert response.status_code == 302
            assert "/account/login/" in response["Location"]
    elsewhere = person("organiser", scope=Scope.objects.create(kind="campaign", label="other"))
    assert elsewhere.get(DESK).status_code == 404
    assert elsewhere.post(f"{DESK}1/publish/").status_code == 404


def test_an_organiser_makes_publishes_and_withdraws(full_day: Day, person: Callable[..., Client]) -> None:
    client = person("organiser", "to-chuc")
    made = client.post(
        f"{DESK}make/", {"window": "own", "since": "2026-05-10T08:00", "until": "2026-05-10T16:00"}, follow=True
    )
    page = made.content.decode()
    row = Report.objects.get()
    assert f"Report {row.number} is made" in page
    assert str(row.made_by) == "Ban tổ chức chợ phiên"
    assert (row.since, row.until) == (full_day.at(-3600), full_day.at(7 * 3600))
    assert "is public now" in client.post(f"{DESK}{row.number}/publish/", follow=True).content.decode()
    assert Client().get("/en/c/cho-phien/results/").content.decode().count("figure-card")
    assert client.post(f"{DESK}{row.number}/withdraw/", {"reason": " "}).status_code == 400
    gone = client.post(f"{DESK}{row.number}/withdraw/", {"reason": "A mistake"}, follow=True)
    assert "no longer public" in gone.content.decode()
    again = client.post(f"{DESK}{row.number}/publish/", follow=True).content.decode()
    assert "This report was withdrawn" in again


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"window": "tomorrow"},
        {"window": "own"},
        {"window": "own", "since": "2026-05-10T08:00", "until": "2026-05-10T08:00"},
        {"window": "own", "since": "2020-05-10T08:00", "until": "2026-05-10T08:00"},
        {"window": "own", "since": "x" * 5000, "until": "2026-13-10T08:00"},
    ],
)
def test_wrong_windows_are_told(full_day: Day, person: Callable[..., Client], data: dict[str, str]) -> None:
    response = person("organiser").post(f"{DESK}make/", data)
    assert response.status_code == 400
    assert "errorlist" in response.content.decode()
    assert not Report.objects.exists()


def test_before_anything_is_sealed(day: Day, person: Callable[..., Client]) -> None:
    client = person("organiser")
    assert "nothing sealed yet" in client.get(DESK).content.decode()
    page = client.post(f"{DESK}make/", {"window": "whole"}, follow=True).content.decode()
    assert "Nothing has been sealed yet" in page


def test_verifying_shows_what_does_not_hold(report: Report, person: Callable[..., Client]) -> None:
    client = person("auditor")
    page = client.post(f"{DESK}{report.number}/verify/", follow=True).content.decode()
    assert f"report {report.number} holds" in page
    report.figures.filter(metric="visits", dimension="").update(net=99)
    page = client.post(f"{DESK}{report.number}/verify/", follow=True).content.decode()
    assert "the report says 99, the evidence gives 30" in page
    assert "does not hold" in client.get(DESK).content.decode()


def test_the_desk_shows_small_cells_and_reasons(report: Report, person: Callable[..., Client]) -> None:
    client = person("auditor")
    assert "a known robot" in client.get(DESK).content.decode()
    assert "&lt;10" not in client.get(f"{DESK}{report.number}/").content.decode()


def test_a_creator_sees_their_own_figures_alone(report: Report, person: Callable[..., Client]) -> None:
    page = person("creator", "lan").get(DESK).content.decode()
    assert "My figures" in page
    assert "<b>14</b>" in page
    assert "Visits through me" in page
    assert "Vi Văn Minh" not in page


def test_unknown_reports_and_wrong_methods(report: Report, person: Callable[..., Client]) -> None:
    client = person("organiser")
    assert client.get(f"{DESK}99/").status_code == 404
    assert client.post(f"{DESK}99/publish/").status_code == 404
    assert client.get(f"{DESK}1/publish/").status_code == 405
    assert client.post(DESK).status_code == 405


def test_the_desks_panel(day: Day, person: Callable[..., Client]) -> None:
    assert "/en/desk/numbers/cho-phien/" in person("auditor").get("/en/desk/").content.decode()
    assert "numbers" not in person("packer", "lan").get("/en/desk/").content.decode()
