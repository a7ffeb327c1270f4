"""How often somebody may do something: a fixed window in Django's cache (in process, or Redis)."""

from hashlib import blake2b

from django.core.cache import cache

from phien.lib import clock
from phien.lib.errors import TooMany


def check(*, key: str, limit: int, seconds: int) -> None:
    """Count one more use of `key`; raise TooMany(retry_after=seconds left) past `limit` within the window.

    A refused use counts too, so that hammering does not pay. Windows stand on the clock's multiples of `seconds`.
    """
    now = clock.now().timestamp()
    window = int(now // seconds)
    name = "limit:" + blake2b(f"{window}:{seconds}:{key}".encode(), digest_size=16).hexdigest()
    cache.add(name, 0, seconds + 1)
    try:
        used = cache.incr(name)
    except ValueError:  # it was cleared in between
        used = 1
    if used > limit:
        raise TooMany(retry_after=max(1, int((window + 1) * seconds - now) + 1))
