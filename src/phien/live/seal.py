"""Secrets that must be read again, such as other platforms' stream keys: encrypted under the site's own secret."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused

PURPOSE = b"phien.live.seal.1"


class WrongSeal(Refused):
    """It was sealed under another secret than the site has now."""

    code, status = "wrong_seal", 409
    message = _("The site's secret has changed since this key was kept. Please enter the key again.")


def _box() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def seal(text: str) -> str:
    """The text, encrypted; each time another result."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed; nothing for nothing. Raises WrongSeal."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise WrongSeal from error
