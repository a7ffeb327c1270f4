"""A poke says "look at the outbox now". It carries nothing, so a lost one only costs the time until the next look."""

import logging
import time
from collections.abc import Callable

from phien.realtime import shared

log = logging.getLogger(__name__)
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


def everywhere() -> None:
    """Poke this process, and through Redis the others."""
    here()
    shared.ask(lambda redis: redis.publish(shared.POKES, shared.PROCESS))


def hear_others() -> None:
    """Run for ever in a thread: pass on the pokes of other processes."""
    while True:
        try:
            heard = shared.client().pubsub(ignore_subscribe_messages=True)
            heard.subscribe(shared.POKES)
            while True:
                message = heard.get_message(timeout=0.9)
                if message is not None and message["data"] != shared.PROCESS:
                    here()
        except Exception as error:  # whatever it is, streams look at the outbox by themselves meanwhile
            log.warning("Redis passes on no pokes, trying again in %s s: %s", shared.PAUSE, error)
            time.sleep(shared.PAUSE)
