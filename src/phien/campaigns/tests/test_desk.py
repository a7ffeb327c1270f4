"""The campaign desk: who may, what each page does, what it refuses."""

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from phien.campaigns import actions
from phien.campaigns.models import Campaign, Phase, Slot
from phien.campaigns.tests.cast import Cast
from phien.lib.tests.statements import statements_of
from phien.media.tests.files import picture_bytes
from phien.people.actions import add_actor, give_role
from phien.people.models import Actor, Role, User


@pytest.fixture
def phase(cast: Cast) -> Phase:
    return actions.add_phase(
        campaign=cast.market, kind="clips", name="Clips", starts_at=cast.market.starts_at, ends_at=cast.market.ends_at
    )


@pytest.fixture
def slot(cast: Cast) -> Slot:
    return actions.add_slot(
        campaign=cast.market, event=cast.live, title="Mở phiên", starts_at=cast.live.starts_at,
        ends_at=cast.live.starts_at + timedelta(hours=1), parts={"presenter": [cast.sim]},
    )  # fmt: skip


def _pages(cast: Cast, phase: Phase, slot: Slot) -> dict[str, bool]:
    """Every page of the desk; True where it may be looked at."""
    role = Role.objects.get(actor=cast.sim, scope=cast.market.scope)
    plain = {
        "campaign_desk": True, "desk_texts": True, "desk_cover": True, "clone_campaign": True, "desk_phases": True,
        "add_phase": True, "desk_programme": True, "desk_release": True, "desk_revert": True, "add_slot": True,
        "add_event": True, "add_place": True, "desk_people": True, "add_person": True, "give_role": False,
    }  # fmt: skip
    of_row = {
        ("desk_phase", phase.pk): True, ("remove_phase", phase.pk): False, ("desk_slot", slot.pk): True,
        ("remove_slot", slot.pk): False, ("desk_event", cast.live.pk): True, ("cancel_event", cast.live.pk): False,
        ("remove_event", cast.live.pk): False, ("desk_portrait", cast.sim.pk): True, ("end_role", role.pk): True,
    }  # fmt: skip
    with translation.override("vi"):
        return {reverse(name, args=["cho-phien"]): shown for name, shown in plain.items()} | {
            reverse(name, args=["cho-phien", pk]): shown for (name, pk), shown in of_row.items()
        }


def test_strangers_sign_in_first_and_others_find_nothing(client: Client, cast: Cast, phase: Phase, slot: Slot) -> None:
    pages = _pages(cast, phase, slot)
    for page in pages:
        assert client.get(page).url.startswith("/account/login/")
        assert client.post(page).url.startswith("/account/login/")
    root = User.objects.create(username="root", is_superuser=True, is_staff=True)
    for user in (cast.user("bich"), cast.user("sim"), cast.user("kien"), root):
        client.force_login(user)
        for page, shown in pages.items():
            assert client.post(page).status_code in {404, 405}, page
            assert client.get(page).status_code == (404 if shown else 405), page
    assert Slot.objects.count() == 1
    assert Phase.objects.count() == 1


@pytest.mark.parametrize("who", ["ha", "lan"])
@pytest.mark.parametrize("prefix", ["", "/en", "/fr", "/zh-hans"])
def test_organisers_of_the_campaign_and_of_the_site_may(
    client: Client, cast: Cast, phase: Phase, slot: Slot, who: str, prefix: str
) -> None:
    client.force_login(cast.user(who))
    for page, shown in _pages(cast, phase, slot).items():
        assert client.get(prefix + page).status_code == (200 if shown else 405), page


def test_a_duty_that_ended_opens_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    Role.objects.filter(actor=cast.ha).update(ends_at=timezone.now() - timedelta(minutes=1))
    assert client.get("/desk/campaign/cho-phien/").status_code == 404


