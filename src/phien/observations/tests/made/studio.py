"""TikTok Studio's ZIP files."""

from collections.abc import Sequence
from datetime import UTC, datetime

from phien.observations.tests.made.files import Made, Rows, commas, packed


def tiktok_id(at: datetime, number: int = 0) -> str:
    """A video's id whose upper bits tell when it was uploaded."""
    return str((int(at.astimezone(UTC).timestamp()) << 32) + number)


TIKTOK_CONTENT = (
    *("Time", "Video title", "Video link", "Post time"),
    *("Total likes", "Total comments", "Total shares", "Total views"),
)
NHO = tiktok_id(datetime(2026, 8, 10, 5, 30, tzinfo=UTC), 7)
HONG = tiktok_id(datetime(2026, 8, 12, 1, tzinfo=UTC), 9)
TIKTOK_VIDEOS: Rows = (
    *(
        ("18 tháng Tám", "Trồng nho #nongnghiep #XứLạng", link, day, *counts)
        for link, day, counts in (
            (f"https://www.tiktok.com/@kenh/video/{NHO}", "10 tháng Tám", ("10", "1", "2", "100")),
            (f"https://www.tiktok.com/@kenh/video/{HONG}", "12 tháng Tám", ("250", "31", "12", "4096")),
        )
    ),
)


def tiktok_content(rows: Rows = TIKTOK_VIDEOS, *, head: Sequence[str] = TIKTOK_CONTENT, handle: str = "kenh") -> Made:
    return Made(f"Content_{handle}.zip", packed({"Content.csv": commas((head, *rows))}))


TIKTOK_OVERVIEW = ("Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares")


def tiktok_overview(rows: Rows = (), *, name: str = "Overview_2026-06-18_1786845545_kenh.zip") -> Made:
    rows = rows or (
        ("15 tháng Tám", "120", "4", "9", "1", "0"),
        ("16 tháng Tám", "80", "2", "-1", "0", "3"),
    )
    return Made(name, packed({"Overview.csv": commas((TIKTOK_OVERVIEW, *rows))}))


def tiktok_followers(handle: str = "kenh") -> Made:
    """The ZIP of four tables, two of which nothing is taken from."""
    return Made(
        f"Followers_{handle}.zip",
        packed(
            {
                "FollowerHistory.csv": commas(
                    (
                        ("Date", "Followers", "Difference in followers from previous day"),
                        ("August 15", "990", "4"),
                        ("August 16", "994", "0"),
                        ("August 17", "undefined", "0"),
                    )
                ),
                "FollowerActivity.csv": commas(
                    (("Date", "Hour", "Active followers"), ("August 15", "19", "55"), ("August 15", "20", "61"))
                ),
                "FollowerGender.csv": commas((("Gender", "Distribution"), ("Male", "0.55"), ("Female", "0.45"))),
                "FollowerTopTerritories.csv": commas((("Top territories", "Distribution"), ("VN", "0.9"))),
            }
        ),
    )


def tiktok_viewers(handle: str = "kenh") -> Made:
    head = ("Date", "Total Viewers", "New Viewers", "Returning Viewers")
    rows = (head, ("August 16", "70", "40", "30"), ("August 17", "undefined", "0", "0"))
    return Made(f"Viewers_{handle}.zip", packed({"Viewers.csv": commas(rows)}))
