"""Actors, their duties and their public page."""

from pathlib import Path

import pytest
from django.test import Client

from phien.lib.rows import Row, WrongRow
from phien.lib.tests.statements import statements_of
from phien.media.actions import add_image
from phien.media.tests.files import picture_bytes, picture_file
from phien.people import actions
from phien.people.errors import LastOrganiser
from phien.people.imports import give_duties, import_actors
from phien.people.models import Actor, Role
from phien.places.actions import add_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def sim() -> Actor:
    village = add_place(slug="quynh-son", kind="village", name="Quỳnh Sơn", has_page=True)
    actor = actions.add_actor(
        name={"vi": "Bếp Nhà Sim", "en": "Sim's Kitchen"},
        place=village,
        since=2019,
        bio="Nấu bếp củi.",
        aliases=["Cô Sim"],
    )
    actions.give_role(actor=actor, duty="creator", scope=actions.site_scope())
    return actor


@pytest.mark.parametrize(
    ("prefix", "name"),
    [("", "Bếp Nhà Sim"), ("/en", "Sim&#x27;s Kitchen"), ("/fr", "Bếp Nhà Sim"), ("/zh-hans", "Bếp Nhà Sim")],
)
def test_a_page_speaks_the_reader_s_language(client: Client, sim: Actor, prefix: str, name: str) -> None:
    html = client.get(f"{prefix}/people/bep-nha-sim/").content.decode()
    assert f"<h1>{name}</h1>" in html
    assert "2019" in html
    assert "Cô Sim" in html
    assert "/places/quynh-son/" in html


def test_names_that_are_alike_get_addresses_of_their_own(sim: Actor) -> None:
    assert actions.add_actor(name="Bếp nhà Sim").slug == "bep-nha-sim-2"


def test_hostile_words_are_shown_as_words(client: Client, sim: Actor) -> None:
    bad = "<script>alert(1)</script>"
    actions.change_actor(actor=sim, name=bad, bio=bad, aliases=[bad])
    assert "<script>alert" not in client.get("/people/bep-nha-sim/").content.decode()


def test_a_page_costs_the_same_with_one_or_three_workers(client: Client, sim: Actor) -> None:
    def grow(number: int) -> int:
        picture = add_image(file=picture_file(400 + number, 400))
        worker = actions.add_actor(name=f"W {number}", works_for=sim, picture=picture)
        actions.give_role(actor=worker, duty="local", scope=actions.site_scope())
        return statements_of(client, "/people/bep-nha-sim/")

    one = grow(1)
    grow(2)
    assert grow(3) == one


def test_a_duty_ends_and_holds_again(sim: Actor) -> None:
    role = Role.objects.get()
    actions.end_role(role=role)
    assert not Role.objects.current().exists()
    actions.give_role(actor=sim, duty="creator", scope=role.scope)
    assert Role.objects.current().get() == role


def test_the_last_organiser_stays(sim: Actor) -> None:
    role = actions.give_role(actor=sim, duty="organiser", scope=actions.site_scope())
    with pytest.raises(LastOrganiser):
        actions.end_role(role=role)
    other = actions.add_actor(name="Hà")
    actions.give_role(actor=other, duty="organiser", scope=actions.site_scope())
    actions.end_role(role=role)


def _row(number: int = 2, **values: object) -> Row:
    return Row("actors.csv", number, values)


def test_rows_make_actors_in_any_order_and_only_once(tmp_path: Path, sim: Actor) -> None:
    (tmp_path / "tu.jpg").write_bytes(picture_bytes())
    rows = [
        _row(slug="tu", kind="person", name={"vi": "Tú", "en": "Tu"}, works_for="htx", place="quynh-son",
             duties="creator;host", picture="tu.jpg", since="2020", aliases="Anh Tú; Tú Đi Bản"),
        _row(3, slug="htx", kind="organisation", name={"vi": "HTX"}, duties="producer"),
    ]  # fmt: skip
    for _time in range(2):
        tu, htx = import_actors(rows, folder=tmp_path)
        give_duties(rows, scope=actions.site_scope())
    tu.refresh_from_db()
    assert (tu.works_for, tu.since, tu.aliases) == (htx, 2020, ["Anh Tú", "Tú Đi Bản"])
    assert tu.picture is not None
    assert set(tu.roles.values_list("duty", flat=True)) == {"creator", "host"}
    assert Actor.objects.count() == 3


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"kind": "ghost"}, "kind"),
        ({"name": {}}, "name"),
        ({"place": "nowhere"}, "place"),
        ({"works_for": "nobody"}, "works_for"),
        ({"since": "long ago"}, "since"),
        ({"picture": "missing.jpg"}, "picture"),
    ],
)
def test_a_wrong_row_says_where(tmp_path: Path, changed: dict[str, object], column: str) -> None:
    row = _row(9, **{"slug": "tu", "kind": "person", "name": "Tú"} | changed)
    with pytest.raises(WrongRow) as caught:
        import_actors([row], folder=tmp_path)
    assert (caught.value.facts["row"], caught.value.facts["column"]) == (9, column)


def test_an_unknown_duty_says_where(tmp_path: Path) -> None:
    rows = [_row(slug="tu", kind="person", name="Tú", duties="king")]
    import_actors(rows, folder=tmp_path)
    with pytest.raises(WrongRow):
        give_duties(rows, scope=actions.site_scope())