def test_another_campaign_s_rows_are_not_found_through_one_s_own(
    client: Client, cast: Cast, slot: Slot, phase: Phase
) -> None:
    client.force_login(cast.user("kien"))
    for name, pk in (("desk_slot", slot.pk), ("desk_phase", phase.pk), ("desk_event", cast.live.pk)):
        assert client.get(reverse(name, args=["mua-hong", pk])).status_code == 404
    for name, pk in (("remove_slot", slot.pk), ("remove_phase", phase.pk), ("cancel_event", cast.live.pk)):
        assert client.post(reverse(name, args=["mua-hong", pk])).status_code == 404
    role = Role.objects.get(actor=cast.sim)
    assert client.post(reverse("end_role", args=["mua-hong", role.pk])).status_code == 404
    assert client.post(reverse("desk_portrait", args=["mua-hong", cast.sim.pk])).status_code == 404
    role.refresh_from_db()
    assert role.ends_at is None


def test_a_released_slot_cannot_be_edited(client: Client, cast: Cast, slot: Slot) -> None:
    released = actions.release_programme(campaign=cast.market)
    client.force_login(cast.user("ha"))
    pk = released.slots.get().pk
    assert client.post(reverse("remove_slot", args=["cho-phien", pk])).status_code == 404


def _when(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def _texts(cast: Cast, **changed: str) -> dict[str, str]:
    return {
        "name_vi": "Chợ phiên mới", "name_en": "New market", "hashtags": "#DacSanXuLang #Moi", "place": "quynh-son",
        "starts_at": _when(cast.market.starts_at), "ends_at": _when(cast.market.ends_at), "is_public": "on", **changed,
    }  # fmt: skip


def test_texts_are_saved_in_their_languages(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    response = client.post("/desk/campaign/cho-phien/texts/", _texts(cast))
    assert response.url == "/desk/campaign/cho-phien/"
    market = Campaign.objects.get(pk=cast.market.pk)
    assert market.name == {"vi": "Chợ phiên mới", "en": "New market"}
    assert market.hashtags == ["#DacSanXuLang", "#Moi"]
    assert (market.place, market.starts_at) == (cast.village, cast.market.starts_at)
    assert market.organiser == cast.market.organiser


def _chosen(html: str) -> set[str]:
    return set(re.findall(r'<option value="([^"]+)" selected', html))


def test_forms_come_with_what_is_chosen_now(client: Client, cast: Cast, phase: Phase, slot: Slot) -> None:
    client.force_login(cast.user("ha"))
    actions.change_phase(phase=phase, owner=cast.hao)
    expected = {
        "texts/": "lang-son",
        f"phases/{phase.pk}/": "hao",
        f"events/{cast.live.pk}/": "quynh-son",
        f"slots/{slot.pk}/": "live-quynh-son",
    }
    for page, slug in expected.items():
        assert slug in _chosen(client.get(f"/desk/campaign/cho-phien/{page}").content.decode()), page
    assert re.search(
        r'value="sim"[^>]*checked', client.get(f"/desk/campaign/cho-phien/slots/{slot.pk}/").content.decode()
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_vi", ""),
        ("ends_at", "2020-01-01T00:00"),
        ("ends_at", "soon"),
        ("hashtags", "no-hash"),
        ("hashtags", "#<script>"),
        ("place", "nowhere"),
    ],
)
def test_wrong_texts_change_nothing(client: Client, cast: Cast, field: str, value: str) -> None:
    client.force_login(cast.user("ha"))
    response = client.post("/desk/campaign/cho-phien/texts/", _texts(cast, **{field: value}))
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert Campaign.objects.get(pk=cast.market.pk).name == cast.market.name


def test_a_cover_is_taken_and_a_bad_one_refused_by_name(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    url = "/en/desk/campaign/cho-phien/cover/"
    for raw, words in ((b"<svg/>", "not a picture"), (picture_bytes()[:900], "damaged"), (b"", "empty")):
        response = client.post(url, {"picture": SimpleUploadedFile("x.jpg", raw)})
        assert response.status_code == 422
        assert words in response.content.decode()
    assert Campaign.objects.get(pk=cast.market.pk).cover is None
    good = BytesIO(picture_bytes())
    good.name = "cover.jpg"
    assert client.post(url, {"picture": good, "alt_vi": "Chợ"}).status_code == 302
    assert Campaign.objects.get(pk=cast.market.pk).cover is not None


def _slot_data(cast: Cast, **changed: object) -> dict[str, object]:
    start = cast.live.starts_at
    return {
        "event": "live-quynh-son", "title_vi": "Vại chàm", "starts_at": _when(start),
        "ends_at": _when(start + timedelta(minutes=45)), "presenter": ["sim"], "knower": ["hao"], **changed,
    }  # fmt: skip


def test_the_programme_is_edited_previewed_and_released(client: Client, cast: Cast, slot: Slot) -> None:
    client.force_login(cast.user("ha"))
    assert client.post("/desk/campaign/cho-phien/slots/new/", _slot_data(cast)).status_code == 302
    page = client.get("/en/desk/campaign/cho-phien/programme/").content.decode()
    assert "2 changes are not public yet" in page
    assert "Bếp Nhà Sim is also in" in page
    assert "Vại chàm" not in client.get("/c/cho-phien/programme/").content.decode()
    assert "Vại chàm" in client.get("/desk/campaign/cho-phien/programme/release/").content.decode()
    client.post("/desk/campaign/cho-phien/programme/release/", {"note_vi": "Thêm vại chàm"})
    html = client.get("/c/cho-phien/programme/").content.decode()
    assert "Vại chàm" in html
    assert "Thêm vại chàm" in html
    again = client.post("/desk/campaign/cho-phien/programme/release/", {})
    assert again.status_code == 409
    client.post(reverse("remove_slot", args=["cho-phien", slot.pk]))
    client.post("/desk/campaign/cho-phien/programme/revert/")
    assert Slot.objects.filter(programme__number=None, key=slot.key).exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"title_vi": ""},
        {"event": "nowhere"},
        {"ends_at": "2020-01-01T09:00"},
        {"presenter": ["kien"]},
        {"starts_at": "x"},
    ],
)
def test_a_wrong_slot_is_not_added(client: Client, cast: Cast, changed: dict[str, object]) -> None:
    client.force_login(cast.user("ha"))
    response = client.post("/desk/campaign/cho-phien/slots/new/", _slot_data(cast, **changed))
    assert response.status_code == 422
    assert not Slot.objects.exists()


