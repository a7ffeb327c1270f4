"""Platforms' exports of the sample's accounts: what TikTok, Facebook, YouTube and Shopee would have handed out at some
hours before now, taken in like any other file and marked as made up.

The figures are invented: each publication draws towards a number of its own and gets there with its age.
"""

import math
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from phien.cli.simulate.export_tables import commas, packed, workbook

TIKTOK_ACCOUNTS = ("bep.nha.sim", "tu.di.ban", "phong.la.mac")
FACEBOOK_PAGE = ("chophien.xulang", "Chợ phiên Xứ Lạng", "100064512345678")
YOUTUBE_ACCOUNT = "bep.nha.sim"
AGES = (timedelta(hours=30), timedelta(minutes=25))
"""How long before now the exports were made."""
EARLY = (1, 6, 12, 25, 50)
"""How many hours after its first video an account exported too, so that a curve can be drawn."""
HALF_OF_IT = timedelta(hours=20)
MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")
GOODS = (
    ("VIT-QUAY", "Vịt quay lá mắc mật, 1 con", 320_000),
    ("BANH-CHUNG-DEN", "Bánh chưng đen, cặp", 90_000),
    ("MAT-ONG", "Mật ong Mẫu Sơn, 500 ml", 180_000),
    ("CAO-KHO", "Cao khô, hộp 500 g", 65_000),
)
PROVINCES = ("Hà Nội", "Lạng Sơn", "Bắc Ninh", "Hải Phòng", "TP. Hồ Chí Minh", "Đà Nẵng")


class Seen(NamedTuple):
    """A publication of the register, as a platform would list it."""

    native_id: str
    title: str
    published_at: datetime
    draw: int


class Made(NamedTuple):
    name: str
    data: bytes
    at: datetime


def take_in_exports(*, campaign: Any, now: datetime, seed: int, progress: Callable[..., None]) -> int:
    """Make the exports and take them in, oldest first; gives how many."""
    from phien.observations import actions

    exports = sorted(_all(campaign, now, seed), key=lambda made: made.at)
    for number, made in enumerate(exports):
        progress(number, len(exports), made.name)
        export = actions.give_export(campaign=campaign, chunks=[made.data], name=made.name, by=None, simulated=True)
        answers = {"observed_at": made.at.isoformat(), "year": made.at.year, "origin": ""}
        actions.ask_take_in(export=export, answers=answers, by=None)
        actions.take_in(export=export)
    progress(len(exports), len(exports))
    return len(exports)


def _all(campaign: Any, now: datetime, seed: int) -> list[Made]:
    chance = random.Random(seed)
    made = []
    for account in TIKTOK_ACCOUNTS:
        videos = _seen(campaign, "tiktok", account, chance)
        made += [_tiktok(account, videos, now - age) for age in AGES]
        made += [_tiktok(account, videos, at) for at in _early(videos, now)]
    page, films = _seen(campaign, "facebook", FACEBOOK_PAGE[0], chance), _seen(campaign, "youtube", "", chance)
    made += [_facebook(page, now - AGES[1]), _youtube(films, now - AGES[1])]
    videos = _seen(campaign, "tiktok", TIKTOK_ACCOUNTS[0], chance)
    made += [_live(now, chance), *_shop(videos, now, chance), _shopee(now, chance)]
    return made


def _early(videos: Sequence[Seen], now: datetime) -> list[datetime]:
    """Some hours after an account's first video."""
    if not videos:
        return []
    first = videos[0].published_at.astimezone(now.tzinfo)
    return [at for hour in EARLY if (at := first + timedelta(hours=hour, minutes=4)) < now]


def _seen(campaign: Any, platform: str, account: str, chance: random.Random) -> list[Seen]:
    from phien.content.models import Publication

    rows = Publication.objects.filter(campaign=campaign, platform=platform, removed_at=None).exclude(published_at=None)
    rows = (rows.filter(account=account) if account else rows).order_by("published_at", "pk")
    return [
        Seen(row.native_id, row.title, row.published_at, round(chance.lognormvariate(8.2, 1.1)))
        for row in rows
        if row.published_at
    ]


def reached(seen: Seen, at: datetime, share: float = 1) -> int:
    """What an invented publication had reached by then: half of its draw after HALF_OF_IT, and so on."""
    age = (at - seen.published_at) / HALF_OF_IT
    return round(seen.draw * share * (1 - math.exp(-math.log(2) * age))) if age > 0 else 0


def _tiktok(account: str, videos: Sequence[Seen], at: datetime) -> Made:
    rows = [
        {
            "observed": _day(at),
            "title": video.title,
            "url": f"https://www.tiktok.com/@{account}/video/{video.native_id}",
            "published": _day(video.published_at),
            "tiktok.likes": reached(video, at, 0.09),
            "tiktok.comments": reached(video, at, 0.006),
            "tiktok.shares": reached(video, at, 0.012),
            "tiktok.views": reached(video, at),
        }
        for video in videos
        if video.published_at < at
    ]
    return Made(f"Content_{account}.zip", packed("Content.csv", commas("tiktok.content", rows, quoted=True)), at)


def _facebook(posts: Sequence[Seen], at: datetime) -> Made:
    handle, name, number = FACEBOOK_PAGE
    rows = [
        {
            "native_id": post.native_id,
            "account_id": number,
            "account_name": name,
            "description": post.title,
            "published": f"{post.published_at.astimezone(at.tzinfo):%m/%d/%Y %H:%M}",
            "url": f"https://www.facebook.com/{handle}/posts/{post.native_id}",
            "kind": "Ảnh",
            "period": "Trọn đời",
            "facebook.views": reached(post, at),
            "facebook.reach": reached(post, at, 0.7),
            "facebook.reactions": reached(post, at, 0.05),
            "facebook.comments": reached(post, at, 0.008),
            "facebook.shares": reached(post, at, 0.01),
        }
        for post in posts
        if post.published_at < at
    ]
    return Made(f"{at:%b-%d-%Y}_bai-viet.csv", commas("facebook.posts.vi", rows), at)


