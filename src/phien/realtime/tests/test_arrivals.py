"""Thousands who come at once: all come in, in their order, and others have their turn in between."""

import asyncio

from phien.realtime.arrivals import AT_ONCE, Arrivals
from phien.realtime.connection import Connection
from phien.realtime.room import Room


def test_few_do_not_wait_and_many_come_in_in_order() -> None:
    async def come() -> None:
        arrivals = Arrivals()
        inside: list[int] = []

        async def arrive(number: int) -> None:
            await arrivals.turn()
            inside.append(number)

        many = [asyncio.ensure_future(arrive(number)) for number in range(AT_ONCE * 3)]
        await asyncio.sleep(0)
        assert inside == list(range(AT_ONCE))
        many[AT_ONCE].cancel()  # one who waits goes away again
        await asyncio.gather(*many, return_exceptions=True)
        assert inside == [number for number in range(AT_ONCE * 3) if number != AT_ONCE]
        late = asyncio.ensure_future(arrive(-1))
        await late
        assert inside[-1] == -1

    asyncio.run(come())


def test_who_is_sent_away_from_a_large_room_stays_away_longer() -> None:
    room = Room("broadcast:large")

    def longest() -> int:
        return max(int(room.farewell().removeprefix(b"retry: ")) for _ in range(300))

    assert 1000 <= longest() <= 4000
    room.late = {Connection(None, at=0, counts=True): None for _ in range(20_000)}
    assert 4000 < longest() <= 11_000
