"""How many web processes a site may have, and what keeps one from starting."""

from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from phien.cli.open_files import allow_many
from phien.cli.site import CannotGoOn, check_settings
from phien.cli.web import be_the_only_one


def test_only_postgresql_with_redis_has_several(settings: Settings, tmp_path: Path) -> None:
    settings.PHIEN_REDIS_URL = ""
    first = be_the_only_one(tmp_path)
    with pytest.raises(CannotGoOn, match=r"web\.lock"):
        be_the_only_one(tmp_path)
    settings.PHIEN_REDIS_URL = "redis://127.0.0.1:6379/0"
    if connection.vendor == "postgresql":
        be_the_only_one(tmp_path).close()
    else:
        with pytest.raises(CannotGoOn, match=r"web\.lock"):
            be_the_only_one(tmp_path)
    first.close()
    settings.PHIEN_REDIS_URL = ""
    be_the_only_one(tmp_path).close()


def test_a_wrong_setting_stops_the_start_with_a_sentence(settings: Settings) -> None:
    check_settings()
    settings.PHIEN_TRUSTED_PROXIES = ["nginx"]
    with pytest.raises(CannotGoOn, match=r"PHIEN_TRUSTED_PROXIES is 'nginx'.*Write addresses"):
        check_settings()


def test_what_is_only_warned_of_is_told_and_goes_on(
    buckets: dict[str, str], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "phien.config.buckets.Bucket", "OPTIONS": {"bucket_name": "nobody-made-this"}}
    }
    check_settings()
    assert "nobody-made-this" in capsys.readouterr().err


def test_many_files_may_be_open() -> None:
    assert allow_many() >= 1024