def test_events_are_added_cancelled_and_taken_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    data = {
        "slug": "dien-dan", "kind": "forum", "name_vi": "Diễn đàn", "place": "quynh-son",
        "starts_at": _when(cast.live.starts_at), "ends_at": _when(cast.live.ends_at),
    }  # fmt: skip
    assert client.post("/desk/campaign/cho-phien/events/new/", data).status_code == 302
    assert client.post("/desk/campaign/cho-phien/events/new/", data).status_code == 422
    event = cast.market.events.get(slug="dien-dan")
    client.post(reverse("cancel_event", args=["cho-phien", event.pk]))
    event.refresh_from_db()
    assert event.cancelled_at
    client.post(reverse("cancel_event", args=["cho-phien", event.pk]), {"resume": "1"})
    event.refresh_from_db()
    assert not event.cancelled_at
    client.post(reverse("remove_event", args=["cho-phien", event.pk]))
    assert not cast.market.events.filter(slug="dien-dan").exists()


def test_a_new_place_can_be_chosen_at_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    url = "/desk/campaign/cho-phien/places/new/"
    assert client.post(url, {"name_vi": "X", "kind": "country", "parent": "lang-son"}).status_code == 422
    assert client.post(url, {"name_vi": "Thất Khê", "kind": "village", "parent": "lang-son"}).status_code == 302
    assert "Thất Khê" in client.get("/desk/campaign/cho-phien/events/new/").content.decode()
    assert client.get("/places/that-khe/").status_code == 200


