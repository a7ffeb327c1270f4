"""Exports as platforms write them, made for tests: bytes in, nothing looked up. Every file has a name and its bytes.

Each maker takes its lines as cells in the order of its headings, so that a test can give any line it likes, and has a
few true-to-life lines of its own.
"""

from phien.observations.tests.made.files import Made as Made
from phien.observations.tests.made.files import Rows as Rows
from phien.observations.tests.made.files import commas as commas
from phien.observations.tests.made.files import packed as packed
from phien.observations.tests.made.files import workbook as workbook
from phien.observations.tests.made.live import LIVE_EN as LIVE_EN
from phien.observations.tests.made.live import LIVE_NEWER as LIVE_NEWER
from phien.observations.tests.made.live import LIVE_VI as LIVE_VI
from phien.observations.tests.made.live import tiktok_live as tiktok_live
from phien.observations.tests.made.meta import FACEBOOK_EN as FACEBOOK_EN
from phien.observations.tests.made.meta import FACEBOOK_VI as FACEBOOK_VI
from phien.observations.tests.made.meta import FACEBOOK_VIDEOS as FACEBOOK_VIDEOS
from phien.observations.tests.made.meta import INSTAGRAM_EN as INSTAGRAM_EN
from phien.observations.tests.made.meta import INSTAGRAM_VI as INSTAGRAM_VI
from phien.observations.tests.made.meta import PAGE as PAGE
from phien.observations.tests.made.meta import POST as POST
from phien.observations.tests.made.meta import facebook_posts as facebook_posts
from phien.observations.tests.made.meta import facebook_videos as facebook_videos
from phien.observations.tests.made.meta import instagram_daily as instagram_daily
from phien.observations.tests.made.meta import instagram_posts as instagram_posts
from phien.observations.tests.made.shop import AFFILIATE as AFFILIATE
from phien.observations.tests.made.shop import BUYER as BUYER
from phien.observations.tests.made.shop import DESCRIPTION as DESCRIPTION
from phien.observations.tests.made.shop import PERSONAL as PERSONAL
from phien.observations.tests.made.shop import SHOP_ORDERS as SHOP_ORDERS
from phien.observations.tests.made.shop import affiliate_orders as affiliate_orders
from phien.observations.tests.made.shop import shop_order as shop_order
from phien.observations.tests.made.shop import shop_orders as shop_orders
from phien.observations.tests.made.shopee import SHOPEE_BUYER as SHOPEE_BUYER
from phien.observations.tests.made.shopee import SHOPEE_PRODUCTS as SHOPEE_PRODUCTS
from phien.observations.tests.made.shopee import SHOPEE_SESSIONS as SHOPEE_SESSIONS
from phien.observations.tests.made.shopee import shopee_head as shopee_head
from phien.observations.tests.made.shopee import shopee_live_products as shopee_live_products
from phien.observations.tests.made.shopee import shopee_live_sessions as shopee_live_sessions
from phien.observations.tests.made.shopee import shopee_order as shopee_order
from phien.observations.tests.made.shopee import shopee_orders as shopee_orders
from phien.observations.tests.made.studio import HONG as HONG
from phien.observations.tests.made.studio import NHO as NHO
from phien.observations.tests.made.studio import TIKTOK_CONTENT as TIKTOK_CONTENT
from phien.observations.tests.made.studio import TIKTOK_OVERVIEW as TIKTOK_OVERVIEW
from phien.observations.tests.made.studio import TIKTOK_VIDEOS as TIKTOK_VIDEOS
from phien.observations.tests.made.studio import tiktok_content as tiktok_content
from phien.observations.tests.made.studio import tiktok_followers as tiktok_followers
from phien.observations.tests.made.studio import tiktok_id as tiktok_id
from phien.observations.tests.made.studio import tiktok_overview as tiktok_overview
from phien.observations.tests.made.studio import tiktok_viewers as tiktok_viewers
from phien.observations.tests.made.youtube import YOUTUBE as YOUTUBE
from phien.observations.tests.made.youtube import youtube as youtube


def all_of_them() -> list[Made]:
    """One of each export that is known."""
    return [
        tiktok_content(),
        tiktok_overview(),
        tiktok_followers(),
        tiktok_viewers(),
        tiktok_live(LIVE_VI),
        tiktok_live(LIVE_EN, name="Live Analysis en.xlsx"),
        tiktok_live(LIVE_NEWER, name="Live Analysis newer.xlsx"),
        shop_orders(),
        affiliate_orders(),
        facebook_posts(),
        facebook_posts(language="vi"),
        facebook_videos(),
        instagram_posts(),
        instagram_posts(language="vi"),
        instagram_daily(),
        youtube(),
        shopee_orders(),
        shopee_orders(fee="Phí xử lý giao dịch", warehouse=False),
        shopee_live_products(),
        shopee_live_sessions(),
    ]
