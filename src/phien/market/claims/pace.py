"""How often one page, one phone and one address may press. Counted in this process alone, so that it costs nothing.

Nothing is gained by hammering: a key that comes again has the place it had, and a phone has its limit in the database.
This only keeps a script from crowding out the others. Many phones share one address of a mobile network, so an
address may press far more often than a page.
"""

import time
from collections import Counter

from django.conf import settings

from phien.lib.errors import TooMany

SECONDS = 10
PER_PAGE = 6
PER_PHONE = 6


class Pace:
    def __init__(self) -> None:
        self._window = -1
        self._pressed: Counter[str | bytes] = Counter()  # nonces, +84… and addresses, which never look alike

    def check(self, *, page: str, phone: str, address: bytes) -> None:
        """Count one press; raise TooMany past a limit within the window. A refused press counts too."""
        now = time.monotonic()
        window = int(now // SECONDS)
        if window != self._window:
            self._window = window
            self._pressed.clear()
        pressed = self._pressed
        pressed[page] += 1
        pressed[address] += 1
        if phone:
            pressed[phone] += 1
        if (
            pressed[page] > PER_PAGE
            or pressed[phone] > PER_PHONE
            or pressed[address] > settings.PHIEN_CLAIMS_PER_ADDRESS
        ):
            raise TooMany(retry_after=max(1, int((window + 1) * SECONDS - now) + 1))
