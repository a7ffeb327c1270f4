"""A person asks what is held about them, or to be forgotten; what was sold and counted stays as it was."""

import io
import json
import zipfile
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client

from phien.evidence.models import Change
from phien.lib import clock
from phien.lib.personal import Person
from phien.market.errors import OrderUnderWay
from phien.market.models import Order, OrderLine, Purchase, Stock, StockEntry
from phien.market.tests.conftest import PHONE
from phien.people.actions import give_role
from phien.privacy import actions, errors
from phien.privacy.models import AccessRecord, Request, Tombstone
from phien.privacy.tests.asking import asked, erased, publication
from phien.privacy.tests.conftest import complete, signed_in
from phien.reports import actions as reports
from phien.reports import queries as verifying


def books() -> dict[str, Any]:
    return {
        "lines": list(OrderLine.objects.order_by("pk").values_list("quantity", "unit_price", "stock")),
        "orders": list(Order.objects.order_by("pk").values_list("state", "goods_amount", "shipping_fee")),
        "stock": list(Stock.objects.order_by("pk").values_list("on_hand", "reserved")),
        "ledger": StockEntry.objects.aggregate(Sum("on_hand_change"), Sum("reserved_change")),
        "provinces": list(Purchase.objects.order_by("pk").values_list("province__slug", "code")),
    }


def test_a_buyer_is_erased_and_the_books_stay(day: SimpleNamespace) -> None:
    complete(day)
    before = books()
    request = erased(day, asked(day))
    purchase = Purchase.objects.get()
    assert (purchase.buyer_name, purchase.phone, purchase.street, purchase.note) == ("", "", "", "")
    assert purchase.commune == purchase.province
    assert [order.parcel.tracking for order in purchase.orders.all()] == [""]
    assert books() == before
    assert request.state == "done"
    assert request.erased == {"buyers": 1}
    assert [(name, rows) for name, rows, _why in request.kept] == [("buyers", 1)]
    assert (request.phone, request.order_code, request.note) == ("", "", "")
    assert Tombstone.objects.get().of == "market.Purchase"
    facts = Change.objects.get(noun="erasure").facts
    assert facts["erased"] == {"buyers": 1}
    sealed = json.dumps(list(Change.objects.values("key", "facts")), default=str)
    assert not [secret for secret in ("Hà", PHONE, "Nà Riềng", "EK123456789VN") if secret in sealed]
    assert set(AccessRecord.objects.values_list("what", flat=True)) == {"looked_for", "erased"}


def test_pages_about_an_erased_order_still_open(day: SimpleNamespace) -> None:
    complete(day)
    erased(day, asked(day))
    give_role(actor=day.packer, duty="organiser", scope=day.campaign.scope)
    client = signed_in(day.packer)
    order = Order.objects.get()
    assert client.get(f"/en/desk/market/{day.campaign.slug}/orders/{order}/").status_code == 200
    assert client.get(f"/en/desk/market/{day.campaign.slug}/").status_code == 200
    found = client.post("/en/orders/", {"code": day.purchase.code, "phone": "0912345678"})
    assert found.status_code == 404


def test_a_report_still_holds_after_an_erasure(day: SimpleNamespace, settings: Any, tmp_path: Any) -> None:
    settings.PHIEN_EVIDENCE_ROOT = tmp_path / "evidence"
    from phien.evidence import actions as evidence

    complete(day)
    evidence.seal(force=True)
    report = reports.make_report(
        campaign=day.campaign, since=day.campaign.starts_at, until=day.campaign.ends_at, by=day.organiser
    )
    assert verifying.verify_report(report) == []
    erased(day, asked(day))
    evidence.seal(force=True)
    assert verifying.verify_report(report) == []


def test_an_order_under_way_keeps_its_buyer(day: SimpleNamespace) -> None:
    request = asked(day)
    actions.look_for(request=request, by=day.organiser)
    with pytest.raises(OrderUnderWay) as refused:
        actions.erase(request=request, typed=request.code, by=day.organiser)
    assert str(Order.objects.get()) in str(refused.value)
    assert Purchase.objects.get().phone == PHONE
    assert Request.objects.get().state == "found"
    assert not Tombstone.objects.exists()


def test_the_desk_says_why_it_did_not_erase(day: SimpleNamespace) -> None:
    request, client = asked(day), signed_in(day.organiser)
    address = f"/en/desk/privacy/requests/{request.code}/"
    assert client.post(f"{address}erase/", {"typed": request.code}).status_code == 409  # not looked for yet
    assert "Nguyễn Thị Hà" in client.post(f"{address}look/").content.decode()
    page = client.post(f"{address}erase/", {"typed": request.code})
    assert page.status_code == 409
    assert "is still under way" in page.content.decode()
    complete(day)
    assert client.post(f"{address}erase/", {"typed": "wrong"}).status_code == 422
    assert Purchase.objects.get().phone == PHONE
    assert client.get(f"{address}erase/").status_code == 405
    assert client.post(f"{address}erase/", {"typed": f" {request.code.lower()} "}).status_code == 302
    assert Purchase.objects.get().phone == ""
    assert client.post(f"{address}erase/", {"typed": request.code}).status_code == 409
    assert "Amounts, pieces and the province stay" in client.get(address).content.decode()


def test_what_is_not_proven_is_neither_shown_out_nor_erased(day: SimpleNamespace) -> None:
    request = actions.ask(kind="erasure", person=Person(account="mai"), proof="none", by=day.keeper)
    actions.look_for(request=request, by=day.keeper)
    with pytest.raises(errors.NotProven):
        actions.erase(request=request, typed=request.code, by=day.keeper)
    actions.note_proof(request=request, by=day.keeper)
    assert actions.erase(request=request, typed=request.code, by=day.keeper).state == "done"


