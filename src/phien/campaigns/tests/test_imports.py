"""Campaigns, events and slots from rows."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from phien.campaigns import queries
from phien.campaigns.imports import import_campaigns, import_events
from phien.campaigns.models import Campaign, Event
from phien.campaigns.programme import imported_key
from phien.campaigns.tests.cast import Cast
from phien.lib import clock
from phien.lib.rows import Row, WrongRow
from phien.media.tests.files import picture_bytes


def _campaign(**changed: Any) -> Row:
    now = clock.now()
    values = {
        "slug": "hoa-dao", "edition": 1, "organiser": "lien-minh", "place": "lang-son", "hashtags": ["#HoaDao"],
        "starts": now, "ends": now + timedelta(days=3), "name": {"vi": "Hội hoa đào", "zh-hans": "桃花会"},
        "cover": "cover.jpg",
        "phase": [{"kind": "clips", "starts": now, "ends": now + timedelta(days=1), "owner": "ha", "name": "A"}],
        "chapter": [{"slug": "bep", "name": {"vi": "Bếp"}}, {"slug": "dat", "name": {"vi": "Đất"}}],
    }  # fmt: skip
    return Row("campaign.toml", 1, values | changed)


def _event(*slots: dict[str, Any], **changed: Any) -> Row:
    now = clock.now()
    values = {
        "slug": "live", "campaign": "hoa-dao", "kind": "live", "place": "quynh-son", "starts": now,
        "ends": now + timedelta(hours=7), "name": {"vi": "Trực tiếp"}, "slot": list(slots),
    }  # fmt: skip
    return Row("campaign.toml", 1, values | changed)


def _slot(title: str = "Mở phiên", **changed: Any) -> dict[str, Any]:
    now = clock.now()
    values = {
        "starts": now,
        "ends": now + timedelta(hours=1),
        "presenter": "sim",
        "knower": "hao",
        "title": {"vi": title},
    }
    return values | changed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cover.jpg").write_bytes(picture_bytes())
    return tmp_path


def test_a_campaign_comes_in_whole_and_once(cast: Cast, folder: Path) -> None:
    for _time in range(2):
        found = import_campaigns([_campaign()], folder=folder)[0]
    assert Campaign.objects.filter(slug="hoa-dao").count() == 1
    assert (found.name["zh-hans"], found.hashtags, found.is_public) == ("桃花会", ["#HoaDao"], True)
    assert found.cover is not None
    assert [str(p.owner) for p in found.phases.all()] == ["Lương Thu Hà"]
    assert [c.slug for c in found.chapters.all()] == ["bep", "dat"]


def test_slots_are_released_and_follow_the_file(cast: Cast, folder: Path) -> None:
    campaign = import_campaigns([_campaign()], folder=folder)[0]
    rows = [_event(_slot(), _slot("Vại chàm"), _slot("Vại chàm"))]
    import_events(rows)
    import_events(rows)
    released = queries.released_programme(campaign)
    assert released is not None
    assert released.number == 1
    slots = queries.slots_of(released)
    assert {s.key for s in slots} == {
        imported_key(campaign="hoa-dao", event="live", title="Mở phiên"),
        imported_key(campaign="hoa-dao", event="live", title="Vại chàm"),
        imported_key(campaign="hoa-dao", event="live", title="Vại chàm", again=1),
    }
    assert {(p.actor.slug, p.part) for p in slots[0].parts.all()} == {("sim", "presenter"), ("hao", "knower")}
    import_events([_event(_slot("Vại chàm"))])
    assert [str(s.title) for s in queries.slots_of(queries.released_programme(campaign))] == ["Vại chàm"]
    assert Event.objects.filter(campaign=campaign).count() == 1


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"organiser": "nobody"}, "organiser"),
        ({"name": {}}, "name"),
        ({"hashtags": ["DacSan"]}, "hashtags"),
        ({"ends": None}, "ends_at"),
        ({"cover": "missing.jpg"}, "cover"),
        ({"slug": "Hoa Đào"}, "slug"),
        ({"phase": [{"kind": "war", "name": {"vi": "A"}}]}, "kind"),
    ],
)
def test_a_wrong_campaign_says_where(cast: Cast, folder: Path, changed: dict[str, Any], column: str) -> None:
    with pytest.raises(WrongRow) as caught:
        import_campaigns([_campaign(**changed)], folder=folder)
    assert caught.value.facts["column"] == column
    assert str(caught.value.facts["file"]).startswith("campaign.toml")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (lambda: _event(campaign="nowhere"), "campaign"),
        (lambda: _event(place="nowhere"), "place"),
        (lambda: _event(_slot(presenter="nobody")), "presenter"),
        (lambda: _event(_slot() | {"title": {}}), "title"),
    ],
)
def test_a_wrong_event_says_where(cast: Cast, folder: Path, row: Any, column: str) -> None:
    import_campaigns([_campaign()], folder=folder)
    with pytest.raises(WrongRow) as caught:
        import_events([row()])
    assert caught.value.facts["column"] == column
