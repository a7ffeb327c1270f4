"""The tree of places: official divisions, public pages, an organiser's rows."""

from pathlib import Path

import pytest
from django.test import Client

from phien.lib.rows import Row, WrongRow
from phien.lib.tests.statements import statements_of
from phien.media.actions import add_image
from phien.media.tests.files import picture_bytes, picture_file
from phien.places import actions, queries
from phien.places.imports import import_places
from phien.places.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Place:
    return actions.add_place(slug="lang-son", kind="province", code="20", prefix="Tỉnh", name="Lạng Sơn")


@pytest.fixture
def village(province: Place) -> Place:
    return actions.add_place(
        slug="quynh-son",
        kind="village",
        parent=province,
        name={"vi": "Quỳnh Sơn", "en": "Quynh Son"},
        story="Mái ngói âm dương.",
        distinction={"vi": "Làng du lịch tốt nhất thế giới", "en": "Best tourism village"},
        distinction_source="UN Tourism, 2025",
        has_page=True,
    )


def test_the_divisions_come_in_whole_and_only_once() -> None:
    told: list[tuple[int, int]] = []
    assert actions.import_divisions(told=lambda done, of: told.append((done, of))) == (3355, 0)
    assert told[-1] == (3355, 3355)
    assert len(queries.provinces()) == 34
    assert sum(len(queries.communes_of(p)) for p in queries.provinces()) == 3321
    lang_son = Place.objects.get(slug="lang-son")
    assert str(lang_son) == "Tỉnh Lạng Sơn"
    assert [str(p.name) for p in queries.way_to(queries.communes_of(lang_son)[0])] == ["Việt Nam", "Lạng Sơn"]
    assert actions.import_divisions() == (0, 0)


def test_a_renamed_division_follows_the_list_and_keeps_its_story(province: Place) -> None:
    actions.change_place(place=province, name={"vi": "Lạng sơn cũ", "en": "Lang Son"}, story="Xứ Lạng")
    new, changed = actions.import_divisions()
    province.refresh_from_db()
    assert (new, changed) == (3354, 1)
    assert (province.name, province.story) == ({"vi": "Lạng Sơn", "en": "Lang Son"}, {"vi": "Xứ Lạng"})


def test_names_stand_in_the_order_of_their_letters(province: Place) -> None:
    for code, name in (("1", "Đình Lập"), ("2", "Bắc Sơn"), ("3", "Ái Quốc")):
        actions.add_place(slug=f"x{code}", kind="commune", code=code, parent=province, name=name)
    assert [str(p.name) for p in queries.communes_of(province)] == ["Ái Quốc", "Bắc Sơn", "Đình Lập"]


@pytest.mark.parametrize(
    ("prefix", "name"), [("", "Quỳnh Sơn"), ("/en", "Quynh Son"), ("/fr", "Quỳnh Sơn"), ("/zh-hans", "Quỳnh Sơn")]
)
def test_a_place_s_page_speaks_the_reader_s_language(client: Client, village: Place, prefix: str, name: str) -> None:
    html = client.get(f"{prefix}/places/quynh-son/").content.decode()
    assert f"<h1>{name}</h1>" in html
    assert "Tỉnh Lạng Sơn" in html
    assert "UN Tourism, 2025" in html


def test_a_place_without_a_page_and_an_unknown_one_are_not_found(client: Client, village: Place) -> None:
    assert client.get("/places/lang-son/").status_code == 404
    assert client.get("/places/nowhere/").status_code == 404
    assert client.post("/places/quynh-son/").status_code == 405


def test_what_people_write_is_shown_as_text(client: Client, village: Place) -> None:
    actions.change_place(place=village, story="<script>alert(1)</script>", distinction_source="javascript:alert(1)")
    html = client.get("/places/quynh-son/").content.decode()
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


def test_a_page_costs_the_same_however_many_places_lie_below(client: Client, village: Place) -> None:
    def add(number: int) -> int:
        picture = add_image(file=picture_file(500 + number, 300))
        homestay = actions.add_place(slug=f"h{number}", kind="homestay", parent=village, name="Nhà", has_page=True)
        actions.show_picture(place=homestay, picture=picture)
        return statements_of(client, "/places/quynh-son/")

    one = add(1)
    add(2)
    assert add(3) == one


def _row(number: int = 2, **values: object) -> Row:
    return Row("places.csv", number, values)


def test_rows_make_places_and_change_them_the_second_time(tmp_path: Path, province: Place) -> None:
    (tmp_path / "village.jpg").write_bytes(picture_bytes())
    rows = [
        _row(slug="lang-son", kind="province", code="20", name="Lạng Sơn", name_en="Lang Son", story="Xứ Lạng"),
        _row(3, slug="quynh-son", kind="village", parent="lang-son", name="Quỳnh Sơn", picture="village.jpg"),
    ]
    first = import_places(rows, folder=tmp_path)
    assert import_places(rows, folder=tmp_path) == first
    lang_son, quynh_son = first
    assert (lang_son, lang_son.prefix, lang_son.name["en"]) == (province, "Tỉnh", "Lang Son")
    assert quynh_son.parent == province
    assert quynh_son.picture is not None
    assert quynh_son.has_page


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"kind": "palace"}, "kind"),
        ({"name": ""}, "name"),
        ({"parent": "nowhere"}, "parent"),
        ({"latitude": "north"}, "latitude"),
        ({"picture": "missing.jpg"}, "picture"),
        ({"picture": "../secret.jpg"}, "picture"),
    ],
)
def test_a_wrong_row_says_where(tmp_path: Path, values: dict[str, object], column: str) -> None:
    row = _row(7, **{"slug": "x", "kind": "village", "name": "X"} | values)
    with pytest.raises(WrongRow) as caught:
        import_places([row], folder=tmp_path)
    assert (caught.value.facts["file"], caught.value.facts["row"], caught.value.facts["column"]) == (
        "places.csv",
        7,
        column,
    )
