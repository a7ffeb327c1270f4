"""What several processes share through Redis, when the site has one: pokes and presence. Losing it loses no message."""

import logging
import os
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings

type Client = Any  # redis.Redis; its answers are typed for both of its clients at once, which helps nobody

log = logging.getLogger(__name__)
PROCESS = f"{os.uname().nodename}:{os.getpid()}:{time.monotonic_ns():x}"
POKES = "phien:pokes"
PAUSE = 5.0

_resting_until = 0.0


def is_used() -> bool:
    return bool(settings.PHIEN_REDIS_URL)


@cache
def _client(url: str) -> Client:
    import redis  # noqa: PLC0415  # an extra of the package, only needed here

    return redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, decode_responses=True)


def client() -> Client:
    """This process's pool of connections."""
    return _client(settings.PHIEN_REDIS_URL)


def ask[Answer](question: Callable[[Client], Answer]) -> Answer | None:
    """`question(client)`, or None when Redis does not answer; then it is left alone for some seconds."""
    global _resting_until  # noqa: PLW0603
    if not is_used() or time.monotonic() < _resting_until:
        return None
    try:
        return question(client())
    except Exception as error:  # whatever it is, the site goes on without
        _resting_until = time.monotonic() + PAUSE
        log.warning("Redis does not answer, going on without for %s s: %s", PAUSE, error)
        return None
