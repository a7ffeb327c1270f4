"""Each test has an evidence folder of its own and begins with nothing counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from phien.evidence import journal
from phien.evidence.actions import salts, waiting
from phien.evidence.classification import pace

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.PHIEN_EVIDENCE_ROOT = tmp_path / "evidence"
    pace.forget()
    waiting._last.clear()
    salts._known.clear()
    yield tmp_path / "evidence"
    journal.close_all()
    journal._journals.clear()
    salts._known.clear()


@pytest.fixture
def agent() -> str:
    return PHONE
