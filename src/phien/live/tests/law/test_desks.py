"""The desks of cases, stops, identities, recordings and the log, cell by cell."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from phien.evidence.models import Change
from phien.lib import clock
from phien.live import actions, rules
from phien.live.models import Appeal, Complaint, Cut, Recording, RulesAcceptance
from phien.live.queries.law_log import log_of
from phien.live.tests.conftest import signed_in
from phien.live.tests.law.footage import lay_down
from phien.people.models import IdentityCheck, Role
from phien.video.folder import Take

pytestmark = pytest.mark.django_db
WHO = ["organiser", "host", "moderator", "host_elsewhere", "stranger", "nobody"]
STOP = {"reason": "Hàng cấm", "notice_vi": "Tạm dừng", "pause_sale": "on", "is_sure": "on"}


@pytest.fixture
def full(day: SimpleNamespace) -> SimpleNamespace:
    """A broadcast that is over, with a recording, a report, a stop with an appeal, and somebody to check."""
    lay_down(day.broadcast)
    day.case = actions.file_complaint(
        broadcast=day.broadcast, reason="unsafe", text="mùi lạ", contact="0912", second=60, from_address=""
    )
    actions.end_broadcast(broadcast=day.broadcast)
    day.broadcast.refresh_from_db()
    actions.seal_recording(broadcast=day.broadcast)
    day.other = actions.schedule_broadcast(event=day.event, slug="two", name={"vi": "Hai"})
    cut = actions.cut_broadcast(broadcast=day.other, reason="x", notice="y", by=day.organiser, pause_sale=False)
    day.asked = actions.appeal(cut=cut, text="Giấy đủ", by=day.host)
    return day


def pages(day: SimpleNamespace) -> dict[str, tuple[str, set[str]]]:
    """{page: (address, who may open it)}; the rest is refused."""
    organiser, readers = {"organiser"}, {"organiser", "moderator"}
    return {
        "cases": ("/desk/live/cases/", readers),
        "cases.csv": ("/desk/live/cases/cases.csv", readers),
        "case": (f"/desk/live/cases/{day.case.pk}/", readers),
        "stop": ("/desk/live/quynh-son/stop/", organiser),
        "log": ("/desk/live/quynh-son/log/", organiser),
        "log.csv": ("/desk/live/quynh-son/log/log.csv", organiser),
        "identity": ("/desk/identity/", organiser),
        "identity.csv": ("/desk/identity/report.csv", organiser),
        "one": ("/desk/identity/tho/", organiser),
        "recordings": ("/desk/live/recordings/", organiser),
        "recording": ("/desk/live/recordings/quynh-son/", organiser),
        "appeal": ("/live/two/appeal/", {"host"}),
    }


def steps(day: SimpleNamespace) -> dict[str, tuple[str, dict[str, str]]]:
    """Posts, all of them the organiser's."""
    return {
        "decide": (f"/desk/live/cases/{day.case.pk}/", {"decision": "upheld", "answer": "Đã gỡ"}),
        "stop": ("/desk/live/quynh-son/stop/", STOP),
        "lift": ("/desk/live/two/stop/lift/", {}),
        "answer": (f"/desk/live/two/appeals/{day.asked.pk}/", {"is_granted": "yes", "answer": "Đúng"}),
        "check": ("/desk/identity/tho/", {"method": "vneid"}),
        "revoke": ("/desk/identity/tho/revoke/", {}),
        "paper": ("/desk/identity/htx-quynh-son/rules/", {"version": rules.VERSION}),
        "hold": ("/desk/live/recordings/quynh-son/hold/", {"reason": "Công văn 12"}),
        "release": ("/desk/live/recordings/quynh-son/release/", {"reason": "Xong"}),
        "show": ("/desk/live/recordings/quynh-son/show/", {"to": "law"}),
        "delete": ("/desk/live/recordings/quynh-son/delete/", {"reason": "x", "is_sure": "on"}),
        "bundle": ("/desk/live/recordings/quynh-son/bundle/", {}),
    }


def person(day: SimpleNamespace, who: str) -> Client:
    return Client() if who == "nobody" else signed_in(getattr(day, who))


@pytest.mark.parametrize("who", WHO)
def test_who_opens_which_page(full: SimpleNamespace, who: str) -> None:
    client = person(full, who)
    found = {name: client.get(url).status_code for name, (url, _may) in pages(full).items()}
    for name, (_url, may) in pages(full).items():
        if who in may:
            assert (name, found[name]) == (name, 200)
        elif who == "nobody":
            assert (name, found[name]) == (name, 302)
        else:
            assert found[name] in {403, 404}, name


