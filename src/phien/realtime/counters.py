"""Figures that fall and rise too often to be stored as messages: upper rooms say how to read them."""

import logging
from collections.abc import Callable, Iterable, Mapping

Figure = int | list[int]
Reader = Callable[[list[str]], Mapping[str, Mapping[str, Figure]]]

log = logging.getLogger(__name__)
_readers: dict[tuple[str, str], Reader] = {}


def register(prefix: str, fn: Reader, *, name: str = "stock") -> None:
    """Have `fn` asked about twice a second, with the topics that begin with `prefix` and have listeners.

    It answers {topic: {key: figure}}; a figure may be several in a list. Listeners get what changed as event
    "counters": {"viewers": 214, name: {key: figure}}. It runs in a thread of its own with a database connection; one
    query, please. The same prefix and name again replaces it.
    """
    _readers[prefix, name] = fn


def read(topics: Iterable[str]) -> dict[str, dict[str, dict[str, Figure]]]:
    """{topic: {name: {key: figure}}} of all registered readers; one that fails is logged and left out."""
    found: dict[str, dict[str, dict[str, Figure]]] = {topic: {} for topic in topics}
    for (prefix, name), fn in list(_readers.items()):
        asked = [topic for topic in found if topic.startswith(prefix)]
        if not asked:
            continue
        try:
            answer = fn(asked)
        except Exception:  # a room's mistake must not stop the streams
            log.exception("The counters %s of %s cannot be read", name, prefix)
            continue
        for topic, figures in answer.items():
            if topic in found:
                found[topic].setdefault(name, {}).update({str(key): value for key, value in figures.items()})
    return found
