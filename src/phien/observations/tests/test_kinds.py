"""Every kind of export that is known, from the bytes to its rows; personal cells; sessions and broadcasts."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from phien.content.models import Channel
from phien.evidence import queries as evidence
from phien.evidence.models import Change
from phien.live.actions.broadcasts import schedule_broadcast
from phien.observations import actions, files
from phien.observations.queries import rows
from phien.observations.queries.preview import preview_of
from phien.observations.queries.sessions import sessions_of
from phien.observations.tests import made
from phien.observations.tests.conftest import Give, Market

SHOWN = datetime(2026, 8, 31, 3, 0, tzinfo=UTC).isoformat()
DESK = "/en/desk/campaign/cho-phien/exports/"


@pytest.mark.parametrize("file", made.all_of_them(), ids=lambda file: file.name)
def test_each_known_export_is_taken_in(give: Give, take: Give, client: Client, cast: Market, file: made.Made) -> None:
    export = give(file.data, file.name)
    preview = preview_of(export)
    client.force_login(cast.user("ha"))
    assert client.get(f"{DESK}{export.pk}/").status_code == 200
    said = {name: answer for name, answer in ANSWERS.items() if name in preview.asks}
    actions.ask_take_in(export=export, answers=said, by=cast.ha)
    export = actions.take_in(export=export)
    assert (export.state, export.problem) == ("taken_in", "")
    assert export.counts["observations"] + export.counts["orders"] > 0
    assert client.get(f"{DESK}{export.pk}/").status_code == 200


ANSWERS = {"observed_at": SHOWN, "year": 2026, "handle": "chophien", "origin": "", "day_first": True}


@pytest.mark.parametrize("file", [made.shop_orders(), made.shop_orders(name="OrderSKUList.csv"), made.shopee_orders()])
def test_of_orders_only_a_copy_without_people_stays(take: Give, file: made.Made) -> None:
    export = take(file.data, file.name)
    assert export.is_blanked
    assert not export.raw_path
    assert not files.storage().exists(files.path_of(export.campaign_id, export.sha256))
    assert files.sha256_of(export.kept_path) == export.kept_sha256
    again = made.shopee_head() if export.platform == "shopee" else list(made.SHOP_ORDERS)
    assert again  # the heading stays, its cells do not
    kept = b"".join(files.chunks_of(export.kept_path))
    if not kept.startswith(b"PK"):
        assert not [word for word in made.PERSONAL if word.encode() in kept]
    with evidence.connect() as db:
        sealed = str(db.execute("SELECT * FROM platform_orders").fetchall())
    people = [*made.PERSONAL, *made.SHOPEE_BUYER.values(), "577123456789012345", "260731ABCDEF12"]
    assert not [word for word in people if word in sealed]
    change = Change.objects.get(noun="export", key=export.sha256)
    assert change.facts["blanked_sha256"] == export.kept_sha256


def test_an_affiliate_row_names_our_creator_and_hides_others(cast: Market, take: Give) -> None:
    Channel.objects.create(owner=cast.sim, platform="tiktok", handle="@chi.noong")
    rows_of = [list(row) for row in AFFILIATE_ROWS]
    rows_of[1][4] = "someone.else"
    export = take(made.affiliate_orders(rows_of).data, "affiliate_orders.xlsx")
    creators = [row.creator for row in rows.orders_of(export)]
    assert creators[0] == "sim"
    assert len(creators[1]) == 16
    assert creators[1] != "someone.else"


AFFILIATE_ROWS = (
    (
        *("577123456789012345", "1729384756102938475", "1729384756100000001", "Hồng Bảo Lâm", "Chi.Noong"),
        *("Video", made.NHO, "170000", "VND", "No", "Standard", "10%", "170000", "17000", "170000", "17000", "0"),
        *("31/07/2026 21:15:04", "15/08/2026 00:00:00", "Settled"),
    ),
    (
        *("577123456789012399", "1729384756102938475", "1729384756100000001", "Hồng Bảo Lâm", "chi.noong"),
        *("Video", made.NHO, "85000", "VND", "No", "Standard", "10%", "85000", "8500", "0", "0", "0"),
        *("31/07/2026 22:15:04", "", "Settled"),
    ),
)


def test_a_session_is_matched_by_its_start_and_confirmed_by_a_person(cast: Market, take: Give, client: Client) -> None:
    start = datetime(2026, 7, 31, 14, 0, tzinfo=UTC)  # 21:00 at the place; the platform says 21:03
    cast.live.starts_at, cast.live.ends_at = start, start + timedelta(hours=3)
    cast.live.save()
    broadcast = schedule_broadcast(event=cast.live, slug="quynh-son", name={"vi": "Trực tiếp từ Quỳnh Sơn"})
    export = take(made.tiktok_live().data, "Live Analysis.xlsx")
    session = sessions_of(export)[0]
    assert session.host == "cho.phien.xulang"
    assert [(guess.broadcast, guess.confidence) for guess in session.guesses] == [(broadcast, 79)]
    client.force_login(cast.user("ha"))
    page = f"{DESK}{export.pk}/"
    assert "79/100" in client.get(page).content.decode()
    assert client.post(f"{page}match/", {"subject": session.subject, "broadcast": "none-such"}).status_code == 422
    assert client.post(f"{page}match/", {"subject": "live:x", "broadcast": "quynh-son"}).status_code == 422
    assert not Change.objects.filter(noun="live_session").exists()
    assert client.post(f"{page}match/", {"subject": session.subject, "broadcast": "quynh-son"}).status_code == 302
    change = Change.objects.get(noun="live_session")
    assert (change.verb, change.facts["broadcast"], change.facts["confidence"]) == ("matched", "quynh-son", 79)
    assert sessions_of(export)[0].match.broadcast == broadcast
