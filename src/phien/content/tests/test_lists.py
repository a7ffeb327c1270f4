"""Many publications at once: pasted lines and tables, seen before they are taken in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phien.campaigns.tests.cast import Cast
from phien.content import actions
from phien.content.models import GivenList, Publication

HOME = "/en/desk/campaign/cho-phien/publications/"
VIDEO = "https://www.tiktok.com/@bep.nha.sim/video/7350000000000000001"


@pytest.fixture
def ha(client: Client, cast: Cast) -> Client:
    client.force_login(cast.user("ha"))
    return client


@pytest.fixture
def video(cast: Cast) -> Publication:
    row = actions.NewPublication(url=VIDEO, title="Vịt quay")
    return actions.register_publications(campaign=cast.market, rows=[row], by=None, source="hand").new[0]


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


def test_a_list_goes_in_by_slices_and_can_be_put_away(ha: Client) -> None:
    lines = "\n".join(f"https://a.example/{number}" for number in range(30))
    ha.post(HOME + "lists/paste/", {"lines": lines})
    given = GivenList.objects.get()
    given = actions.take_in_slice(given=given, most=20)
    assert (given.taken, given.finished_at) == (20, None)
    assert "data-go-on" in ha.get(f"{HOME}lists/{given.pk}/").content.decode()
    assert ha.post(f"{HOME}lists/{given.pk}/drop/").status_code == 302
    assert Publication.objects.count() == 20
    assert not GivenList.objects.exists()
