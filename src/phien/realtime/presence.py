"""How many watch. A viewer is an open stream (a browser's tabs share one); without JavaScript nobody is counted.

Each process counts its own streams. With Redis each writes its counts every two seconds, and the sum is shown. Counts
that were not renewed for SECONDS are void: their process was killed, or its machine is gone. Without Redis there is one
stream process, and other processes (the command line) see 0.
"""

from phien.realtime import shared

SECONDS = 8
_here: dict[str, int] = {}


def enter(topic: str) -> None:
    _here[topic] = _here.get(topic, 0) + 1


def leave(topic: str) -> None:
    left = _here.get(topic, 0) - 1
    if left > 0:
        _here[topic] = left
    else:
        _here.pop(topic, None)


def here(topic: str) -> int:
    return _here.get(topic, 0)


def _key(topic: str) -> str:
    return f"phien:viewers:{topic}"


def write(topics: list[str]) -> None:
    """Tell the other processes. Times are Redis's own, so that clocks need not agree."""
    if not shared.is_used() or not topics:
        return

    def tell(redis: shared.Client) -> None:
        now = redis.time()[0]
        pipeline = redis.pipeline(transaction=False)
        for topic in topics:
            if here(topic):
                pipeline.hset(_key(topic), shared.PROCESS, f"{here(topic)} {now}")
                pipeline.expire(_key(topic), SECONDS)
            else:
                pipeline.hdel(_key(topic), shared.PROCESS)
        pipeline.execute()

    shared.ask(tell)


def everywhere(topics: list[str]) -> dict[str, int]:
    """{topic: viewers} over all processes."""

    def look(redis: shared.Client) -> dict[str, int]:
        now = redis.time()[0]
        pipeline = redis.pipeline(transaction=False)
        for topic in topics:
            pipeline.hgetall(_key(topic))
        elsewhere = {}
        for topic, row in zip(topics, pipeline.execute(), strict=True):
            told = {process: [int(word) for word in text.split()] for process, text in row.items()}
            void = [process for process, (_count, at) in told.items() if now - at >= SECONDS]
            if void:  # one that only slept writes itself anew
                redis.hdel(_key(topic), *void)
            elsewhere[topic] = sum(told[process][0] for process in told.keys() - {*void, shared.PROCESS})
        return elsewhere

    elsewhere = (shared.ask(look) if topics else None) or {}
    return {topic: here(topic) + elsewhere.get(topic, 0) for topic in topics}