def _youtube(films: Sequence[Seen], at: datetime) -> Made:
    rows: list[dict[str, object]] = [{"native_id": "Total"}]
    rows += [
        {
            "native_id": film.native_id,
            "title": film.title,
            "published": film.published_at.astimezone(at.tzinfo).strftime("%b %d, %Y"),
            "youtube.views": reached(film, at, 0.4),
            "youtube.subscribers": reached(film, at, 0.002),
        }
        for film in films
        if film.published_at < at
    ]
    data = packed("Table data.csv", commas("youtube.table", rows, quoted=False))
    return Made(f"Content {at - timedelta(days=14):%Y-%m-%d}_{at:%Y-%m-%d} Bếp Nhà Sim.zip", data, at)


def _live(now: datetime, chance: random.Random) -> Made:
    """The session that began this morning, as TikTok Shop's LIVE analysis shows it."""
    start = now.replace(hour=9, minute=2, second=0, microsecond=0)
    minutes = max(int((now - start) / timedelta(minutes=1)) - 10, 10)
    viewers = chance.randint(4_000, 6_000)
    row = {
        "creator": TIKTOK_ACCOUNTS[0],
        "start": f"{start:%Y/%m/%d/ %H:%M}",
        "tiktok_live.live_seconds": f"{minutes // 60}h {minutes % 60}min",
        "tiktok_live.revenue": f"{chance.randint(9_000_000, 14_000_000):,}",
        "tiktok_live.orders_paid": chance.randint(40, 60),
        "tiktok_live.items_sold": chance.randint(70, 90),
        "tiktok_live.buyers": chance.randint(35, 40),
        "tiktok_live.viewers": viewers,
        "tiktok_live.views": viewers + chance.randint(1_000, 3_000),
        "tiktok_live.average_watch_seconds": "1min 12s",
        "tiktok_live.new_followers": chance.randint(150, 260),
        "tiktok_live.product_impressions": viewers * 6,
        "tiktok_live.products_clicked": viewers // 6,
    }
    above: list[list[object]] = [[f"{start:%Y-%m-%d} ~ {start:%Y-%m-%d}"], []]
    return Made("Live Analysis.xlsx", workbook("Sheet1", "tiktok.live.vi", [row], above=above), now - AGES[1])


def shop_order(number: int) -> str:
    """The number by which the TikTok shop names its order; the first are also entered by staff."""
    return str(577_100_000_000_000_000 + number * 7_919)


def _shop(videos: Sequence[Seen], now: datetime, chance: random.Random) -> list[Made]:
    """Orders of the TikTok shop, and those of them for which a creator's video or LIVE is credited."""
    orders, credited = [], []
    for number in range(60):
        at = now - timedelta(minutes=chance.randint(30, 5 * 24 * 60))
        sku, name, price = chance.choice(GOODS)
        pieces = chance.choice((1, 1, 1, 2, 3))
        order = shop_order(number)
        came_back = chance.random() < 0.05
        said = {
            "order": order,
            "status": "Đã hủy" if chance.random() < 0.08 else "Đã hoàn tất",
            "sku": f"17293847561{number % 4:08d}",
            "seller_sku": sku,
            "product_name": name,
            "quantity": pieces,
            "returned": pieces if came_back else 0,
            "amount": pieces * price,
            "ordered": f"{at:%d/%m/%Y %H:%M:%S}",
            "paid": f"{at + timedelta(minutes=1):%d/%m/%Y %H:%M:%S}",
            "province": chance.choice(PROVINCES),
        }
        orders.append(said | {"Recipient": f"Khách mẫu {number}", "Phone #": f"(+84)90000{number:04d}"})
        if videos and chance.random() < 0.6:
            video = chance.choice(videos)
            credited.append(
                said
                | {
                    "creator": TIKTOK_ACCOUNTS[0],
                    "content": video.native_id,
                    "content_kind": "Video",
                    "currency": "VND",
                    "all_returned": "Yes" if came_back else "No",
                    "commission": pieces * price // 10,
                    "status": "Settled",
                }
            )
    about: list[list[object]] = [["Platform unique order ID."]]
    at = now - AGES[1]
    return [
        Made("OrderSKUList.xlsx", workbook("OrderSKUList", "tiktok.orders", orders, below=about), at),
        Made("affiliate_orders.xlsx", workbook("Sheet1", "tiktok.affiliate_orders", credited), at),
    ]


def _shopee(now: datetime, chance: random.Random) -> Made:
    rows = []
    for number in range(30):
        at = now - timedelta(minutes=chance.randint(30, 5 * 24 * 60))
        sku, name, price = chance.choice(GOODS)
        rows.append(
            {
                "order": f"26MAU{number:09d}",
                "ordered": f"{at:%Y-%m-%d %H:%M}",
                "status": "Hoàn thành",
                "sku": sku,
                "product_name": name,
                "price": price,
                "quantity": chance.choice((1, 1, 2)),
                "province": chance.choice(PROVINCES),
                "Tên Người nhận": f"Khách mẫu {number}",
            }
        )
    name = f"Order.all.{now - timedelta(days=5):%Y%m%d}_{now:%Y%m%d}.xlsx"
    return Made(name, workbook("orders", "shopee.orders.vi", rows), now - AGES[1])


def _day(at: datetime) -> str:
    """18 tháng Tám, as TikTok writes it."""
    from django.utils import timezone

    local = timezone.localtime(at)
    return f"{local.day} tháng {MONTHS[local.month - 1]}"
