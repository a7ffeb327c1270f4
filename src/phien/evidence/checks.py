"""System checks: what would keep this site from counting."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from phien.evidence import datacentres, manifest
from phien.evidence.visitors import trusted_networks


def folder_is_writable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Evidence needs a folder to write in; where it is missing, its parent must let it be made."""
    path = manifest.root()
    there = path
    while not there.exists() and there != there.parent:
        there = there.parent
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"The evidence folder {path} cannot be written.",
            hint=f"Let the account that runs Phiên write in {there}, or set PHIEN_HOME to another folder.",
            id="evidence.E001",
        )
    ]


def proxies_are_addresses(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A proxy that is misspelt would be taken for a visitor."""
    try:
        trusted_networks()
    except ValueError as error:
        return [
            Error(
                f"PHIEN_TRUSTED_PROXIES is {', '.join(settings.PHIEN_TRUSTED_PROXIES)!r}: {error}.",
                hint="Write addresses or networks, such as 127.0.0.1,10.0.0.0/8.",
                id="evidence.E002",
            )
        ]
    return []


def datacentres_are_networks(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A list that cannot be read would silently leave nobody out."""
    path = settings.PHIEN_DATACENTRES
    try:
        if path:
            datacentres.read(Path(path))
    except (OSError, ValueError) as error:
        return [
            Error(
                f"PHIEN_DATACENTRES: {path}: {error}.",
                hint="Write one network on each line, such as 192.0.2.0/24.",
                id="evidence.E003",
            )
        ]
    return []
