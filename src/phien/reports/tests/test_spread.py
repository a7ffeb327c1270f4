"""The desk's page of how a campaign spread."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from phien.content.models import Hashtag, Publication
from phien.evidence import actions as evidence
from phien.lib import clock
from phien.reports.files import storage
from phien.reports.spread import keeping
from phien.reports.spread.keeping import kept_spread, work_out
from phien.reports.tests.conftest import Day

HOUR = 3600


def register(day: Day, native_id: str, seconds: float, *, title: str = "", creator: str = "") -> None:
    """A publication in the register, and the change that is sealed of it."""
    at = day.at(seconds)
    Publication.objects.create(
        campaign=day.campaign, platform="tiktok", native_id=native_id, origin="citizen", title=title,
        creator=day.actors.get(creator), published_at=at, precision="time", registered_at=at,
    )  # fmt: skip
    facts = {
        "campaign": day.campaign.slug, "platform": "tiktok", "native_id": native_id, "origin": "citizen",
        "creator": creator, "account": "", "channel": "", "place": "", "hashtags": ["dacsanxulang"],
        "published_at": at.isoformat(), "precision": "time", "disclosure": "unknown",
    }  # fmt: skip
    key = f"{day.campaign.slug}/tiktok:{native_id}"
    evidence.record_change(noun="publication", key=key, verb="registered", facts=facts, at=at)


@pytest.fixture
def spread(day: Day, monkeypatch: pytest.MonkeyPatch) -> Day:
    """Two publications, one of them seen twice."""
    keeping._done.clear()
    monkeypatch.setattr(clock, "now", lambda: day.at(12 * HOUR))
    Hashtag.objects.create(campaign=day.campaign, key="dacsanxulang", shown="DacSanXuLang")
    register(day, "11", 0, title="Vịt quay lá móc mật", creator="lan")
    register(day, "12", 2 * HOUR, title="Na Chi Lăng")
    seen = [("11", HOUR, 1000), ("11", 6 * HOUR, 6000), ("12", 7 * HOUR, 500)]
    lines = [
        {
            "observed_at": day.at(seconds).isoformat(), "campaign": day.campaign.slug, "platform": "tiktok",
            "subject": f"publication:tiktok:{native_id}", "metric": "views", "definition": "tiktok.views",
            "value": value, "unit": "count", "period": "total", "flag": "", "confidence": "exact", "file": "f1",
            "line": number, "simulated": False,
        }
        for number, (native_id, seconds, value) in enumerate(seen, start=2)
    ]  # fmt: skip
    staged = evidence.staging("f1.ndjson")
    staged.write_text("\n".join(json.dumps(line) for line in lines))
    evidence.seal_rows(stream="observations", staged=staged)
    day.seal()
    return day


@pytest.fixture
def organiser(person: Callable[..., Client]) -> Client:
    return person("organiser")


@pytest.fixture
def creator(person: Callable[..., Client]) -> Client:
    return person("creator")


def url(day: Day, rest: str = "") -> str:
    return f"/en/desk/numbers/{day.campaign.slug}/spread/{rest}"


def test_the_page_says_who_began_and_how_quickly_it_was_seen(spread: Day, organiser: Client) -> None:
    page = organiser.get(url(spread)).content.decode()
    assert "Vịt quay lá móc mật" in page
    assert page.index("Vịt quay lá móc mật") < page.index("Na Chi Lăng")
    assert "6,500" in page
    assert "claimed by platforms" in page
    assert "after 1 h: 1,000; after 3 h: " in page
    assert "interpolated" in page
    tagged = organiser.get(url(spread, "?hashtag=dacsanxulang")).content.decode()
    assert "#DacSanXuLang, hour by hour" in tagged


def test_the_curve_is_a_picture_without_fonts_of_its_own(spread: Day, organiser: Client) -> None:
    organiser.get(url(spread))
    drawn = organiser.get(url(spread, "curve-narrow.svg"))
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"<text" not in drawn.content
    assert organiser.get(url(spread, "curve-narrow.svg"), HTTP_IF_NONE_MATCH=drawn["ETag"]).status_code == 304
    assert organiser.get(url(spread, "curve-huge.svg")).status_code == 404
    assert organiser.get(url(spread, "curve-wide.svg?hashtag=nobody")).status_code == 404


def test_lists_are_given_out_as_tables(spread: Day, organiser: Client) -> None:
    assert "Lan" in organiser.get(url(spread, "creators.csv")).content.decode()
    curves = organiser.get(url(spread, "curves.csv")).content.decode()
    assert "#DacSanXuLang,1,1000,0,1,1" in curves
    assert organiser.get(url(spread, "passwords.csv")).status_code == 404


def test_each_snapshot_names_its_file_and_line(spread: Day, organiser: Client) -> None:
    row = Publication.objects.get(native_id="11")
    page = organiser.get(url(spread, f"{row.pk}/")).content.decode()
    assert "6,000" in page
    assert "f1" in page
    assert organiser.get(url(spread, "999999/")).status_code == 404


def test_strangers_and_creators_do_not_see_it(spread: Day, client: Client, creator: Client) -> None:
    assert client.get(url(spread)).status_code == 302
    for rest in ("", "curve-wide.svg", "creators.csv", f"{Publication.objects.first().pk}/"):
        assert creator.get(url(spread, rest)).status_code == 403
    assert kept_spread(spread.campaign) is None


def test_it_is_worked_out_once_for_a_state_of_evidence(spread: Day, organiser: Client) -> None:
    assert work_out(spread.campaign)
    assert not work_out(spread.campaign)
    kept = storage().listdir(f"spread/{spread.campaign.slug}")[1]
    register(spread, "13", HOUR)
    spread.seal()
    keeping.tick(clock.now())
    after = storage().listdir(f"spread/{spread.campaign.slug}")[1]
    assert len(after) == 1
    assert after != kept
    found = kept_spread(spread.campaign)
    assert found is not None
    assert found["tiles"]["publications"][0]["net"] == 3


def test_the_page_asks_the_same_number_of_questions_however_much_there_is(
    spread: Day, organiser: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    organiser.get(url(spread))
    with django_assert_max_num_queries(14) as asked:
        organiser.get(url(spread))
    before = len(asked)
    for number in range(100, 160):
        register(spread, str(number), number)
    spread.seal()
    work_out(spread.campaign)
    with django_assert_max_num_queries(14) as asked:
        organiser.get(url(spread))
    assert len(asked) == before


def test_with_nothing_known_the_page_says_what_to_do(day: Day, organiser: Client) -> None:
    page = organiser.get(url(day)).content.decode()
    assert "Register publications" in page
