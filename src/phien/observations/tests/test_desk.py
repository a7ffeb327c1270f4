"""The desk of exports: who may, what each page does, and what is refused by name."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from phien.campaigns.tests.cast import Cast
from phien.evidence import queries as evidence
from phien.lib.tests.statements import statements_of
from phien.observations import actions, files
from phien.observations.models import ExportFile, PromisedExport
from phien.observations.queries import check_files
from phien.observations.tests import made
from phien.observations.tests.conftest import Give
from phien.observations.tests.videos import content, zipped

DESK = "/en/desk/campaign/cho-phien/exports/"
READ = ("exports", "exports_table", "export_promises", "promises_table", "export_mappings", "mappings_table")
READ_OF_ONE = ("export", "export_progress", "export_rows", "export_left_out")
POSTED = ("take_in_export", "drop_export", "undo_export", "redo_export", "match_session")


def _of_one(export: ExportFile, slug: str = "cho-phien") -> dict[str, str]:
    return {
        name: reverse(name, args=[slug, export.pk]) for name in (*READ_OF_ONE, *POSTED, "export_copy", "map_export")
    }


def _give(client: Client, *given: tuple[str, bytes]) -> object:
    return client.post(f"{DESK}give/", {"files": [SimpleUploadedFile(name, data) for name, data in given]})


def test_strangers_sign_in_first_and_others_find_nothing(client: Client, cast: Cast, take: Give) -> None:
    export = take(content(), "Content.csv")
    pages = [reverse(name, args=["cho-phien"]) for name in READ] + list(_of_one(export).values())
    for page in pages:
        assert client.get(page).status_code == 302
    for name in ("bich", "kien"):
        client.force_login(cast.user(name))
        for page in pages:
            assert client.get(page).status_code in {404, 405}
            assert client.post(page).status_code in {404, 405}
        for page in _of_one(export, "mua-hong").values():
            assert client.post(page).status_code in {404, 405}
    export.refresh_from_db()
    assert export.state == "taken_in"


def test_an_auditor_reads_everything_and_changes_nothing(client: Client, cast: Cast, take: Give, give: Give) -> None:
    export = take(content(), "Content.csv")
    waiting = give(content(2), "b.csv")
    client.force_login(cast.user("vinh"))
    for name in READ:
        assert client.get(reverse(name, args=["cho-phien"])).status_code == 200
    pages = _of_one(export)
    for name in (*READ_OF_ONE, "export_copy"):
        assert client.get(pages[name]).status_code == 200
    for name in POSTED:
        assert client.post(pages[name]).status_code == 403
    assert client.post(f"{DESK}give/").status_code == 403
    assert client.post(f"{DESK}promises/", {"name": "x", "sha256": "0" * 64}).status_code == 403
    assert client.get(_of_one(waiting)["export"]).status_code == 200
    assert client.get(_of_one(waiting)["export_copy"]).status_code == 403  # it may hold what is to be emptied
    assert f'{DESK}"' in client.get("/en/desk/").content.decode()


@pytest.mark.parametrize("prefix", ["", "/en", "/fr", "/zh-hans"])
def test_the_organiser_may(client: Client, cast: Cast, take: Give, give: Give, prefix: str) -> None:
    client.force_login(cast.user("ha"))
    for export in (take(content(), "Content.csv"), give(content(2), "b.csv")):
        translation.activate("vi")  # the client leaves its last page's language behind
        of_one = _of_one(export)
        for name in READ_OF_ONE:
            assert client.get(prefix + of_one[name]).status_code == 200
    translation.activate("vi")
    for page in [reverse(name, args=["cho-phien"]) for name in READ]:
        assert client.get(prefix + page).status_code == 200


def test_a_file_goes_from_the_desk_to_its_page_and_is_taken_in(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    data = zipped()
    answer = _give(client, ("Content_bep-nha-sim.zip", data))
    export = ExportFile.objects.get()
    page = f"{DESK}{export.pk}/"
    assert answer.url == page
    html = client.get(page).content.decode()
    assert "Quay vịt 1" in html
    assert "observed_at" in html
    assert 'name="handle"' not in html  # the links name it
    assert client.post(f"{page}take-in/", {"observed_at": "x"}).status_code == 422
    assert client.post(f"{page}take-in/", {"observed_at": "2099-01-01T10:00", "year": 2026}).status_code == 422
    said = {"observed_at": "2026-08-18T10:00", "year": 2026}
    assert client.post(f"{page}take-in/", {**said, "look": "1"}).status_code == 200
    export.refresh_from_db()
    assert export.state == "given"
    assert client.post(f"{page}take-in/", said).url == page
    assert "data-progress" in client.get(page).content.decode()
    assert client.get(f"{page}progress/").json()["state"] == "taking_in"
    actions.tick()
    html = client.get(page).content.decode()
    assert export.sha256 in html
    assert "Taken in" in html
    table = b"".join(client.get(f"{page}rows.csv").streaming_content).decode()
    assert len(table.splitlines()) == 13
    assert client.get(f"{page}file/").getvalue() == data


def test_of_several_files_a_bad_one_harms_no_other(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    answer = _give(client, ("a.csv", content(1)), ("b.zip", zipped()[:-40]), ("c.csv", content(2)))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'data-code="broken_archive"' in html
    assert "b.zip" in html
    assert sorted(ExportFile.objects.values_list("name", flat=True)) == ["a.csv", "c.csv"]


ROUNDED = ["1.22E+14", *made.facebook_posts().data.decode("utf-8-sig").splitlines()[1].split('","')[1:]]
BAD = {
    "empty_file": ("a.csv", b""),
    "broken_archive": ("a.zip", zipped()[:-40]),
    "wrong_encoding": ("a.csv", "Mã đơn hàng,Tên sản phẩm\n1,Hồng\n".replace("ồ", "\xf4").encode("cp1258", "replace")),
    "blown_up_archive": ("a.zip", made.packed({"Content.csv": b"0" * 30_000_000})),
    "not_its_format": ("a.csv", b"%PDF-1.7 ..."),
    "lost_ids": ("a.csv", made.facebook_posts([ROUNDED]).data),
    "duplicate_headings": ("a.csv", content(head=[*made.TIKTOK_CONTENT[:-1], "Total likes"])),
}


@pytest.mark.parametrize("code", BAD)
def test_bad_files_are_named_and_nothing_stays_of_them(client: Client, cast: Cast, code: str) -> None:
    client.force_login(cast.user("ha"))
    answer = _give(client, BAD[code])
    assert f'data-code="{code}"' in answer.content.decode()
    assert answer.status_code == 422
    assert not ExportFile.objects.exists()
    assert not files.storage().exists("exports") or not files.storage().listdir("exports")[1]
    assert evidence.segments() == []


def test_a_capital_letter_more_is_named_and_may_be_explained(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    data = content(head=[*made.TIKTOK_CONTENT[:2], "Video Link", *made.TIKTOK_CONTENT[3:]])
    answer = _give(client, ("Content.csv", data))
    assert answer.status_code == 422
    assert 'data-code="not_recognised"' in answer.content.decode()
    export = ExportFile.objects.get()
    html = client.get(f"{DESK}{export.pk}/").content.decode()
    assert "“Video Link” should read “Video link”" in html
    assert client.post(f"{DESK}{export.pk}/take-in/", {}).status_code in {409, 422}
    page = client.get(f"{DESK}{export.pk}/headings/")
    meant = {name: field.initial for name, field in page.context["form"].fields.items()} | page.context["form"].initial
    meant |= {"name": "tiktok-l", "h2": "field:url:text"}
    answer = client.post(f"{DESK}{export.pk}/headings/?kind=tiktok/content", meant)
    assert answer.status_code == 302, answer.content.decode()
    export.refresh_from_db()
    assert export.state == "given"
    assert export.sheets[0]["fingerprint"] == "saved.tiktok-l"
    assert _give(client, ("other.csv", data.replace(b"100", b"101"))).status_code == 302


def test_a_file_that_differs_from_its_registered_hash_is_refused(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("sim"))
    assert f"{DESK}promises/" in client.get("/en/desk/").content.decode()
    answer = client.post(f"{DESK}promises/", {"name": "Content.csv", "sha256": "AB" * 32})
    assert answer.status_code == 302
    assert client.get(f"{DESK}promises/").status_code == 200
    assert client.post(f"{DESK}promises/", {"name": "Content.csv", "sha256": "ab" * 32}).status_code == 409
    assert client.post(f"{DESK}promises/", {"name": "Content.csv", "sha256": "xy"}).status_code == 422
    assert PromisedExport.objects.count() == 1
    assert b"No hash fits" in client.get(f"{DESK}promises/?q=zz").content
    table = b"".join(client.get(f"{DESK}promises/hashes.csv?q=content").streaming_content).decode()
    assert len(table.splitlines()) == 2
    client.force_login(cast.user("ha"))
    answer = _give(client, ("content.CSV", content()))
    assert answer.status_code == 409
    assert 'data-code="export_edited"' in answer.content.decode()
    assert not ExportFile.objects.exists()


def test_the_same_file_twice_names_who_gave_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    _give(client, ("a.csv", content()))
    answer = _give(client, ("b.csv", content()))
    assert answer.status_code == 409
    assert "Lương Thu Hà" in answer.content.decode()


def test_drop_and_undo(client: Client, cast: Cast, take: Give, give: Give) -> None:
    client.force_login(cast.user("ha"))
    open_one = give(content(2), "b.csv")
    assert client.post(f"{DESK}{open_one.pk}/drop/").status_code == 302
    export = take(content(), "a.csv")
    page = f"{DESK}{export.pk}/"
    assert client.post(f"{page}drop/").status_code == 409
    assert client.post(f"{page}undo/", {"reason": " "}).status_code == 422
    assert client.post(f"{page}undo/", {"reason": "Nhầm kênh"}).status_code == 302
    assert "Nhầm kênh" in client.get(page).content.decode()
    assert client.post(f"{page}undo/", {"reason": "x"}).status_code == 409
    assert client.post(f"{page}redo/").status_code == 302
    assert client.post(f"{page}redo/").status_code == 409


def test_a_changed_or_missing_copy_is_named(client: Client, cast: Cast, take: Give) -> None:
    export = take(content(), "a.csv")
    assert check_files() == []
    with Path(files.storage().path(export.path)).open("r+b") as file:
        file.seek(40)
        file.write(b"X")
    assert [problem.code for problem in check_files()] == ["export_changed"]
    client.force_login(cast.user("ha"))
    assert 'data-code="export_changed"' in client.get(f"{DESK}{export.pk}/").content.decode()
    files.forget(export.path)
    assert [problem.code for problem in check_files()] == ["export_missing"]


def test_the_register_is_searched_narrowed_and_costs_the_same(client: Client, cast: Cast, take: Give) -> None:
    client.force_login(cast.user("ha"))
    first = take(content(1), "Content_mot.csv")
    one = statements_of(client, DESK)
    take(content(2), "Content_hai.csv")
    take(content(3), "Content_ba.csv")
    assert statements_of(client, DESK) == one
    assert b"Content_ba" not in client.get(f"{DESK}?q=mot").content
    assert b"Content_mot" in client.get(f"{DESK}?q={first.sha256[:9]}").content
    assert b"No export fits" in client.get(f"{DESK}?state=undone").content
    table = b"".join(client.get(f"{DESK}exports.csv?q=mot&platform=tiktok").streaming_content).decode()
    assert len(table.splitlines()) == 2
