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
from phien.content.queries.register import Narrowed, doubles_of, publications_of
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


def test_pasted_lines_are_seen_first_and_then_taken_in(ha: Client, cast: Cast, video: Publication) -> None:
    lines = f"{VIDEO}?x=1\nhttps://youtu.be/dQw4w9WgXcQ\tChợ phiên #xulang\n\nhttps://vm.tiktok.com/abc/\n"
    lines += "https://bao.example/1\tTin\t#a #b\tsim\tnowhere"
    response = ha.post(HOME + "lists/paste/", {"lines": lines}, follow=True)
    html = response.content.decode()
    given = GivenList.objects.get()
    assert (given.preview["new"], given.preview["known"], given.wrong_count) == (1, 1, 2)
    assert [line for line, _reason in given.wrong] == [4, 5]
    assert "only TikTok knows" in html
    assert Publication.objects.count() == 1
    html = ha.post(f"{HOME}lists/{given.pk}/take-in/", follow=True).content.decode()
    given.refresh_from_db()
    assert (given.new, given.known, given.text) == (1, 1, None)
    assert Publication.objects.get(platform="youtube").source == "paste"
    assert ha.post(f"{HOME}lists/{given.pk}/take-in/").status_code == 302
    assert Publication.objects.count() == 2
    assert "nowhere" in ha.get(f"{HOME}lists/{given.pk}/wrong.csv").content.decode()


def _file(text: str, encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("bai.csv", text.encode(encoding), "text/csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_comes_in_however_it_was_saved(ha: Client, encoding: str, delimiter: str) -> None:
    rows = [("Đường dẫn", "Tiêu đề", "Của ai", "Ngày đăng"), (VIDEO, '"Vịt\nquay"', "partner", "8/12/2026 09:30")]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    assert ha.post(HOME + "lists/file/", {"file": _file(text, encoding)}).status_code == 302
    given = GivenList.objects.get()
    ha.post(f"{HOME}lists/{given.pk}/take-in/")
    row = Publication.objects.get()
    assert (row.title, row.origin, row.precision, row.source) == ("Vịt quay", "partner", "time", given.sha256)
    assert row.published_at is not None
    assert row.published_at.isoformat() == "2026-12-08T02:30:00+00:00"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"url\n", "nothing in this list"),
        (b"url,Xyz\nhttps://a.example/1,2", "Xyz"),
        (b"url,link\nhttps://a.example/1,2", "twice"),
        (b"origin\nown", "not known here"),
        ("url\nhttps://a.example/vịt".encode("cp1258", "replace") + b"\xff\xfa", "UTF-8"),
        (b"url\n\x00\x01", "no text"),
        (b"url,title\na,b,c", "more cells"),
        (b'url\n"https://a.example', "cannot be read"),
    ],
)
def test_a_bad_file_is_named_and_nothing_is_kept(ha: Client, raw: bytes, said: str) -> None:
    response = ha.post(HOME + "lists/file/", {"file": SimpleUploadedFile("x.csv", raw)})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not GivenList.objects.exists()


def test_too_many_rows_are_refused(ha: Client) -> None:
    lines = "\n".join(f"https://a.example/{number}" for number in range(5_001))
    response = ha.post(HOME + "lists/paste/", {"lines": lines})
    assert response.status_code == 422
    assert "5000" in response.content.decode()


def test_a_list_goes_in_by_slices_and_can_be_put_away(ha: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from phien.content import actions

    lines = "\n".join(f"https://a.example/{number}" for number in range(30))
    ha.post(HOME + "lists/paste/", {"lines": lines})
    given = GivenList.objects.get()
    given = actions.take_in_slice(given=given, most=20)
    assert (given.taken, given.finished_at) == (20, None)
    assert "data-go-on" in ha.get(f"{HOME}lists/{given.pk}/").content.decode()
    assert ha.post(f"{HOME}lists/{given.pk}/drop/").status_code == 302
    assert Publication.objects.count() == 20
    assert not GivenList.objects.exists()


def test_hashtags_are_joined_and_parted(ha: Client, cast: Cast, video: Publication) -> None:
    other = _register(cast, NewPublication(url="https://bao.example/1", title="#DacSanLang #dacsanxulang"))
    right, wrong = (Hashtag.objects.get(key=key) for key in ("dacsanxulang", "dacsanlang"))
    page = f"{HOME}hashtags/{wrong.pk}/"
    assert ha.post(page + "join/", {"into": "#khongco"}).status_code == 422
    assert ha.post(page + "join/", {"into": "#DacSanLang"}).status_code == 409
    html = ha.post(page + "join/", {"into": "#ĐặcSảnXứLạng"}, follow=True).content.decode()
    assert "Undo" in html
    assert "2 publications" in html
    assert "Part" in html
    assert ha.post(page + "part/").status_code == 302
    assert ha.post(page + "part/").status_code == 409
    changes = Change.objects.filter(noun="hashtag").values_list("verb", "key", "facts__stands_for")
    assert list(changes) == [(verb, "cho-phien/dacsanlang", right.key) for verb in ("joined", "parted")]
    assert other.hashtags.count() == 2


def test_a_variant_takes_its_own_variants_along(cast: Cast) -> None:
    from phien.content.actions import join_hashtags

    first, second, third = (Hashtag.objects.create(campaign=cast.market, key=k, shown=k) for k in ("a", "b", "c"))
    join_hashtags(hashtag=first, into=second)
    join_hashtags(hashtag=second, into=third)
    assert set(Hashtag.objects.filter(stands_for=third).values_list("key", flat=True)) == {"a", "b"}


def test_the_same_post_under_two_ids_is_offered_and_kept_once(ha: Client, cast: Cast, video: Publication) -> None:
    copy = _register(cast, NewPublication("tiktok", "7350000000000000009", url=VIDEO, title="", hashtags=("#moi",)))
    copy.url = video.url
    copy.save()
    assert [[row.pk for row in group] for group in doubles_of(cast.market)] == [[video.pk, copy.pk]]
    assert ha.post(HOME + "doubles/merge/", {"copies": [copy.pk]}).status_code == 302
    data = {"keep": video.pk, "copies": [video.pk, copy.pk]}
    assert ha.post(HOME + "doubles/merge/", data).status_code == 302
    copy.refresh_from_db()
    assert copy.same_as == video
    assert set(video.hashtags.values_list("key", flat=True)) == {"dacsanxulang", "moi"}
    assert Change.objects.get(verb="removed").facts["same_as"] == "tiktok:7350000000000000001"
    assert not doubles_of(cast.market)
    ha.post(f"{HOME}{copy.pk}/restore/")
    assert len(doubles_of(cast.market)) == 1


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
