"""What was registered and what platforms' files say of it, against a few rows that can be counted by hand."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from phien.evidence import actions as evidence
from phien.reports.tests.conftest import Day
from phien.reports.tests.test_metrics import by, counted

HOUR = 3600


@pytest.fixture
def publish(day: Day) -> Callable[..., None]:
    def write(native_id: str, seconds: float | None = 0, *, verb: str = "registered", **facts: Any) -> None:
        known = {
            "campaign": day.campaign.slug, "platform": "tiktok", "native_id": native_id, "origin": "citizen",
            "creator": "", "account": f"a{native_id}", "channel": "", "place": "", "hashtags": ["dacsanxulang"],
            "published_at": "" if seconds is None else day.at(seconds).isoformat(), "precision": "time",
            "disclosure": "unknown",
        }  # fmt: skip
        evidence.record_change(
            noun="publication",
            key=f"{day.campaign.slug}/tiktok:{native_id}",
            verb=verb,
            facts=known | facts,
            at=day.at(0 if verb == "registered" else 1),
        )

    return write


@pytest.fixture
def observe(day: Day) -> Callable[..., None]:
    def write(*rows: tuple[str, float, int], file: str = "f1", metric: str = "views", **facts: Any) -> None:
        lines = [
            {
                "observed_at": day.at(seconds).isoformat(), "campaign": day.campaign.slug, "platform": "tiktok",
                "subject": f"publication:tiktok:{native_id}", "metric": metric, "definition": f"tiktok.{metric}",
                "value": value, "unit": "count", "period": "total", "flag": "", "confidence": "exact", "file": file,
                "line": number, "simulated": False,
            } | facts
            for number, (native_id, seconds, value) in enumerate(rows, start=2)
        ]  # fmt: skip
        staged = evidence.staging(f"{file}-{metric}.ndjson")
        staged.write_text("\n".join(json.dumps(line) for line in lines))
        evidence.seal_rows(stream="observations", staged=staged)

    return write


def test_publications_are_counted_once_as_they_stood_last(day: Day, publish: Callable[..., None]) -> None:
    publish("1", hashtags=["dacsanxulang", "langson"], creator="lan", origin="partner", place="quynh-son")
    publish("2")
    publish("2", verb="changed", origin="press", hashtags=[])
    publish("3")
    publish("3", verb="removed")
    publish("4", None)  # when, nobody knows: it counts from when it was registered
    publish("5", -40 * HOUR)
    rows = counted(day)
    assert by(rows, "publications") == {"": 3}
    assert rows["publications", "", ""].excluded == {"removed": 1}
    assert by(rows, "publications", "whose") == {"partner": 1, "press": 1, "citizen": 1}
    assert by(rows, "publications", "hashtag") == {"dacsanxulang": 2, "langson": 1, "": 1}
    assert by(rows, "publications", "place") == {"quynh-son": 1, "": 2}
    assert by(rows, "publishing_accounts") == {"": 3}


def test_spellings_that_were_joined_later_are_one_hashtag(day: Day, publish: Callable[..., None]) -> None:
    publish("1", hashtags=["dacsanxulang"])
    publish("2", hashtags=["dacsanxulan", "dacsanxulang"])
    for verb, tag in (("joined", "dacsanxulan"), ("joined", "langson"), ("parted", "langson")):
        key, facts = f"{day.campaign.slug}/{tag}", {"campaign": day.campaign.slug, "stands_for": "dacsanxulang"}
        evidence.record_change(noun="hashtag", key=key, verb=verb, facts=facts)
    publish("3", hashtags=["langson"])
    assert by(counted(day), "publications", "hashtag") == {"dacsanxulang": 2, "langson": 1}


def test_the_newest_file_says_how_often_it_was_viewed(
    day: Day, publish: Callable[..., None], observe: Callable[..., None]
) -> None:
    publish("1")
    publish("2")
    publish("9", verb="removed")
    publish("8", -40 * HOUR)
    observe(("1", HOUR, 100), ("2", HOUR, 7), ("9", HOUR, 5), ("77", HOUR, 1000), ("8", HOUR, 50))
    observe(("1", 2 * HOUR, 90), ("1", 20 * HOUR, 999), file="f2")  # lower, and it counts; the last lies after the end
    rows = counted(day)
    assert by(rows, "platform_views") == {"": 97}
    assert rows["platform_views", "", ""].excluded == {"not_registered": 1000, "published_before": 50, "removed": 5}
    assert by(rows, "platform_views", "definition") == {"tiktok.views": 97}
    assert by(rows, "publications_observed") == {"": 2}
    assert by(rows, "platform_views_gained") == {"": 97}
    assert rows["platform_views_gained", "", ""].excluded["no_earlier_snapshot"] == 50
    assert by(rows, "platform_likes") == {}


def test_what_grew_needs_a_snapshot_from_before(
    day: Day, publish: Callable[..., None], observe: Callable[..., None]
) -> None:
    publish("8", -40 * HOUR)
    observe(("8", -2 * HOUR, 30), ("8", HOUR, 50))
    assert by(counted(day), "platform_views_gained") == {"": 20}


def test_a_file_that_was_undone_does_not_count(
    day: Day, publish: Callable[..., None], observe: Callable[..., None]
) -> None:
    publish("1")
    observe(("1", HOUR, 100))
    observe(("1", 2 * HOUR, 200), file="f2")
    for verb in ("taken_in", "undone"):
        evidence.record_change(noun="export", key="f2", verb=verb, facts={"campaign": day.campaign.slug})
    rows = counted(day)
    assert by(rows, "platform_views") == {"": 100}


def test_sums_go_beyond_thirty_two_bits(day: Day, publish: Callable[..., None], observe: Callable[..., None]) -> None:
    publish("1")
    publish("2")
    observe(("1", HOUR, 3_000_000_000), ("2", HOUR, 3_000_000_000))
    assert by(counted(day), "platform_views") == {"": 6_000_000_000}


def test_the_curve_is_measured_or_interpolated_or_not_known(
    day: Day, publish: Callable[..., None], observe: Callable[..., None]
) -> None:
    publish("1", 0)
    publish("2", 2 * HOUR)  # begins after the first moment
    publish("3", 0, hashtags=["langson"])  # never seen
    observe(("1", HOUR + 60, 1000), ("1", 5 * HOUR, 3000), ("1", 7 * HOUR, 5000), ("2", 4 * HOUR, 400))
    rows = counted(day, hours=100)
    # +1 h: seen a minute later. +3 h: on the line from 1 h 1 min to 5 h; the second half-way from 2 h to 4 h.
    first = round(1000 + 2000 * (3 * 3600 - 3660) / (5 * 3600 - 3660))
    assert by(rows, "views_after", "after") == {"h01": 1000, "h03": first + 200, "h06": 4000}
    assert by(rows, "views_after_interpolated", "after") == {"h03": first + 200, "h06": 4000}
    assert by(rows, "views_after", "hashtag_after") == {
        "dacsanxulang h01": 1000, "dacsanxulang h03": first + 200, "dacsanxulang h06": 4000,
    }  # fmt: skip


def test_nothing_is_interpolated_over_more_than_a_day(
    day: Day, publish: Callable[..., None], observe: Callable[..., None]
) -> None:
    publish("1", 0)
    observe(("1", 60 * HOUR, 1000))
    assert by(counted(day, hours=100), "views_after", "after") == {}


def comments(day: Day, rows: list[tuple[str, str, str, datetime]]) -> None:
    lines = [
        {
            "happened_at": at.isoformat(), "campaign": day.campaign.slug, "platform": "tiktok",
            "subject": f"publication:tiktok:{subject}", "comment": f"c{number}", "author": author, "words": words,
            "language": "vi", "file": "f3", "line": number, "simulated": False,
        }
        for number, (subject, author, words, at) in enumerate(rows)
    ]  # fmt: skip
    staged = evidence.staging("comments.ndjson")
    staged.write_text("\n".join(json.dumps(line) for line in lines))
    evidence.seal_rows(stream="comments", staged=staged)


def test_buzz_counts_a_post_and_its_comments(
    day: Day, publish: Callable[..., None], observe: Callable[..., None]
) -> None:
    publish("1")
    publish("2")
    observe(("1", HOUR, 100), metric="comments")
    assert by(counted(day), "buzz") == {"": 102}


def test_who_writes_like_a_machine_is_not_qualified(day: Day) -> None:
    at = day.at(0)
    rows = [("1", "an", "w1", at), ("2", "an", "w2", at), ("1", "binh", "w3", at)]
    rows += [(str(n), "copier", "same", at) for n in range(3)]
    rows += [("1", "busy", f"b{n}", at + timedelta(seconds=n)) for n in range(51)]
    comments(day, rows)
    found = counted(day)["commenters", "", ""]
    assert (found.net, found.gross, found.excluded) == (2, 4, {"copied": 1, "too_frequent": 1})
