"""A viewer's report: the form, the case's page, and what neither gives away."""

from types import SimpleNamespace

import pytest
from django.test import Client

from phien.lib import codes
from phien.live import actions
from phien.live.actions import complaints
from phien.live.models import Complaint

pytestmark = pytest.mark.django_db
REPORT = "/live/quynh-son/report/"
ADDRESS = {"REMOTE_ADDR": "203.0.113.7"}


def test_a_report_leads_to_its_case(client: Client, day: SimpleNamespace) -> None:
    page = client.get(f"{REPORT}?at=754").content.decode()
    assert 'value="754"' in page
    assert "12:34" in page
    response = client.post(REPORT, {"reason": "price", "text": "Giá khác", "contact": "0912 345 678", "at": "754"})
    row = Complaint.objects.get()
    assert response.url == f"/case/{row.code}/"
    assert (row.reason, row.second, row.contact) == ("price", 754, "0912 345 678")
    case = client.get(response.url)
    assert case["Cache-Control"].count("no-store") or "private" in case["Cache-Control"]
    words = case.content.decode()
    assert "0912" not in words
    assert "Giá khác" not in words


def test_the_answer_stands_on_the_case(client: Client, day: SimpleNamespace) -> None:
    client.post(REPORT, {"reason": "price"})
    row = Complaint.objects.get()
    actions.decide_complaint(complaint=row, decision="upheld", answer="Đã sửa giá <b>", by=day.organiser)
    page = client.get(f"/case/{row.code.lower()}/").content.decode()
    assert "Đã sửa giá &lt;b&gt;" in page


def test_a_replay_can_be_reported_and_a_practice_cannot(client: Client, day: SimpleNamespace) -> None:
    actions.end_broadcast(broadcast=day.broadcast)
    client.post(REPORT, {"reason": "unsafe", "at": "60"})
    assert Complaint.objects.get().is_of_replay
    day.broadcast.is_practice = True
    day.broadcast.save()
    assert client.get(REPORT).status_code == 404
    assert client.post(REPORT, {"reason": "unsafe"}).status_code == 404
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"reason": "boredom"},
        {"reason": "price", "at": "-1"},
        {"reason": "price", "at": "9" * 30},
        {"reason": "price", "at": "soon"},
        {"reason": "price", "text": "x" * 1001},
        {"reason": "price", "contact": "x" * 101},
    ],
)
def test_bad_input_opens_no_case(client: Client, day: SimpleNamespace, data: dict[str, str]) -> None:
    assert client.post(REPORT, data).status_code == 422
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("at", ["", "-5", "1e9", "99999999999", "x", "١٢"])
def test_a_strange_second_still_gives_the_form(client: Client, day: SimpleNamespace, at: str) -> None:
    assert client.get(REPORT, {"at": at}).status_code == 200


def test_a_flood_is_told_to_wait_and_keeps_what_was_typed(client: Client, day: SimpleNamespace) -> None:
    for _n in range(complaints.PER_ADDRESS[0]):
        assert client.post(REPORT, {"reason": "price"}, **ADDRESS).status_code == 302
    response = client.post(REPORT, {"reason": "price", "text": "lần nữa"}, **ADDRESS)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "lần nữa" in response.content.decode()
    assert client.post(REPORT, {"reason": "price"}, REMOTE_ADDR="198.51.100.9").status_code == 302


def test_numbers_cannot_be_guessed_for_long(client: Client, day: SimpleNamespace) -> None:
    statuses = {client.get(f"/case/{codes.make(12)}/", **ADDRESS).status_code for _n in range(31)}
    assert statuses == {404, 429}


def test_finding_a_case_by_its_number(client: Client, day: SimpleNamespace) -> None:
    client.post(REPORT, {"reason": "price"})
    code = Complaint.objects.get().code
    assert client.get("/case/").status_code == 200
    typed = f"{code[:4]} {code[4:8]}-{code[8:]}".lower()
    assert client.get("/case/", {"code": typed}).url == f"/case/{code}/"
    assert client.get("/case/", {"code": "nothing"}).status_code == 404
    assert client.post(f"/case/{code}/").status_code == 405
