from pathlib import Path

import pytest
from pytest_django import Settings

from phien.live.checks import rtmps_has_its_certificate
from phien.video.tests.certificates import certificate


@pytest.fixture
def rtmps(settings: Settings, tmp_path: Path) -> Settings:
    public, _context = certificate(tmp_path, "localhost")
    settings.PHIEN_RTMPS_PORT = 1936
    settings.PHIEN_RTMPS_CERT, settings.PHIEN_RTMPS_KEY = str(public), str(tmp_path / "key.pem")
    return settings


def test_a_certificate_that_can_be_read_is_fine(rtmps: Settings) -> None:
    assert rtmps_has_its_certificate(None) == []


@pytest.mark.parametrize("name", ["PHIEN_RTMPS_CERT", "PHIEN_RTMPS_KEY"])
def test_a_missing_half_is_named(rtmps: Settings, name: str) -> None:
    setattr(rtmps, name, "")
    (error,) = rtmps_has_its_certificate(None)
    assert name in str(error.msg)
    rtmps.PHIEN_RTMPS_PORT = 0
    assert rtmps_has_its_certificate(None) == []


def test_a_file_that_is_no_certificate_is_named(rtmps: Settings) -> None:
    Path(rtmps.PHIEN_RTMPS_CERT).write_text("nothing")
    (error,) = rtmps_has_its_certificate(None)
    assert rtmps.PHIEN_RTMPS_CERT in str(error.msg)
    rtmps.PHIEN_RTMPS_KEY = "/nowhere"
    assert rtmps_has_its_certificate(None)[0].hint