def test_people_come_in_and_duties_end(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    data = {"name_vi": "Tú Đi Bản", "kind": "person", "duty": "creator", "place": "quynh-son"}
    assert client.post("/desk/campaign/cho-phien/people/new/", data).status_code == 302
    tu = Actor.objects.get(slug="tu-di-ban")
    role = Role.objects.get(actor=tu, duty="creator", scope=cast.market.scope)
    client.post(reverse("end_role", args=["cho-phien", role.pk]))
    role.refresh_from_db()
    assert role.ends_at
    give = reverse("give_role", args=["cho-phien"])
    assert client.post(give, {"actor": "tu-di-ban", "duty": "creator"}).status_code == 302
    role.refresh_from_db()
    assert role.ends_at is None
    assert client.post(give, {"actor": "nobody", "duty": "creator"}).status_code == 422
    assert client.post(give, {"actor": "tu-di-ban", "duty": "king"}).status_code == 422


def test_the_last_organiser_stays(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    Role.objects.filter(scope=cast.market.scope, duty="organiser").exclude(actor=cast.ha).delete()
    role = Role.objects.get(actor=cast.ha, duty="organiser", scope=cast.market.scope)
    assert client.post(reverse("end_role", args=["cho-phien", role.pk])).status_code == 409
    assert client.get("/desk/campaign/cho-phien/").status_code == 200


def test_only_the_site_s_organiser_begins_a_campaign(client: Client, cast: Cast) -> None:
    data = {
        "name_vi": "Hội hoa đào", "slug": "hoa-dao", "organiser": "lien-minh", "place": "lang-son",
        "starts_at": "2027-02-01T08:00", "ends_at": "2027-02-10T20:00",
    }  # fmt: skip
    assert client.get("/desk/campaigns/new/").status_code == 302
    client.force_login(cast.user("ha"))
    assert client.post("/desk/campaigns/new/", data).status_code == 403
    client.force_login(cast.user("lan"))
    assert client.post("/desk/campaigns/new/", data).url == "/desk/campaign/hoa-dao/"
    assert client.post("/desk/campaigns/new/", data).status_code == 422
    made = Campaign.objects.get(slug="hoa-dao")
    assert not made.is_public
    assert "hoa-dao" in client.get("/desk/").content.decode()


def test_a_campaign_is_held_again(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    data = {"name_vi": "Chợ phiên lần hai", "slug": "cho-phien-2", "starts_at": "2027-12-01T08:00"}
    assert client.post("/desk/campaign/cho-phien/again/", data).url == "/desk/campaign/cho-phien-2/"
    assert client.post("/desk/campaign/cho-phien/again/", data).status_code == 422


def test_the_desk_says_what_to_do_next(client: Client, cast: Cast, slot: Slot) -> None:
    client.force_login(cast.user("ha"))
    words = [step.url for step in client.get("/desk/campaign/cho-phien/").context["steps"]]
    assert "/desk/campaign/cho-phien/programme/release/" in words
    assert "/desk/campaign/cho-phien/phases/" in words


@pytest.mark.parametrize("page", ["", "phases/", "programme/", "people/"])
def test_desk_pages_cost_the_same_with_one_or_three_rows(client: Client, cast: Cast, page: str) -> None:
    client.force_login(cast.user("ha"))

    def grow(number: int) -> int:
        actor = add_actor(slug=f"x{number}", name="X", place=cast.village)
        give_role(actor=actor, duty="creator", scope=cast.market.scope)
        facts = {"starts_at": cast.live.starts_at, "ends_at": cast.live.ends_at}
        actions.add_phase(campaign=cast.market, kind="clips", name="P", owner=actor, **facts)
        actions.add_slot(campaign=cast.market, event=cast.live, title="S", parts={"presenter": [actor]}, **facts)
        return statements_of(client, f"/desk/campaign/cho-phien/{page}")

    one = grow(1)
    grow(2)
    assert grow(3) == one
