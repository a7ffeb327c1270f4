"""TikTok's Content.csv in Vietnamese, of as many videos as a test wants."""

from collections.abc import Sequence
from datetime import UTC, datetime

from phien.observations.tests.made import TIKTOK_CONTENT, commas, packed, tiktok_id

SHOWN = datetime(2026, 8, 18, 3, 0, tzinfo=UTC)
POSTED = datetime(2026, 8, 10, 2, 0, tzinfo=UTC)


def content(count: int = 3, *, views: int = 100, head: Sequence[str] = TIKTOK_CONTENT) -> bytes:
    """Video n, from line n + 1, has n times as many views, and a title with a hashtag."""
    rows = [
        (
            "18 tháng Tám",
            f"Quay vịt {number} #DacSanXuLang",
            f"https://www.tiktok.com/@bep-nha-sim/video/{tiktok_id(POSTED, number)}",
            "10 tháng Tám",
            10 * number,
            number,
            2,
            views * number,
        )
        for number in range(1, count + 1)
    ]
    return commas((head, *rows))


def zipped(count: int = 3) -> bytes:
    return packed({"Content.csv": content(count)})
