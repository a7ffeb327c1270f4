"""Where things appear: the platforms that the register knows, and what each is called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLATFORMS: dict[str, str | Promise] = {
    "tiktok": "TikTok",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "youtube": "YouTube",
    "zalo": "Zalo",
    "shopee": "Shopee",
    "lazada": "Lazada",
    "press": _("Press"),
    "offline": _("Off line"),
    "site": _("This site"),
}


def name_of(platform: str) -> str | Promise:
    """The platform's name for people; an unknown one is called what it calls itself."""
    return PLATFORMS.get(platform, platform)
