"""Ordering a report: at once where it is small, by the tick where it is large, and found again after a crash."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from phien.evidence.actions import seal
from phien.lib import clock
from phien.reports import actions
from phien.reports.actions import orders
from phien.reports.audiences import chosen_for
from phien.reports.errors import NothingSealed, WrongWindow
from phien.reports.metrics import REGISTRY
from phien.reports.models import Report, ReportOrder
from phien.reports.tests.conftest import Day

DESK = "/en/desk/numbers/cho-phien/"


@pytest.fixture(autouse=True)
def _in_one_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.making, "LANGUAGES", ("en",))


@pytest.fixture
def order(full_day: Day) -> ReportOrder:
    return actions.order_report(
        campaign=full_day.campaign,
        since=full_day.at(-3600),
        until=full_day.at(6 * 3600),
        audience="press",
        title={"vi": "Chợ phiên qua những con số"},
        chosen=chosen_for("press"),
        by=full_day.actors["to-chuc"],
    )


def test_an_order_becomes_a_report(order: ReportOrder) -> None:
    assert orders.tick(clock.now()) == 1
    report = Report.objects.made().get(order=order)
    assert (report.audience, report.name, str(report.made_by)) == (
        "press",
        "Chợ phiên qua những con số",
        "Ban tổ chức chợ phiên",
    )
    order.refresh_from_db()
    assert order.state == "made"
    assert order.done == order.steps > 0
    assert orders.tick(clock.now()) == 0


def test_the_cut_is_that_of_the_order(order: ReportOrder, full_day: Day) -> None:
    full_day.hit(30, "page", "campaign:cho-phien", "late")
    full_day.seal()
    orders.tick(clock.now())
    report = Report.objects.get(order=order)
    assert report.cut_seq == order.cut_seq
    assert report.figures.get(metric="visits", dimension="").net == 30


def test_what_a_killed_process_left_is_taken_away_and_made_anew(
    order: ReportOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_args: object) -> None:
        raise Killed

    monkeypatch.setattr(Report, "delete", lambda _self: None)  # kill -9 lets nothing be tidied up
    monkeypatch.setattr(orders.files, "forget", lambda _report: None)
    with monkeypatch.context() as patched:
        patched.setattr(actions.making, "pdf", die)
        with pytest.raises(Killed):
            orders.tick(clock.now())
    monkeypatch.undo()
    monkeypatch.setattr(actions.making, "LANGUAGES", ("en",))
    assert Report.objects.filter(order=order, made_at=None).count() == 1
    assert not Report.objects.made().exists()
    order.refresh_from_db()
    assert order.state == "working"
    assert orders.tick(clock.now()) == 1
    assert Report.objects.filter(order=order).count() == 1
    assert Report.objects.made().get().figures.exists()


def test_a_report_that_somebody_makes_is_left_to_them(order: ReportOrder) -> None:
    ReportOrder.objects.update(state="working", taken="a", beat_at=clock.now())
    assert orders.tick(clock.now()) == 0
    ReportOrder.objects.update(beat_at=clock.now() - 2 * orders.SILENT)
    assert orders.tick(clock.now()) == 1


def test_who_lost_an_order_to_another_writes_nothing_on_it(order: ReportOrder, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_meanwhile(*_args: object, **_named: object) -> None:
        ReportOrder.objects.update(taken="somebody else", state="working")
        raise RuntimeError("the rows are gone")

    monkeypatch.setattr(orders, "make_report", taken_meanwhile)
    assert actions.fill_order(order=order) is None
    order.refresh_from_db()
    assert (order.state, order.taken, order.reason) == ("working", "somebody else", "")


def test_an_order_that_cannot_be_filled_says_why(order: ReportOrder, person: Callable[..., Client]) -> None:
    ReportOrder.objects.update(cut_seq=order.cut_seq + 50)
    assert orders.tick(clock.now()) == 0
    order.refresh_from_db()
    assert order.state == "refused"
    page = person("organiser", "to-chuc").get(f"{DESK}orders/{order.pk}/").content.decode()
    assert order.reason
    assert order.reason in page
    assert "No report was made" in page
    assert not Report.objects.exists()


def test_wrong_windows_and_no_evidence(day: Day) -> None:
    now = clock.now()
    with pytest.raises(WrongWindow):
        actions.order_report(campaign=day.campaign, since=now, until=now, audience="press")
    with pytest.raises(NothingSealed):
        actions.order_report(campaign=day.campaign, since=now, until=now + timedelta(days=1), audience="press")
    assert not ReportOrder.objects.exists()


def test_a_large_report_is_made_by_the_tick_while_its_page_waits(
    full_day: Day, person: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "AT_ONCE", 10)
    client = person("organiser", "to-chuc")
    data = {"window": "own", "since": "2026-05-10T08:00", "until": "2026-05-10T16:00", "audience": "ministry"}
    page = client.post(f"{DESK}make/", data, follow=True).content.decode()
    assert "It waits for its turn" in page
    assert 'http-equiv="refresh"' in page
    assert not Report.objects.exists()
    order = ReportOrder.objects.get()
    ReportOrder.objects.update(state="working", done=3, steps=12, step="visits")
    assert "Step 3 of 12" in client.get(f"{DESK}orders/{order.pk}/").content.decode()
    assert f"{DESK}orders/{order.pk}/" in client.get(DESK).content.decode()
    orders.tick(clock.now())
    assert client.get(f"{DESK}orders/{order.pk}/")["Location"] == f"{DESK}{Report.objects.get().number}/"


def test_an_order_is_its_campaigns_organisers(order: ReportOrder, person: Callable[..., Client]) -> None:
    assert person("auditor").get(f"{DESK}orders/{order.pk}/").status_code == 403
    assert person("packer", "lan").get(f"{DESK}orders/{order.pk}/").status_code == 404
    organiser = person("organiser", "to-chuc")
    assert organiser.get(f"{DESK}orders/{order.pk + 9}/").status_code == 404
    assert organiser.post(f"{DESK}orders/{order.pk}/").status_code == 405


def test_the_builder_chooses_for_each_audience(full_day: Day, person: Callable[..., Client]) -> None:
    client = person("organiser", "to-chuc")
    checked = {
        name: client.get(f"{DESK}build/?audience={name}").content.decode().count(" checked")
        for name in ("press", "ministry", "partners")
    }
    assert checked["press"] < checked["partners"] < checked["ministry"]
    assert set(chosen_for("ministry").metrics or ()) == set(REGISTRY)
    assert client.get(f"{DESK}build/?audience=nobody").status_code == 200


def test_a_preview_shows_totals_and_writes_nothing(full_day: Day, person: Callable[..., Client]) -> None:
    client = person("organiser", "to-chuc")
    data = {
        "window": "own",
        "since": "2026-05-10T08:00",
        "until": "2026-05-10T16:00",
        "audience": "partners",
        "chosen": "1",
        "title_vi": "Cho bạn hàng <b>",
        "note_vi": "Đọc cùng chú thích.",
        "metrics": ["live_views", "visits"],
        "place-visits": "1",
        "place-live_views": "2",
        "tables": ["creators"],
    }
    page = client.post(f"{DESK}preview/", data).content.decode()
    assert "Cho bạn hàng &lt;b&gt;" in page
    assert page.index("Visits") < page.index("Live views")
    assert "This lies inside “Visits” (30)" in page
    assert 'name="place-visits" value="1"' in page
    assert not ReportOrder.objects.exists()
    assert not Report.objects.exists()
    made = client.post(f"{DESK}make/", data, follow=True).content.decode()
    report = Report.objects.get()
    assert report.chosen == {"metrics": ["visits", "live_views"], "tables": ["creators"]}
    assert "Cho bạn hàng" in made


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": "nobody"},
        {"chosen": "1"},
        {"chosen": "1", "metrics": ["no_such_figure"]},
        {"chosen": "1", "metrics": ["visits"], "tables": ["no_such_table"]},
        {"title_vi": "x" * 200},
    ],
)
def test_what_the_builder_does_not_know_is_told(
    full_day: Day, person: Callable[..., Client], wrong: dict[str, object]
) -> None:
    client = person("organiser", "to-chuc")
    for page in ("preview/", "make/"):
        response = client.post(DESK + page, {"window": "whole"} | wrong)
        assert response.status_code == 400
    assert not ReportOrder.objects.exists()


def test_places_that_are_no_numbers_count_as_last(full_day: Day, person: Callable[..., Client]) -> None:
    client = person("organiser", "to-chuc")
    data = {
        "window": "whole",
        "chosen": "1",
        "metrics": ["visits", "hits", "pieces"],
        "place-visits": "²",
        "place-pieces": "1",
    }
    client.post(f"{DESK}make/", data)
    assert Report.objects.get().chosen["metrics"] == ["pieces", "visits", "hits"]


def test_nothing_is_previewed_before_anything_is_sealed(day: Day, person: Callable[..., Client]) -> None:
    page = person("organiser", "to-chuc").post(f"{DESK}preview/", {"window": "whole"}, follow=True).content.decode()
    assert "Nothing has been sealed yet" in page
    seal(force=True)
