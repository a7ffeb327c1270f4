"""The register's desk."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from phien.campaigns.tests.cast import Cast
from phien.content.actions import NewPublication, register_publications
from phien.content.models import GivenList, Hashtag, Post, Publication
from phien.content.queries.register import Narrowed, publications_of
from phien.evidence.models import Change
from phien.lib.tests.statements import statements_of
from phien.people import actions as people
from phien.people.models import Role

HOME = "/en/desk/campaign/cho-phien/publications/"
VIDEO = "https://www.tiktok.com/@bep.nha.sim/video/7350000000000000001"


@pytest.fixture
def video(cast: Cast) -> Publication:
    return _register(
        cast, NewPublication(url=VIDEO, title="Vịt quay #DacSanXuLang", creator=cast.sim, place=cast.village)
    )


def _register(cast: Cast, row: NewPublication) -> Publication:
    return register_publications(campaign=cast.market, rows=[row], by=None, source="hand").new[0]


@pytest.fixture
def ha(client: Client, cast: Cast) -> Client:
    client.force_login(cast.user("ha"))
    return client


@pytest.fixture
def auditor(cast: Cast) -> Client:
    people.give_role(actor=cast.kien, scope=cast.market.scope, duty=Role.Duty.AUDITOR)
    client = Client()
    client.force_login(cast.user("kien"))
    return client


def _addresses(video: Publication, campaign: str = "cho-phien") -> dict[str, str]:
    tag = Hashtag.objects.get().pk
    given = GivenList.objects.get_or_create(
        campaign=video.campaign,
        sha256="x",
        defaults={"given_at": video.registered_at, "rows": 1, "preview": {"new": 1, "known": 0}},
    )[0].pk
    plain = (
        "publications",
        "publications_table",
        "add_publication",
        "given_lists",
        "hashtags",
        "hashtags_table",
        "doubles",
    )
    posts = ("paste_publications", "upload_publications", "merge_publications")
    of_one = ("desk_publication", "edit_publication", "remove_publication", "restore_publication")
    of_list = ("given_list", "wrong_rows", "take_in_list", "drop_list")
    with translation.override("en"):
        return {
            **{name: reverse(name, args=[campaign]) for name in plain + posts},
            **{name: reverse(name, args=[campaign, video.pk]) for name in of_one},
            **{name: reverse(name, args=[campaign, given]) for name in of_list},
            **{name: reverse(name, args=[campaign, tag]) for name in ("join_hashtag", "part_hashtag")},
        }


ASKED = {
    "publications", "publications_table", "given_lists", "hashtags", "hashtags_table", "doubles", "desk_publication",
    "given_list", "wrong_rows",
}  # fmt: skip
FORMS = {"add_publication", "edit_publication"}


def test_who_may(client: Client, cast: Cast, video: Publication, auditor: Client) -> None:
    pages = _addresses(video)
    for name, page in pages.items():
        asked = client.get(page) if name in ASKED | FORMS else client.post(page)
        assert "/account/login/" in asked.url, name
        assert auditor.get(page).status_code == (200 if name in ASKED else 403 if name in FORMS else 405), name
        if name not in ASKED:
            assert auditor.post(page).status_code == 403, name
    for who in ("bich", "sim"):
        client.force_login(cast.user(who))
        for name, page in pages.items():
            assert client.get(page).status_code in {404, 405}, name
            assert client.post(page).status_code in {404, 405}, name
    client.force_login(cast.user("ha"))
    for name, page in pages.items():
        assert client.get(page).status_code == (200 if name in ASKED | FORMS else 405), name
    video.refresh_from_db()
    assert video.removed_at is None
    assert "Register one" not in auditor.get(pages["publications"]).content.decode()


def test_anothers_publication_is_not_found(ha: Client, cast: Cast, video: Publication) -> None:
    video.campaign = cast.other
    video.save()
    for name in ("desk_publication", "edit_publication", "remove_publication", "restore_publication"):
        assert ha.post(_addresses(video)[name], {"reason": "x"}).status_code in {404, 405}
    video.refresh_from_db()
    assert video.removed_at is None


def test_an_address_is_shown_first_and_then_registered(ha: Client, cast: Cast) -> None:
    said = {"url": VIDEO, "title": "Vịt quay", "hashtags": "#DacSanXuLang", "disclosure": "not_needed"}
    html = ha.post(HOME + "new/", {**said, "look": "1"}).content.decode()
    assert "7350000000000000001" in html
    assert "bep.nha.sim" in html
    assert not Publication.objects.exists()
    assert ha.post(HOME + "new/", said).status_code == 302
    row = Publication.objects.get()
    assert (row.registered_by, row.source, row.disclosure) == (cast.ha, "hand", "not_needed")
    again = ha.post(HOME + "new/", said)
    assert again.status_code == 422
    assert "registered already" in again.content.decode()
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"url": ""},
        {"url": "https://vm.tiktok.com/x/"},
        {"url": VIDEO, "published_at": "mai"},
        {"url": VIDEO, "creator": "bich"},
    ],
)
def test_a_wrong_form_registers_nothing(ha: Client, said: dict[str, str]) -> None:
    response = ha.post(HOME + "new/", said)
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert not Publication.objects.exists()


def test_correcting_seals_what_changed_and_nothing_when_nothing_did(ha: Client, video: Publication) -> None:
    page = f"{HOME}{video.pk}/edit/"
    form = ha.get(page).context["form"]
    said = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    said |= {"creator": "sim", "place": "quynh-son"}
    assert ha.post(page, said).status_code == 302
    assert not Change.objects.filter(noun="publication", verb="changed").exists()
    assert ha.post(page, {**said, "origin": "own", "hashtags": "#xulang"}).status_code == 302
    facts = Change.objects.get(noun="publication", verb="changed").facts
    assert (facts["origin"], facts["hashtags"]) == ("own", ["xulang"])
    video.refresh_from_db()
    assert video.precision == "derived"


def test_removed_needs_a_reason_and_comes_back(ha: Client, video: Publication) -> None:
    page = f"{HOME}{video.pk}/"
    assert ha.post(page + "remove/", {"reason": " "}).status_code == 422
    assert ha.post(page + "remove/", {"reason": "Không phải của phiên chợ"}, follow=True).status_code == 200
    video.refresh_from_db()
    assert video.removed_reason == "Không phải của phiên chợ"
    assert "Vịt quay" not in ha.get(HOME).content.decode()
    assert "Vịt quay" in ha.get(HOME + "?removed=on").content.decode()
    assert ha.post(page + "restore/").status_code == 302
    assert "Vịt quay" in ha.get(HOME).content.decode()
    verbs = Change.objects.filter(noun="publication").values_list("verb", flat=True)
    assert list(verbs) == ["registered", "removed", "restored"]
    assert "Không phải" not in str(list(Change.objects.values_list("facts", flat=True)))


def test_the_list_finds_by_everything_that_is_known(cast: Cast, video: Publication) -> None:
    _register(cast, NewPublication(url="https://bao.example/tin/1", origin="", title="Chợ mở"))
    for text in ("vịt", "bep.nha", "@bep.nha.sim", "7350000000000000001", VIDEO + "?x=1", "#ĐặcSảnXứLạng"):
        assert [row.pk for row in publications_of(cast.market, Narrowed(text=text))] == [video.pk], text
    assert video.published_at is not None
    day = timezone.localtime(video.published_at).date()
    for narrowed in (
        Narrowed(platform="tiktok"), Narrowed(origin="citizen"), Narrowed(creator="sim"), Narrowed(place=cast.province),
        Narrowed(hashtag="dacsanxulang"), Narrowed(month=day), Narrowed(day=day),
        Narrowed(disclosure="unknown", platform="tiktok"),
    ):  # fmt: skip
        assert [row.pk for row in publications_of(cast.market, narrowed)] == [video.pk], narrowed
    assert not publications_of(cast.market, Narrowed(month=date(2020, 1, 1))).exists()


def test_nonsense_in_the_address_narrows_nothing(ha: Client, video: Publication) -> None:
    assert "Vịt quay" in ha.get(HOME + "?platform=x&month=abc&day=1&place=%00&page=99&hashtag=zz").content.decode()


def test_a_clip_that_is_published_registers_itself_once(cast: Cast, clip: Post) -> None:
    from phien.content.actions import change_clip, publish_clip

    publish_clip(post=clip)
    row = Publication.objects.get()
    assert (row.platform, row.native_id, row.origin, row.post, row.creator) == (
        "site",
        "quay-vit",
        "own",
        clip,
        cast.sim,
    )
    assert [tag.key for tag in row.hashtags.all()] == ["dacsanxulang"]
    assert Change.objects.filter(noun="publication").count() == 1
    change_clip(post=clip, title={"vi": "Quay vịt tối"})
    row.refresh_from_db()
    assert row.title == "Quay vịt tối"


def test_the_table_is_safe_and_reads_back(ha: Client, cast: Cast, video: Publication) -> None:
    _register(cast, NewPublication(url="https://bao.example/1", title="=HYPERLINK(1)"))
    response = ha.get(HOME + "table.csv")
    raw = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert b"'=HYPERLINK" in raw
    assert ha.post(HOME + "lists/file/", {"file": SimpleUploadedFile("x.csv", raw)}).status_code == 302
    given = GivenList.objects.get()
    assert (given.preview["new"], given.preview["known"], given.wrong_count) == (0, 2, 0)


def test_the_list_costs_the_same_with_one_or_three_rows(ha: Client, cast: Cast) -> None:
    def grow(number: int) -> int:
        _register(
            cast, NewPublication("tiktok", str(number), title=f"#a{number}", creator=cast.sim, place=cast.village)
        )
        return statements_of(ha, HOME) + statements_of(ha, HOME + "hashtags/")

    one = grow(1)
    grow(2)
    assert grow(3) == one
