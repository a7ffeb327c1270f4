"""What really becomes of an event, as visitors read it and as organisers say it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from phien.campaigns import actions, queries
from phien.campaigns.errors import EventIsCancelled, EventIsOver
from phien.campaigns.models import Event, Notice
from phien.campaigns.tests.cast import Cast
from phien.lib import clock
from phien.lib.tests.statements import statements_of

PAGES = ["/en/c/cho-phien/", "/en/c/cho-phien/programme/"]


def _event(cast: Cast, **facts: object) -> Event:
    Event.objects.filter(pk=cast.live.pk).update(**facts)
    return Event.objects.select_related("campaign").get(pk=cast.live.pk)


def _slot(cast: Cast, minutes: int) -> None:
    start = clock.now() + timedelta(minutes=minutes)
    actions.add_slot(
        campaign=cast.market, event=cast.live, title="Mở phiên", starts_at=start,
        ends_at=start + timedelta(minutes=30), parts={},
    )  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_follow_what_happens(client: Client, cast: Cast, page: str) -> None:
    start = clock.now() + timedelta(minutes=30)
    event = _event(cast, starts_at=start, ends_at=start + timedelta(hours=3))

    def read() -> str:
        return " ".join(client.get(page).content.decode().split())

    assert 'class="reality"' not in read()
    actions.announce_delay(event=event, minutes=20, note={"vi": "Sương mù", "en": "Fog"})
    assert "Expected about" in read()
    assert "(20 min late)" in read()
    assert "Fog" in read()
    actions.cancel_event(event=event, note={"en": "The bridge is closed"})
    assert "Cancelled" in read()
    assert "The bridge is closed" in read()
    actions.resume_event(event=event)
    actions.announce_delay(event=event, minutes=0)
    actions.note_began(event=event, at=start + timedelta(minutes=12))
    assert "(12 min late)" in read()
    assert "On now" in read()
    actions.note_finished(event=event, at=start + timedelta(hours=1))
    assert "Ended early at" in read()
    actions.note_began(event=event)
    assert "Ended early" not in read()
    actions.note_finished(event=event, at=start + timedelta(hours=3, minutes=9))
    assert "Ended at" in read()


def test_it_may_begin_early(client: Client, cast: Cast) -> None:
    actions.note_began(event=cast.live, at=cast.live.starts_at - timedelta(minutes=5))
    assert "(5 min early)" in client.get(PAGES[0]).content.decode()


def test_a_live_event_is_not_said_to_be_on_before_somebody_began_it(client: Client, cast: Cast) -> None:
    assert "On now</span>" not in client.get(PAGES[1]).content.decode()
    actions.change_event(event=cast.live, kind="market")
    assert "On now</span>" in client.get(PAGES[1]).content.decode()


def test_a_delay_moves_the_lines_and_what_is_on(client: Client, cast: Cast) -> None:
    _slot(cast, -10)
    actions.release_programme(campaign=cast.market)
    [line] = queries.lanes(cast.market)[0].lines
    assert line.state == "now"
    assert set(queries.slots_now(cast.market)) == {cast.live.pk}
    actions.announce_delay(event=cast.live, minutes=25)
    [line] = queries.lanes(cast.market)[0].lines
    assert line.state == "coming"
    assert queries.slots_now(cast.market) == {}
    assert "planned for" in client.get(PAGES[1]).content.decode()
    actions.note_began(event=cast.live)
    actions.note_finished(event=cast.live)
    [line] = queries.lanes(cast.market)[0].lines
    assert line.state == "past"


def test_each_announcement_is_one_notice_and_the_same_again_none(cast: Cast) -> None:
    for minutes in (10, 10, 30, 0, 0):
        actions.announce_delay(event=cast.live, minutes=minutes, by=cast.ha)
    actions.cancel_event(event=cast.live, by=cast.ha)
    actions.cancel_event(event=cast.live)
    actions.resume_event(event=cast.live)
    actions.resume_event(event=cast.live)
    event = _event(cast)
    actions.change_event(event=event, name="Tên khác")
    actions.change_event(event=event, ends_at=event.ends_at + timedelta(hours=1))
    found = [(notice.what, notice.minutes) for notice in Notice.objects.all()]
    assert found == [
        ("delayed", 10), ("delayed", 30), ("on_time", 0), ("cancelled", 0), ("resumed", 0), ("moved", 0),
    ]  # fmt: skip
    assert Notice.objects.filter(by=cast.ha).count() == 4


def test_what_is_cancelled_or_over_is_not_late(cast: Cast) -> None:
    actions.cancel_event(event=cast.live)
    with pytest.raises(EventIsCancelled):
        actions.announce_delay(event=cast.live, minutes=5)
    actions.resume_event(event=cast.live)
    actions.note_began(event=cast.live)
    actions.note_finished(event=cast.live)
    with pytest.raises(EventIsOver):
        actions.announce_delay(event=cast.live, minutes=5)
    with pytest.raises(EventIsOver):
        actions.cancel_event(event=cast.live)
    assert _event(cast).delay_minutes == 0
    assert [notice.what for notice in Notice.objects.all()] == ["cancelled", "resumed"]


def test_the_first_beginning_and_the_last_end_count(cast: Cast) -> None:
    now = clock.now()
    actions.note_finished(event=cast.live, at=now)
    assert _event(cast).finished_at is None  # it never began
    actions.note_began(event=cast.live, at=now)
    actions.note_began(event=cast.live, at=now + timedelta(minutes=9))
    assert _event(cast).began_at == now
    for minutes in (30, 20):
        actions.note_finished(event=cast.live, at=now + timedelta(minutes=minutes))
    assert _event(cast).finished_at == now + timedelta(minutes=30)


def test_an_organiser_says_how_late_it_is_and_takes_it_back(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    url = reverse("delay_event", args=["cho-phien", cast.live.pk])
    client.post("/en" + url, {"quick": "15", "minutes": "", "words": "Fog"})
    event = _event(cast)
    assert (event.delay_minutes, dict(event.delay_note)) == (15, {"en": "Fog"})
    client.post(url, {"minutes": "47", "words": ""})
    assert _event(cast).delay_minutes == 47
    page = client.get("/en/desk/campaign/cho-phien/programme/").content.decode()
    assert "On time after all" in page
    client.post(url, {"quick": "0"})
    assert _event(cast).delay_minutes == 0
    assert Notice.objects.filter(by=cast.ha).count() == 3


@pytest.mark.parametrize("data", [{}, {"minutes": "-1"}, {"minutes": "721"}, {"minutes": "x"}, {"quick": "9999"}])
def test_a_delay_that_makes_no_sense_is_not_announced(client: Client, cast: Cast, data: dict[str, str]) -> None:
    client.force_login(cast.user("ha"))
    response = client.post(reverse("delay_event", args=["cho-phien", cast.live.pk]), data, follow=True)
    assert "note error" in response.content.decode()
    assert not Notice.objects.exists()


def test_a_reason_stands_with_the_cancelled_event(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    url = reverse("cancel_event", args=["cho-phien", cast.live.pk])
    assert client.post(url, {"words": "x" * 201}).status_code == 302
    assert _event(cast).cancelled_at is None
    client.post(url, {"words": "Mưa lũ"})
    assert str(_event(cast).cancel_note) == "Mưa lũ"
    refused = client.post(reverse("delay_event", args=["cho-phien", cast.live.pk]), {"quick": "5"})
    assert refused.status_code == 409


def test_only_organisers_announce(client: Client, cast: Cast) -> None:
    url = reverse("delay_event", args=["cho-phien", cast.live.pk])
    assert client.post(url, {"quick": "5"}).url.startswith("/account/login/")
    for name in ("bich", "sim", "kien"):
        client.force_login(cast.user(name))
        assert client.post(url, {"quick": "5"}).status_code == 404
    client.force_login(cast.user("lan"))
    assert client.get(url).status_code == 405
    assert client.post(reverse("delay_event", args=["cho-phien", 99_999]), {"quick": "5"}).status_code == 404
    elsewhere = reverse("delay_event", args=["mua-hong", cast.live.pk])
    assert client.post(elsewhere, {"quick": "5"}).status_code == 404
    assert not Notice.objects.exists()


# The released versions beside each other


def _three_versions(cast: Cast) -> None:
    _slot(cast, 30)
    actions.release_programme(campaign=cast.market, note="Bản đầu")
    [slot] = actions.working_copy(campaign=cast.market).slots.all()
    actions.change_slot(
        slot=slot, event=cast.live, title="Mở phiên sớm", starts_at=slot.starts_at - timedelta(minutes=15),
        ends_at=slot.ends_at, parts={"presenter": [cast.sim]},
    )  # fmt: skip
    _slot(cast, 90)
    actions.release_programme(campaign=cast.market)
    actions.remove_slot(slot=actions.working_copy(campaign=cast.market).slots.first())
    actions.release_programme(campaign=cast.market)


@pytest.mark.parametrize("prefix", ["", "/en", "/fr", "/zh-hans"])
def test_readers_see_what_changed_from_version_to_version(client: Client, cast: Cast, prefix: str) -> None:
    url = prefix + "/c/cho-phien/programme/versions/"
    assert client.get(url).status_code == 200
    _three_versions(cast)
    response = client.get(url)
    shown = response.context["shown"]
    assert (shown.before.number, shown.after.number) == (2, 3)
    assert [str(slot.title) for slot in shown.changes.removed] == ["Mở phiên sớm"]
    assert [(v.programme.number, v.changes) for v in response.context["versions"]] == [(3, 1), (2, 2), (1, 1)]
    middle = client.get(url + "?from=1&to=2").context["shown"].changes
    [change] = middle.changed
    assert (change.is_moved, change.has_other_people, change.is_renamed) == (True, True, True)
    assert len(middle.added) == 1
    assert len(client.get(url + "?from=2&to=1").context["shown"].changes) == 2  # the older one first
    first = client.get(url + "?to=1").context["shown"]
    assert (first.before, len(first.changes.added)) == (None, 1)
    assert len(client.get(url + "?from=2&to=2").context["shown"].changes) == 0


def test_a_version_that_is_not_there(client: Client, cast: Cast) -> None:
    _three_versions(cast)
    url = "/c/cho-phien/programme/versions/"
    for query in ("?to=9", "?from=8&to=3"):
        assert client.get(url + query).status_code == 404
    assert client.get(url + "?to=x").context["shown"].after.number == 3
    assert client.get(url + "?to=-1").context["shown"].after.number == 3
    assert client.post(url).status_code == 405
    assert client.get("/c/nowhere/programme/versions/").status_code == 404
    actions.change_campaign(campaign=cast.market, is_public=False)
    assert client.get(url).status_code == 404


def test_many_versions_cost_as_much_as_two(client: Client, cast: Cast) -> None:
    _three_versions(cast)
    url = "/c/cho-phien/programme/versions/"
    few = statements_of(client, url + "?from=1&to=2")
    for minutes in (200, 240, 280):
        _slot(cast, minutes)
        actions.release_programme(campaign=cast.market)
    assert statements_of(client, url + "?from=1&to=2") == few
