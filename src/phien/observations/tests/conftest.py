from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import Settings

from phien.campaigns.tests.cast import Cast, build
from phien.observations import actions
from phien.observations.models import ExportFile
from phien.people.actions import add_actor, give_role
from phien.people.models import Actor

Give = Callable[..., ExportFile]


@dataclass
class Market(Cast):
    """Vinh audits the market."""

    vinh: Actor


@pytest.fixture
def cast(db: None) -> Market:
    built = build()
    vinh = add_actor(slug="vinh", name="Vinh", place=built.village)
    give_role(actor=vinh, duty="auditor", scope=built.market.scope)
    return Market(**vars(built), vinh=vinh)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Settings) -> None:
    """Evidence and private files of this test alone."""
    settings.PHIEN_EVIDENCE_ROOT = tmp_path / "evidence"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        },
    }


@pytest.fixture
def give(cast: Cast) -> Give:
    """Gives bytes as a file to the market, by Hà."""

    def give(data: bytes, name: str) -> ExportFile:
        return actions.give_export(campaign=cast.market, chunks=[data], name=name, by=cast.ha)

    return give


@pytest.fixture
def take(cast: Cast, give: Give) -> Give:
    """Gives a file and takes it in."""

    def take(data: bytes, name: str, **answers: object) -> ExportFile:
        export = give(data, name)
        actions.ask_take_in(export=export, answers=answers, by=cast.ha)
        return actions.take_in(export=export)

    return take