@pytest.mark.parametrize("who", WHO)
def test_who_may_do_what(full: SimpleNamespace, who: str) -> None:
    client = person(full, who)
    changes = Change.objects.count()
    for name, (url, data) in steps(full).items():
        response = client.post(url, data)
        if who == "organiser":
            assert response.status_code in {200, 302}, name
        elif who == "nobody":
            assert response.url.startswith("/account/login/"), name
        else:
            assert response.status_code in {403, 404}, name
    assert (Change.objects.count() > changes) is (who == "organiser")


def test_steps_are_posts(full: SimpleNamespace) -> None:
    organiser = signed_in(full.organiser)
    for name, (url, _data) in steps(full).items():
        if name not in {"decide", "stop", "check"}:
            assert organiser.get(url).status_code == 405, name


def test_a_moderator_reads_a_case_and_sees_no_contact(full: SimpleNamespace) -> None:
    url = f"/desk/live/cases/{full.case.pk}/"
    page = signed_in(full.moderator).get(url).content.decode()
    assert "mùi lạ" in page
    assert "0912" not in page
    assert 'name="decision"' not in page
    assert "0912" in signed_in(full.organiser).get(url).content.decode()


def test_the_list_of_cases_narrows_and_pages(day: SimpleNamespace) -> None:
    for number in range(33):
        actions.file_complaint(
            broadcast=day.broadcast, reason="other", text=f"=SUM({number})", contact="", second=0, from_address=""
        )
    first = Complaint.objects.order_by("pk").first()
    actions.decide_complaint(complaint=first, decision="dismissed", answer="Không có gì", by=day.organiser)
    organiser = signed_in(day.organiser)
    page = organiser.get("/desk/live/cases/?page=2")
    assert len(page.context["cases"]) == 2
    assert [case.row for case in organiser.get("/desk/live/cases/?state=decided").context["cases"]] == [first]
    assert len(organiser.get("/desk/live/cases/", {"q": first.code, "state": "all"}).context["cases"]) == 1
    assert organiser.get("/desk/live/cases/?state=nonsense&page=999&q=%00").status_code == 200
    table = b"".join(organiser.get("/desk/live/cases/cases.csv?state=all")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == 33
    assert [row["answer"] for row in rows if row["case"] == first.code] == ["Không có gì"]


@pytest.mark.parametrize(
    "data",
    [{}, {"decision": "upheld"}, {"decision": "maybe", "answer": "x"}, {"decision": "upheld", "answer": "x" * 1001}],
)
def test_a_decision_needs_its_answer(full: SimpleNamespace, data: dict[str, str]) -> None:
    assert signed_in(full.organiser).post(f"/desk/live/cases/{full.case.pk}/", data).status_code == 422
    full.case.refresh_from_db()
    assert full.case.decided_at is None


@pytest.mark.parametrize("left_out", ["reason", "notice_vi", "is_sure"])
def test_a_stop_needs_reason_notice_and_a_second_look(full: SimpleNamespace, left_out: str) -> None:
    data = {name: value for name, value in STOP.items() if name != left_out}
    assert signed_in(full.organiser).post("/desk/live/quynh-son/stop/", data).status_code == 422
    assert not Cut.objects.filter(broadcast=full.broadcast).exists()


def test_a_stop_and_an_appeal_by_hand(day: SimpleNamespace) -> None:
    organiser, host = signed_in(day.organiser), signed_in(day.host)
    assert host.get("/live/quynh-son/appeal/").status_code == 404, "nothing is stopped"
    assert organiser.post("/desk/live/quynh-son/stop/", STOP).status_code == 302
    assert organiser.post("/desk/live/quynh-son/stop/", STOP).status_code == 409
    assert host.post("/live/quynh-son/appeal/", {"text": ""}).status_code == 422
    assert host.post("/live/quynh-son/appeal/", {"text": "Giấy đủ"}).status_code == 302
    assert host.post("/live/quynh-son/appeal/", {"text": "Nữa"}).status_code == 409
    asked = Appeal.objects.get()
    assert "Giấy đủ" in organiser.get("/desk/live/quynh-son/stop/").content.decode()
    organiser.post(f"/desk/live/quynh-son/appeals/{asked.pk}/", {"is_granted": "", "answer": "x"})
    asked.refresh_from_db()
    assert asked.decided_at is None
    organiser.post(f"/desk/live/quynh-son/appeals/{asked.pk}/", {"is_granted": "yes", "answer": "Bạn đúng"})
    day.broadcast.refresh_from_db()
    assert day.broadcast.state == "ended"
    assert "Bạn đúng" in host.get("/live/quynh-son/appeal/").content.decode()


def test_a_seller_may_appeal_too(day: SimpleNamespace) -> None:
    seller = day.host_elsewhere
    Role.objects.create(actor=seller, duty="producer", scope=day.campaign.scope)
    actions.cut_broadcast(broadcast=day.broadcast, reason="x", notice="y", by=day.organiser)
    assert signed_in(seller).get("/live/quynh-son/appeal/").status_code == 200


def test_the_page_of_identities(day: SimpleNamespace) -> None:
    IdentityCheck.objects.filter(actor=day.tho).update(expires_at=clock.now() + timedelta(days=12, hours=1))
    organiser = signed_in(day.organiser)
    states = {one.actor.slug: one.state for one in organiser.get("/desk/identity/").context["people"]}
    assert states == {"htx-quynh-son": "missing", "elsewhere": "missing", "tho": "soon", "host": "checked"}
    hosts = organiser.get("/desk/identity/?who=hosts").context["people"]
    assert {one.actor.slug for one in hosts} == {"elsewhere", "tho", "host"}
    organiser.post("/desk/identity/htx-quynh-son/", {"method": "business_licence"})
    check = IdentityCheck.objects.get(actor=day.cooperative)
    assert (check.method, check.checked_by) == ("business_licence", day.organiser)
    organiser.post("/desk/identity/htx-quynh-son/rules/", {"version": rules.VERSION})
    assert RulesAcceptance.objects.filter(actor=day.cooperative).exists()
    organiser.post("/desk/identity/tho/revoke/")
    table = organiser.get("/desk/identity/report.csv").content.decode("utf-8-sig")
    found = {row["actor"]: row for row in csv.DictReader(io.StringIO(table))}
    assert found["tho"]["state"] == "missing"
    assert found["htx-quynh-son"]["checked_by"] == "organiser"
    assert found["host"]["holds_until"] > found["host"]["checked"]


def test_an_organiser_cannot_check_themselves_or_somebody_elsewhere(day: SimpleNamespace) -> None:
    Role.objects.create(actor=day.organiser, duty="host", scope=day.campaign.scope)
    organiser = signed_in(day.organiser)
    assert organiser.post("/desk/identity/organiser/", {"method": "vneid"}).status_code == 409
    assert organiser.post("/desk/identity/stranger/", {"method": "vneid"}).status_code == 404
    assert organiser.post("/desk/identity/tho/", {"method": "photo"}).status_code == 422
    assert not IdentityCheck.objects.filter(actor__in=[day.organiser, day.stranger]).exists()


def test_the_log_has_everything_in_order(full: SimpleNamespace) -> None:
    actions.hold_recording(broadcast=full.broadcast, reason="Công văn", by=full.organiser)
    actions.release_recording(broadcast=full.broadcast, reason="Xong", by=full.organiser)
    organiser = signed_in(full.organiser)
    table = b"".join(organiser.get("/desk/live/quynh-son/log/log.csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert [row["kind"] for row in rows] == ["complaint", "ended", "sealed", "held", "released"]
    assert rows[0]["detail"].startswith(full.case.code)


def test_a_recording_by_hand(full: SimpleNamespace) -> None:
    organiser, at = signed_in(full.organiser), "/desk/live/recordings/quynh-son/"
    row = Recording.objects.get()
    assert organiser.post(f"{at}hold/", {"reason": ""}).status_code == 422
    assert organiser.post(f"{at}hold/", {"reason": "Công văn 12"}).status_code == 302
    assert organiser.post(f"{at}delete/", {"reason": "x", "is_sure": "on"}).status_code == 409
    assert organiser.post(f"{at}release/", {"reason": ""}).status_code == 422
    organiser.post(f"{at}release/", {"reason": "Xong"})
    organiser.post(f"{at}show/", {"to": "law"})
    row.refresh_from_db()
    assert (row.held_at, row.is_public) == (None, False)
    assert organiser.post(f"{at}delete/", {"reason": "x"}).status_code == 422
    row.refresh_from_db()
    assert row.deleted_at is None
    organiser.post(f"{at}delete/", {"reason": "Người bán xin", "is_sure": "on"})
    row.refresh_from_db()
    assert row.deleted_reason == "Người bán xin"
    assert "Người bán xin" in organiser.get(at).content.decode()
    assert organiser.get("/desk/live/recordings/?state=deleted").context["page"].paginator.count == 1
    assert organiser.get("/desk/live/recordings/?state=kept").context["page"].paginator.count == 0


def test_one_that_has_not_begun_has_its_page_too(day: SimpleNamespace) -> None:
    actions.schedule_broadcast(event=day.event, slug="two", name={"vi": "Hai"})
    organiser = signed_in(day.organiser)
    assert organiser.get("/desk/live/recordings/two/").status_code == 200
    assert organiser.post("/desk/live/recordings/two/delete/", {"reason": "x", "is_sure": "on"}).status_code == 409
    assert b"".join(organiser.post("/desk/live/recordings/two/bundle/").streaming_content).startswith(b"PK")


def test_the_bundle_holds_everything_and_says_what_it_is(full: SimpleNamespace) -> None:
    actions.hold_recording(broadcast=full.broadcast, reason="Công văn", by=full.organiser)
    response = signed_in(full.organiser).post("/desk/live/recordings/quynh-son/bundle/")
    data = b"".join(response.streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        assert bundle.testzip() is None
        names = bundle.namelist()
        manifest = json.loads(bundle.read("manifest.json"))
        for file in manifest["files"]:
            assert hashlib.sha256(bundle.read(file["name"])).hexdigest() == file["sha256"]
        assert {file["name"] for file in manifest["files"]} == set(names) - {"manifest.json"}
        assert bundle.read("footage.txt").decode().split() == ["i0.mp4", *[f"s00000{n}.m4s" for n in range(3)]]
        playlist = bundle.read("footage/recording.m3u8").decode()
        assert all(f"s00000{n}.m4s" in playlist for n in range(3))
        cases = bundle.read("cases.csv").decode("utf-8-sig")
    assert full.case.code in cases
    assert b"0912" not in data
    assert manifest["footage"]["seconds"] == 6.0
    assert Change.objects.get(noun="recording", verb="exported").facts == {"by": "organiser"}


def test_the_bundles_chat_names_what_was_hidden_and_no_keys(day: SimpleNamespace) -> None:
    number = actions.say(broadcast=day.broadcast, author_key="ab12cd34", name="Hà", text="=xấu")
    actions.say(broadcast=day.broadcast, author_key="ab12cd34", name="Hà", text="chào")
    actions.hide_message(broadcast=day.broadcast, number=number)
    response = signed_in(day.organiser).post("/desk/live/recordings/quynh-son/bundle/")
    data = b"".join(response.streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        table = bundle.read("messages.csv").decode("utf-8-sig")
        assert not [name for name in bundle.namelist() if name.startswith("footage")]
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["text"], bool(row["hidden"])) for row in rows] == [("'=xấu", True), ("chào", False)]
    assert "ab12cd34" not in table


@pytest.mark.parametrize("page", ["cases", "identity", "recordings", "log"])
def test_pages_ask_a_bounded_number_of_questions(
    full: SimpleNamespace, page: str, django_assert_max_num_queries: object
) -> None:
    organiser = signed_in(full.organiser)
    with django_assert_max_num_queries(34):
        assert organiser.get(pages(full)[page][0]).status_code == 200


def test_the_log_tells_what_moderators_and_senders_did(day: SimpleNamespace) -> None:
    numbers = [
        actions.say(broadcast=day.broadcast, author_key="ab12cd34", name="Hà", text=text) for text in ("một", "hai")
    ]
    actions.hide_message(broadcast=day.broadcast, number=numbers[0], by=day.moderator)
    actions.show_message(broadcast=day.broadcast, number=numbers[0], by=day.moderator)
    actions.pin_product(broadcast=day.broadcast, offer=day.duck, by=day.host)
    actions.unpin_product(broadcast=day.broadcast)
    actions.pause_sale(broadcast=day.broadcast, offer=day.duck, by=day.host)
    take = Take("take-0001", "phone", "webm", "actor:1", "Cô Thơ", 0.0, clock.now().timestamp())
    actions.note_take(broadcast=day.broadcast, take=take)
    actions.end_take(broadcast=day.broadcast, code="take-0001", reason="lost")
    actions.end_take(broadcast=day.broadcast, code="take-0001", reason="lost")
    actions.make_guest_link(broadcast=day.broadcast, name="Bác Lâm", hours=2, by=day.host)
    kinds = [entry.kind for entry in log_of(day.broadcast)]
    assert set(kinds) == {"hidden", "shown again", "pin", "unpin", "paused", "take", "take_end", "guest"}
    assert len(kinds) == 8
    told = str([(change.key, change.facts) for change in Change.objects.all()])
    assert "Bác Lâm" not in told
    assert "Cô Thơ" not in told, "evidence names no guest and no sender"
