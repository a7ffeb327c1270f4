"""A site's folder: where it is, its settings file, its secret."""

import os
import secrets
import sys
from pathlib import Path

from phien.cli.words import _, language

SETTINGS_FILE = "phien.env"


class CannotGoOn(Exception):
    """Ends a command with a sentence for the person who gave it, and exit code 2."""


def home() -> Path:
    return Path(os.environ.get("PHIEN_HOME", "phien-home")).resolve()


def read_settings(folder: Path) -> None:
    """Take the settings that stand in the folder's phien.env, where the environment does not say otherwise."""
    try:
        lines = (folder / SETTINGS_FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    except OSError as error:
        raise CannotGoOn(f"{folder / SETTINGS_FILE}: {error.strerror}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, found, value = line.partition("=")
        if not found or not name.strip().startswith("PHIEN_"):
            wrong = _("%(file)s, line %(line)d: write PHIEN_NAME=value")
            raise CannotGoOn(wrong % {"file": folder / SETTINGS_FILE, "line": number})
        os.environ.setdefault(name.strip(), value.strip())


def write_settings(folder: Path, values: dict[str, str]) -> None:
    """Write phien.env with a fresh secret key, readable by its owner alone. An existing key stays."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / SETTINGS_FILE
    kept: dict[str, str] = {}
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            name, found, value = line.partition("=")
            if found and not name.startswith("#"):
                kept[name.strip()] = value.strip()
    kept.setdefault("PHIEN_SECRET_KEY", secrets.token_urlsafe(48))
    kept |= values
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("# Settings of this site; docs/settings.md names them all. The environment wins over this file.\n")
        file.writelines(f"{name}={value}\n" for name, value in sorted(kept.items()))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def open_site(folder: Path | None = None, *, must_exist: bool = True) -> Path:
    """Make the folder's settings Django's and set Django up. Raises CannotGoOn for what a person can mend."""
    folder = (folder or home()).resolve()
    if must_exist and not (folder / SETTINGS_FILE).exists() and "PHIEN_SECRET_KEY" not in os.environ:
        raise CannotGoOn(
            _("There is no site in %(folder)s. Begin one with: phien setup   (or look at the sample day: phien demo)")
            % {"folder": folder}
        )
    os.environ["PHIEN_HOME"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phien.config.settings")
    read_settings(folder)
    folder.mkdir(parents=True, exist_ok=True)
    from phien.lib.env import WrongSetting

    try:
        import django
        from django.conf import settings

        django.setup()
        str(settings.DATABASES)
    except WrongSetting as error:
        raise CannotGoOn(str(error)) from error
    speak()
    return folder


def speak() -> None:
    """Let Django's messages come in the command's language too."""
    from django.utils import translation

    translation.activate(language())


def check_settings() -> None:
    """Raise CannotGoOn with what the rooms' own system checks find wrong, and print what they only warn of."""
    from django.core import checks

    for found in checks.run_checks(tags=["phien"]):
        sentence = " ".join(filter(None, (str(found.msg), str(found.hint or ""))))
        if found.is_serious():
            raise CannotGoOn(sentence)
        print("phien:", sentence, file=sys.stderr)


def prepare() -> None:
    """Bring the database and the static files up to this version. Costs little when nothing changed."""
    from django.conf import settings
    from django.core.management import call_command

    from phien.cli import turn

    check_settings()
    for folder in (settings.MEDIA_ROOT, settings.PHIEN_PRIVATE_ROOT, settings.PHIEN_EVIDENCE_ROOT):
        folder.mkdir(parents=True, exist_ok=True)
    with turn.alone(settings.PHIEN_HOME):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
