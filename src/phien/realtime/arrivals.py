"""The door of the streams: when thousands come at once, as after a restart, the loop keeps time for pages."""

import asyncio
from collections import deque

AT_ONCE = 50
EVERY = 0.01  # seconds; so at most five thousand a second come in, which takes less than half of the loop's time


class Arrivals:
    """Lets AT_ONCE in at once and the others in the order in which they came. Only the loop touches it."""

    def __init__(self) -> None:
        self._let_in = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._next: asyncio.TimerHandle | None = None

    async def turn(self) -> None:
        """Until it is the caller's turn; at once, unless very many come."""
        loop = asyncio.get_running_loop()
        if self._next is None:
            self._next = loop.call_later(EVERY, self._let_more_in)
        if self._let_in < AT_ONCE:
            self._let_in += 1
            return
        mine = loop.create_future()
        self._waiting.append(mine)
        await mine

    def _let_more_in(self) -> None:
        self._next, self._let_in = None, 0
        while self._waiting and self._let_in < AT_ONCE:
            first = self._waiting.popleft()
            if not first.done():  # else it was given up
                first.set_result(None)
                self._let_in += 1
        if self._let_in:
            self._next = asyncio.get_running_loop().call_later(EVERY, self._let_more_in)
