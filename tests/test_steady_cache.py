"""Limits go on counting while Redis is away, and are shared again when it is back."""

import pytest
from django.core.cache import cache
from pytest_django import Settings

from phien.lib.errors import TooMany
from phien.realtime import limits


def use(settings: Settings, address: str) -> None:
    settings.CACHES = {"default": {"BACKEND": "phien.config.steady_cache.SteadyRedisCache", "LOCATION": address}}


def test_limits_count_while_redis_is_away(settings: Settings) -> None:
    use(settings, "redis://127.0.0.1:9/0")
    for _ in range(3):
        limits.check(key="away", limit=3, seconds=3600)
    with pytest.raises(TooMany):
        limits.check(key="away", limit=3, seconds=3600)
    assert cache.add("once", 1, 60)
    assert not cache.add("once", 1, 60)
    assert (cache.get("once"), cache.get("never")) == (1, None)
    cache.delete("once")
    assert not cache.has_key("once")


def test_after_the_pause_redis_is_asked_again(settings: Settings, redis_url: str) -> None:
    use(settings, redis_url)
    cache.set("shared", "by all")
    working = cache.resting_until
    cache.resting_until = float("inf")
    assert cache.get("shared") is None
    cache.resting_until = working
    assert cache.get("shared") == "by all"
    cache.clear()
