"""Who may publish by RTMP: asked of the rows before any media flows."""

import asyncio
from concurrent.futures import Executor

from django.conf import settings
from django.db import close_old_connections

from phien.lib.errors import Refused
from phien.live import ingest
from phien.video.folder import Folder
from phien.video.rtmp.door import WRONG_KEY, Admission, Refusal


class StudioDoor:
    """Asks in a thread, since the rows are read there. A database that does not answer lets nobody in."""

    def __init__(self, thread: Executor) -> None:
        self._thread = thread

    async def admit(self, app: str, key: str, address: str) -> Admission:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, key, address)

    @staticmethod
    def _ask(key: str, address: str) -> Admission:
        close_old_connections()
        try:
            found = ingest.admit_key(key, address)
        except ingest.UnknownKey as error:
            raise Refusal(WRONG_KEY, "This stream key is not known here, or it was replaced.") from error
        except Refused as error:
            raise Refusal(error.code, str(error)) from error
        folder = Folder(settings.PHIEN_VIDEO_ROOT / found.video_key)
        return Admission(folder, found.publisher, found.label, found.takes_over)
