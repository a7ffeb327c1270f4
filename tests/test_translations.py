"""Every string that a person sees is there in Vietnamese, French and Chinese (English is the source)."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "phien"
LANGUAGES = ("vi", "fr", "zh_Hans")
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")
ROOMS = sorted([*(p.parent.name for p in SOURCE.glob("*/apps.py")), "video"])  # video has no rows and so is no app


def catalog_of(folder: Path, language: str) -> Catalog:
    path = folder / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def words(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (list, tuple)) else [message.string]


def key(message: Message) -> tuple[str | None, str]:
    first = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
    return message.context, first


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ["", *ROOMS])
def test_every_message_is_translated(room: str, language: str) -> None:
    catalog = catalog_of(SOURCE / room, language)
    missing = [m.id for m in catalog if m.id and (not all(words(m)) or m.fuzzy)]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ["", *ROOMS])
def test_translations_keep_their_placeholders(room: str, language: str) -> None:
    for message in catalog_of(SOURCE / room, language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, (list, tuple)) else [message.id]
        allowed = set(PLACEHOLDER.findall(" ".join(ids)))
        needed = set(PLACEHOLDER.findall(ids[-1]))
        for text in words(message):
            found = set(PLACEHOLDER.findall(text))
            assert found <= allowed, (message.id, text)
            assert needed - found <= {"%(count)d", "%(n)s", "%(counter)s", "%(count)s"}, (message.id, text)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[tuple[str | None, str]]]:
    """What the code says now, room by room, found by GNU gettext as `make messages` does."""
    if shutil.which("xgettext") is None:
        pytest.skip("GNU gettext is not installed; scripts/test.sh installs it")
    copy = tmp_path_factory.mktemp("source") / "phien"
    left_out = shutil.ignore_patterns("*.mo", "*.po", "__pycache__", "sample", "vendor", "fonts")
    shutil.copytree(SOURCE, copy, ignore=left_out)
    found = {}
    for room in ROOMS:
        found[room] = extract(copy / room)
        shutil.rmtree(copy / room)
    found[""] = extract(copy)
    return found


def extract(folder: Path) -> set[tuple[str | None, str]]:
    (folder / "locale").mkdir(exist_ok=True)
    subprocess.run(
        ["django-admin", "makemessages", "-l", "fr", "--no-location", "-v", "0"], cwd=folder, check=True, timeout=120
    )
    return {key(m) for m in catalog_of(folder, "fr") if m.id}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ["", *ROOMS])
def test_no_string_of_the_code_is_left_out(
    extracted: dict[str, set[tuple[str | None, str]]], room: str, language: str
) -> None:
    translated = {key(m) for m in catalog_of(SOURCE / room, language) if m.id}
    assert sorted(str(k) for k in extracted[room] - translated) == []
