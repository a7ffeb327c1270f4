"""What kind of thing a hit was made with. Only its family is kept: the agent's own name could tell people apart."""

from functools import lru_cache

FAMILIES = ("", "android", "ios", "in-app", "windows", "mac", "linux", "other")
DESKS = ("windows", "mac", "linux", "other")

# The browsers inside other apps, on whatever phone: they say so beside the phone's own name.
_IN_APP = ("fban/", "fbav/", "fb_iab", "instagram", "zalo", "musical_ly", "bytedancewebview", " line/", "; wv)")
_SYSTEMS = (
    ("android", "android"),
    ("iphone", "ios"),
    ("ipad", "ios"),
    ("windows", "windows"),
    ("macintosh", "mac"),
    ("linux", "linux"),
    ("x11", "linux"),
)


@lru_cache(maxsize=16384)
def family_of(user_agent: str) -> str:
    """android, ios, in-app, windows, mac, linux or other; "" where the agent has no name."""
    name = user_agent.strip().lower()
    if not name:
        return ""
    if any(part in name for part in _IN_APP):
        return "in-app"
    return next((family for part, family in _SYSTEMS if part in name), "other")
