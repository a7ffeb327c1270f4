"""A poke says "look at the outbox now". It carries nothing, so a lost one only costs the time until the next look."""

from collections.abc import Callable

from phien.realtime import shared

_listeners: set[Callable[[], object]] = set()


def listen(fn: Callable[[], object]) -> None:
    """Have `fn` called, in whatever thread publishes, when there is something new."""
    _listeners.add(fn)


def forget(fn: Callable[[], object]) -> None:
    _listeners.discard(fn)


def here() -> None:
    """Poke this process."""
    for fn in list(_listeners):
        fn()


def everywhere(topic: str) -> None:
    """Poke this process, and through Redis the others."""
    here()
    shared.ask(lambda redis: redis.publish(shared.POKES, topic))
