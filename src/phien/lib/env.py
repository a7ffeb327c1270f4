"""Typed readers of the environment. Every setting of Phiên is named PHIEN_... and read here."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class WrongSetting(ValueError):
    """A setting holds what cannot be used; the message names it and says what would be right."""


def text(name: str, default: str = "") -> str:
    """The setting's value, or the contents of the file that NAME_FILE points to, or the default."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise WrongSetting(f"{name}_FILE: {path} cannot be read ({error.strerror})") from error
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    value = text(name).strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise WrongSetting(f"{name} is {value!r}; write yes or no")


def number(name: str, default: int) -> int:
    value = text(name).strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise WrongSetting(f"{name} is {value!r}; write a whole number") from error


def choice(name: str, default: str, among: tuple[str, ...]) -> str:
    value = text(name).strip().lower() or default
    if value not in among:
        raise WrongSetting(f"{name} is {value!r}; write {' or '.join(among)}")
    return value


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url: str, home: Path) -> dict[str, object]:
    """Django's settings for a database URL.

    Empty means SQLite in the home folder. SQLite runs with WAL, full synchronisation and IMMEDIATE transactions,
    so that a writer waits for its turn instead of failing, and a commit is on the disk when it is acknowledged.
    """
    parts = urlsplit(url or f"sqlite:///{home / 'phien.sqlite3'}")
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/") if parts.path.startswith("//") else parts.path)
            if url
            else str(home / "phien.sqlite3"),
            "CONN_MAX_AGE": None,
            # A test's database is a file too: one in memory locks its threads out instead of making them wait.
            "TEST": {"NAME": str(home / "test.sqlite3")},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-16000;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(dict(parse_qsl(parts.query)).get("host", parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise WrongSetting(f"PHIEN_DATABASE_URL begins with {parts.scheme!r}; write sqlite:///path or postgresql://…")
