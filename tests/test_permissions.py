"""The permission table, cell by cell: each role on each desk page, opened or refused."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from phien.cli.import_ import import_folder
from phien.people import actions
from phien.people.models import Actor, User

SAMPLE = Path(__file__).resolve().parent.parent / "src/phien/sample/lang_son"
CAMPAIGN = "cho-phien-lang-son"
PEOPLE = {
    "organiser": "luong-thu-ha",
    "creator": "bep-nha-sim",
    "moderator": "hua-van-son",
    "packer": "chu-thi-bich",
    "producer": "lanh-thi-mai",
    "auditor": "be-van-toan",
    "trainer": "trieu-van-kien",
}
# ● opens, · is refused (403 or 404), → is sent to sign in. Creators of the sample also host its broadcasts.
TABLE = """
page                                organiser creator moderator packer producer auditor trainer nobody stranger
/desk/                              ●         ●       ●         ●      ●        ●       ●       ●      →
/desk/campaign/{c}/                 ●         ·       ·         ·      ·        ·       ·       ·      →
/desk/campaign/{c}/publications/    ●         ·       ·         ·      ·        ●       ·       ·      →
/desk/campaign/{c}/publications/new/ ●        ·       ·         ·      ·        ·       ·       ·      →
/desk/live/                         ●         ●       ●         ·      ·        ·       ·       ·      →
/desk/live/quynh-son/               ●         ●       ●         ·      ·        ·       ·       ·      →
/desk/live/quynh-son/camera/        ●         ●       ·         ·      ·        ·       ·       ·      →
/desk/live/quynh-son/guests/        ●         ●       ·         ·      ·        ·       ·       ·      →
/desk/live/quynh-son/stop/          ●         ·       ·         ·      ·        ·       ·       ·      →
/desk/live/quynh-son/log/           ●         ·       ·         ·      ·        ·       ·       ·      →
/desk/live/cases/                   ●         ·       ●         ·      ·        ·       ·       ·      →
/desk/live/recordings/              ●         ·       ·         ·      ·        ·       ·       ·      →
/desk/identity/                     ●         ·       ·         ·      ·        ·       ·       ·      →
/desk/identity/bep-nha-sim/         ●         ·       ·         ·      ·        ·       ·       ·      →
/desk/market/{c}/                   ●         ·       ·         ●      ●        ·       ·       ·      →
/desk/market/{c}/promo/             ●         ·       ·         ●      ·        ·       ·       ·      →
/desk/numbers/{c}/credit/           ●         ·       ·         ·      ·        ●       ·       ·      →
/desk/numbers/{c}/                  ●         ●       ·         ·      ·        ●       ·       ·      →
/desk/numbers/{c}/build/            ●         ·       ·         ·      ·        ·       ·       ·      →
/desk/numbers/{c}/compare/          ●         ·       ·         ·      ·        ●       ·       ·      →
/desk/links/                        ●         ·       ·         ·      ·        ·       ·       ·      →
/admin/                             →         →       →         →      →        →       →       →      →
"""
SIGNS = {200: "●", 302: "→", 403: "·", 404: "·"}


@pytest.fixture
def clients(transactional_db: None) -> dict[str, Client]:
    import_folder(SAMPLE, day=date(2026, 12, 8), with_files=False)
    made = {}
    for who, slug in PEOPLE.items():
        made[who] = Client()
        made[who].force_login(actions.give_account(actor=Actor.objects.get(slug=slug)))
    made["nobody"] = Client()
    made["nobody"].force_login(User.objects.create_user("nobody"))
    made["stranger"] = Client()
    return made


def test_every_cell_of_the_table(clients: dict[str, Client]) -> None:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    wanted, found = {}, {}
    for page, *signs in rows:
        for who, sign in zip(head[1:], signs, strict=True):
            wanted[page, who] = sign
            found[page, who] = SIGNS.get(clients[who].get(page.format(c=CAMPAIGN)).status_code, "?")
    assert found == wanted
    keeper = Client()
    keeper.force_login(User.objects.create_superuser("keeper"))
    assert keeper.get("/admin/").status_code == 200
    assert keeper.get(f"/desk/campaign/{CAMPAIGN}/").status_code in {403, 404}
