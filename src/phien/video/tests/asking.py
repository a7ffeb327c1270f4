"""One request to a site on the loopback."""

import http.client
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from phien.video.folder import Folder

Site = Any  # of phien.config.testing_servers, which gives the fixtures and which a room does not import


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def facts(self) -> dict[str, Any]:
        return json.loads(self.body)


def ask(site: Site, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    """Header names are written with underscores here."""
    parts = urlsplit(site.origin)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    lines = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body, headers=lines)
    response = connection.getresponse()
    answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    connection.close()
    return answer


def folder_at(site: Site, key: str) -> Folder:
    return Folder(Path(site.environment["PHIEN_HOME"]) / "video" / key)
