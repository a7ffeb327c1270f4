"""System checks: what would keep encoders out."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from phien.video.rtmp.certificate import Certificate


def rtmps_has_its_certificate(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """RTMPS needs a certificate and its key, in files that this account may read."""
    certificate, key = settings.PHIEN_RTMPS_CERT, settings.PHIEN_RTMPS_KEY
    if not settings.PHIEN_RTMPS_PORT:
        return []
    for name, value in (("PHIEN_RTMPS_CERT", certificate), ("PHIEN_RTMPS_KEY", key)):
        if not value:
            hint = "PHIEN_RTMPS_PORT needs both files; or set it to 0."
            return [Error(f"{name} is missing.", hint=hint, id="live.E001")]
    try:
        Certificate(Path(certificate), Path(key))
    except OSError as error:
        hint = "Name the whole chain and its key in PEM, in files that the account of `phien media` may read."
        sentence = f"PHIEN_RTMPS_CERT {certificate} and PHIEN_RTMPS_KEY {key} cannot be used: {error}."
        return [Error(sentence, hint=hint, id="live.E002")]
    return []
