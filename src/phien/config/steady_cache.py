"""Django's cache in Redis, and in this process alone while Redis does not answer.

What is kept there are limits and what was sent already: for the few seconds of a restart each process counts for
itself, and nobody reads an error page because of it.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

PAUSE = 5.0
"""Seconds for which a Redis that did not answer is left alone."""

log = logging.getLogger(__name__)


def _steady(name: str) -> Callable[..., Any]:
    def method(self: "SteadyRedisCache", *words: Any, **named: Any) -> Any:
        if time.monotonic() >= self.resting_until:
            try:
                return getattr(RedisCache, name)(self, *words, **named)
            except (RedisError, OSError) as error:
                self.resting_until = time.monotonic() + PAUSE
                log.warning("Redis does not answer, limits count in this process for %s s: %s", PAUSE, error)
        return getattr(self.meanwhile, name)(*words, **named)

    return method


class SteadyRedisCache(RedisCache):
    resting_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        self.meanwhile: BaseCache = LocMemCache("steady", {"OPTIONS": {"MAX_ENTRIES": 100_000}})
        patience = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 1)}
        super().__init__(server, params | {"OPTIONS": patience | params.get("OPTIONS", {})})

    add = _steady("add")
    get = _steady("get")
    set = _steady("set")
    touch = _steady("touch")
    delete = _steady("delete")
    get_many = _steady("get_many")
    has_key = _steady("has_key")
    incr = _steady("incr")
    set_many = _steady("set_many")
    delete_many = _steady("delete_many")
    clear = _steady("clear")
