"""The certificate behind RTMPS, read again when its file has changed: a renewal ends no broadcast."""

import logging
import ssl
from pathlib import Path

log = logging.getLogger("phien.rtmp")


class Certificate:
    """`context` serves new connections with what the files held when they were last read whole.

    Raises OSError (ssl.SSLError is one) where they cannot be read at the beginning, or do not belong together.
    """

    def __init__(self, certificate: Path, key: Path) -> None:
        self._files = certificate, key
        self._read: tuple[int, ...] = ()
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._load(self._changed())

    def refresh(self) -> bool:
        """Read the files again if they changed; returns whether it did. Half-written ones wait for the next call."""
        try:
            changed = self._changed()
            if changed == self._read:
                return False
            self._load(changed)
        except OSError as error:
            log.warning("The certificate for RTMPS cannot be read again: %s", error)
            return False
        log.info("The certificate for RTMPS was read again")
        return True

    def _changed(self) -> tuple[int, ...]:
        return tuple(path.stat().st_mtime_ns for path in self._files)

    def _load(self, changed: tuple[int, ...]) -> None:
        self.context.load_cert_chain(*self._files)
        self._read = changed
