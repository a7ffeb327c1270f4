"""Home, campaign and programme as anybody sees them."""

from datetime import timedelta

import pytest
from django.test import Client

from phien.campaigns import actions
from phien.campaigns.tests.cast import Cast
from phien.lib import clock
from phien.lib.tests.statements import statements_of
from phien.people.actions import add_actor, give_role

PREFIXES = [
    ("", "Chợ phiên Lạng Sơn"),
    ("/en", "Lạng Sơn market day"),
    ("/fr", "Chợ phiên Lạng Sơn"),
    ("/zh-hans", "Chợ phiên Lạng Sơn"),
]
PAGES = ["/", "/c/cho-phien/", "/c/cho-phien/programme/"]


def _slot(cast: Cast, minutes: int, title: object = "Mở phiên", **more: object) -> None:
    start = clock.now() + timedelta(minutes=minutes)
    facts = {"event": cast.live, "parts": {"presenter": [cast.sim], "knower": [cast.hao]}, **more}
    actions.add_slot(campaign=cast.market, title=title, starts_at=start, ends_at=start + timedelta(minutes=30), **facts)


@pytest.mark.parametrize(("prefix", "name"), PREFIXES)
@pytest.mark.parametrize("page", PAGES)
def test_pages_speak_the_reader_s_language(client: Client, cast: Cast, page: str, prefix: str, name: str) -> None:
    html = client.get(prefix + page).content.decode()
    assert name in html


def test_home_puts_the_running_campaign_on_top_and_sorts_the_others(client: Client, cast: Cast) -> None:
    response = client.get("/")
    assert response.context["featured"] == cast.market
    assert response.context["others"]["past"] == [cast.other]
    actions.change_campaign(campaign=cast.market, is_public=False)
    assert client.get("/").context["featured"] == cast.other


def test_a_fresh_site_says_so(client: Client, db: None) -> None:
    html = client.get("/").content.decode()
    assert "/account/login/" in html
    assert "/weave/wide/" in html


def test_what_is_not_public_is_not_found(client: Client, cast: Cast) -> None:
    actions.change_campaign(campaign=cast.market, is_public=False)
    for page in PAGES[1:]:
        assert client.get(page).status_code == 404
    assert client.get("/c/cho-phien/programme.ics").status_code == 404
    assert client.get("/c/nowhere/").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_only_read(client: Client, cast: Cast, page: str) -> None:
    assert client.post(page).status_code == 405


def test_only_the_released_programme_is_shown_and_what_is_on_is_marked(client: Client, cast: Cast) -> None:
    _slot(cast, -10)
    assert "Mở phiên" not in client.get("/c/cho-phien/programme/").content.decode()
    actions.release_programme(campaign=cast.market)
    html = client.get("/c/cho-phien/").content.decode()
    assert "Mở phiên" in html
    assert 'aria-current="time"' in html
    assert 'href="/people/sim/"' in html


def test_the_programme_can_be_read_by_place(client: Client, cast: Cast) -> None:
    actions.add_event(
        campaign=cast.market, slug="tap-huan", kind="training", name="Tập huấn", place=cast.province,
        starts_at=cast.live.starts_at, ends_at=cast.live.ends_at,
    )  # fmt: skip
    whole = client.get("/c/cho-phien/programme/").content.decode()
    assert "Tập huấn" in whole
    one = client.get("/c/cho-phien/programme/?place=quynh-son").content.decode()
    assert "Tập huấn" not in one
    assert "Tập huấn" in client.get("/c/cho-phien/programme/?place=nowhere").content.decode()


def test_hostile_words_are_shown_as_words(client: Client, cast: Cast) -> None:
    bad = '"><script>alert(1)</script>'
    actions.change_campaign(campaign=cast.market, name=bad, lead=bad, story=bad, hashtags=["#x" + bad])
    _slot(cast, -10, title=bad)
    actions.release_programme(campaign=cast.market, note=bad)
    for page in PAGES:
        assert "<script>alert" not in client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_pages_cost_the_same_with_one_or_three_of_everything(client: Client, cast: Cast, page: str) -> None:
    def grow(number: int) -> int:
        _slot(cast, -10 + number)
        actions.release_programme(campaign=cast.market)
        actor = add_actor(slug=f"x{number}", name=f"X {number}", place=cast.village)
        for duty in ("creator", "producer"):
            give_role(actor=actor, duty=duty, scope=cast.market.scope)
        actions.add_phase(
            campaign=cast.market, kind="clips", name=f"P {number}", owner=cast.ha,
            starts_at=cast.market.starts_at, ends_at=cast.market.ends_at,
        )  # fmt: skip
        return statements_of(client, page)

    one = grow(1)
    grow(2)
    assert grow(3) == one


def test_the_calendar_keeps_a_slot_s_name_from_version_to_version(client: Client, cast: Cast) -> None:
    _slot(cast, 30, title="Vịt quay, lá mắc mật; và một câu rất dài để dòng này phải gãy làm đôi ở đâu đó")
    actions.release_programme(campaign=cast.market)
    first = client.get("/c/cho-phien/programme.ics")
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    text = first.content.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "SUMMARY:Vịt quay\\, lá mắc mật\\; và một câu" in whole
    working = actions.working_copy(campaign=cast.market)
    slot = working.slots.get()
    actions.change_slot(
        slot=slot, event=slot.event, title="Khác", starts_at=slot.starts_at, ends_at=slot.ends_at, parts={}
    )
    actions.release_programme(campaign=cast.market)
    second = client.get("/c/cho-phien/programme.ics").content.decode()
    assert f"UID:{slot.key}@" in whole
    assert f"UID:{slot.key}@" in second
    assert "SEQUENCE:2" in second
    assert second.count("BEGIN:VEVENT") == 1


def test_credits_stand_on_people_s_pages_and_events_on_places(client: Client, cast: Cast) -> None:
    assert "Chợ phiên Lạng Sơn" in client.get("/people/sim/").content.decode()
    assert "Trực tiếp từ Quỳnh Sơn" in client.get("/places/lang-son/").content.decode()


@pytest.mark.parametrize(("slug", "status"), [("sim", 200), ("hao", 200), ("ha", 200), ("bich", 404), ("nobody", 404)])
def test_who_only_packs_has_no_public_page(client: Client, cast: Cast, slug: str, status: int) -> None:
    assert client.get(f"/people/{slug}/").status_code == status
