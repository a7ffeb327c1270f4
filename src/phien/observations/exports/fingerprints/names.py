"""What people call each export."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, str | Promise] = {
    "tiktok.content": _("TikTok Studio: videos"),
    "tiktok.overview": _("TikTok Studio: days"),
    "tiktok.followers": _("TikTok Studio: followers by day"),
    "tiktok.viewers": _("TikTok Studio: viewers by day"),
    "tiktok.follower_activity": _("TikTok Studio: followers by hour"),
    "tiktok.follower_gender": _("TikTok Studio: followers by gender"),
    "tiktok.follower_territories": _("TikTok Studio: followers by country"),
    "tiktok.live": _("TikTok Shop: LIVE Analysis in English"),
    "tiktok.live_attributed": _("TikTok Shop: LIVE Analysis with the newer headings"),
    "tiktok.live.vi": _("TikTok Shop: LIVE Analysis in Vietnamese"),
    "tiktok.orders": _("TikTok Shop: orders"),
    "tiktok.affiliate_orders": _("TikTok Shop: affiliate orders"),
    "facebook.posts": _("Facebook: posts, in English"),
    "facebook.posts.vi": _("Facebook: posts, in Vietnamese"),
    "facebook.videos": _("Facebook: videos"),
    "instagram.posts": _("Instagram: posts, in English"),
    "instagram.posts.vi": _("Instagram: posts, in Vietnamese"),
    "youtube.table": _("YouTube Studio: videos"),
    "shopee.orders.vi": _("Shopee: orders, in Vietnamese"),
    "shopee.live_products.vi": _("Shopee Live: products, in Vietnamese"),
    "shopee.live_sessions.id": _("Shopee Live: sessions, in Indonesian"),
}


def called(fingerprint: str) -> str | Promise:
    """The export's name in the reader's language; a mapping that people saved is called by its own."""
    if fingerprint.startswith("instagram.daily_"):
        return _("Instagram: one figure by day")
    return NAMES.get(fingerprint, fingerprint)