def test_one_who_only_wants_to_see_is_not_erased(day: SimpleNamespace) -> None:
    request = asked(day, "export")
    actions.look_for(request=request, by=day.organiser)
    with pytest.raises(errors.WrongKind):
        actions.erase(request=request, typed=request.code, by=day.organiser)


def test_asking_twice_is_one_case(day: SimpleNamespace) -> None:
    assert asked(day).pk == asked(day).pk
    assert asked(day, "export").pk != asked(day).pk
    with pytest.raises(errors.NothingAsked):
        actions.ask(kind="export", person=Person(), proof="none", by=None)


def test_the_archive_holds_all_of_it_and_no_formula(day: SimpleNamespace) -> None:
    Purchase.objects.update(note="=HYPERLINK(1)")
    request, client = asked(day, "export"), signed_in(day.organiser)
    address = f"/en/desk/privacy/requests/{request.code}/"
    client.post(f"{address}look/")
    response = client.post(f"{address}zip/")
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert {"index.html", "data.json", "market-buyers.csv"} <= set(archive.namelist())
    data = json.loads(archive.read("data.json"))
    row = next(one for kind in data["classes"] if kind["id"] == "buyers" for one in kind["rows"])
    assert (row["name"], row["phone"]) == ("Nguyễn Thị Hà", PHONE)
    assert "'=HYPERLINK(1)" in archive.read("market-buyers.csv").decode()
    assert "Thôn Nà Riềng" in archive.read("index.html").decode()
    assert AccessRecord.objects.filter(what="handed_out", by=day.organiser).exists()


def test_a_person_asks_and_fetches_without_an_account(day: SimpleNamespace) -> None:
    client = Client()
    answer = client.post("/en/privacy/ask/", {"kind": "export", "order": day.purchase.code, "phone": "0912 345 678"})
    request = Request.objects.get()
    assert answer["Location"] == f"/en/privacy/request/{request.code}/"
    page = client.get(answer["Location"]).content.decode()
    assert "Nguyễn" not in page
    assert "Fetch it" not in page
    actions.look_for(request=request, by=day.organiser)
    actions.hand_out(request=request, by=day.organiser)
    assert "Fetch it" in client.get(answer["Location"]).content.decode()
    wrong = client.post(answer["Location"], {"order": day.purchase.code, "phone": "0912 345 679"})
    assert wrong.status_code == 404
    fetched = client.post(answer["Location"], {"order": day.purchase.code, "phone": "0912 345 678"})
    assert fetched["Content-Type"] == "application/zip"
    assert AccessRecord.objects.filter(what="taken", by=None).count() == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"kind": "export", "order": "{code}", "phone": "0912345679"}, 404),
        ({"kind": "export", "order": "AAAAAAAA", "phone": "0912345678"}, 422),
        ({"kind": "export", "order": "{code}", "phone": ""}, 422),
        ({"kind": "export", "order": "", "phone": ""}, 422),
        ({"kind": "everything", "order": "{code}", "phone": "0912345678"}, 422),
        ({"kind": "export", "order": "{code}", "phone": "x\x00"}, 422),
        ({"kind": "export", "order": "", "phone": "", "written": "on"}, 422),
    ],
)
def test_a_request_without_proof_opens_nothing(day: SimpleNamespace, sent: dict[str, str], status: int) -> None:
    sent = {name: value.format(code=day.purchase.code) for name, value in sent.items()}
    assert Client().post("/en/privacy/ask/", sent).status_code == status
    assert not Request.objects.exists()


def test_trying_out_codes_is_slowed_down(day: SimpleNamespace) -> None:
    client = Client()
    sent = {"kind": "export", "order": day.purchase.code, "phone": "0912345679"}
    statuses = [client.post("/en/privacy/ask/", sent).status_code for _try in range(12)]
    assert statuses[0] == 404
    assert statuses[-1] == 429


def test_one_who_wrote_from_this_browser_can_ask(day: SimpleNamespace) -> None:
    client = Client()
    session = client.session
    session["live_writer"] = "abc123"
    session.save()
    assert "from this browser" in client.get("/en/privacy/ask/").content.decode()
    assert client.post("/en/privacy/ask/", {"kind": "erasure", "written": "on"}).status_code == 302
    request = Request.objects.get()
    assert (request.writer, request.proof) == ("abc123", "browser")


def test_an_answer_says_when_it_is_late(day: SimpleNamespace) -> None:
    request = asked(day)
    with clock.standing_at(clock.now() + timedelta(hours=73)):
        assert request.is_overdue
        assert "Overdue" in signed_in(day.organiser).get(f"/en/desk/privacy/requests/{request.code}/").content.decode()
        actions.refuse(request=request, answer="Không phải chị.", by=day.organiser)
    assert Change.objects.get(noun="erasure", verb="refused").facts["in_time"] is False
    assert "Không phải chị." in Client().get(f"/en/privacy/request/{request.code}/").content.decode()


def test_who_has_no_phone_gets_it_by_hand(day: SimpleNamespace) -> None:
    publication(day)
    request = actions.ask(
        kind="export", person=Person(account="mai.xulang"), proof="seen", by=day.organiser, campaign=day.campaign
    )
    client = signed_in(day.organiser)
    address = f"/en/desk/privacy/requests/{request.code}/"
    assert "I have handed it out" in client.post(f"{address}look/").content.decode()
    assert client.post(f"{address}hand-out/").status_code == 302
    assert "Fetch it" not in Client().get(f"/en/privacy/request/{request.code}/").content.decode()
