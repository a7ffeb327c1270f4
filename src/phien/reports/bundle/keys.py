"""The site's key: an Ed25519 pair in the site's folder, made when it is first needed. Bundles are signed by it.

    keys/site.pem    the private key, readable by its owner alone
    keys/keys.json   every public key the site has had: fingerprint, PEM, since, until

A fingerprint is the SHA-256 of the public key as DER (SubjectPublicKeyInfo), which is what
`openssl pkey -pubin -in KEY.pem -outform DER | sha256sum` prints.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from phien.lib import clock


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key of this site's; `since` and `until` are ISO 8601, `until` is empty for the one in force."""

    fingerprint: str
    pem: str
    since: str
    until: str = ""


def folder() -> Path:
    return Path(settings.PHIEN_HOME) / "keys"


def public_keys() -> list[PublicKey]:
    """All that there have been, the one in force last. None before the first bundle."""
    try:
        return [PublicKey(**entry) for entry in json.loads((folder() / "keys.json").read_text(encoding="utf-8"))]
    except FileNotFoundError:
        return []


def key_in_force() -> PublicKey | None:
    return next((key for key in reversed(public_keys()) if not key.until), None)


def ensure_key() -> PublicKey:
    """The key in force; made now where there is none."""
    with _alone():
        return key_in_force() or _new_key()


def renew_key() -> PublicKey:
    """Make another key. The old private key is destroyed; its public key stays listed, with the day it ended."""
    with _alone():
        return _new_key()


def signature_of(data: bytes) -> bytes:
    """64 bytes, by the key in force (see ensure_key)."""
    private = load_pem_private_key((folder() / "site.pem").read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError("keys/site.pem is no Ed25519 key")
    return private.sign(data)


def fingerprint_of(pem: bytes) -> str:
    """ValueError where this is not the PEM of an Ed25519 public key."""
    return hashlib.sha256(_public(pem).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def signed_by(pem: bytes, signature: bytes, data: bytes) -> bool:
    try:
        _public(pem).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def _public(pem: bytes) -> Ed25519PublicKey:
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")  # noqa: TRY004  # like all else that is no key
    return key


def _new_key() -> PublicKey:
    private = Ed25519PrivateKey.generate()
    pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    now = clock.now().isoformat(timespec="seconds")
    made = PublicKey(fingerprint_of(pem), pem.decode(), now)
    before = [key if key.until else replace(key, until=now) for key in public_keys()]
    secret = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write("site.pem", secret, 0o600)
    _write("keys.json", json.dumps([asdict(key) for key in [*before, made]], indent=1).encode(), 0o644)
    return made


def _write(name: str, data: bytes, mode: int) -> None:
    """Whole or not at all, and never readable by more than `mode` says."""
    temporary = folder() / f"{name}.new"
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder() / name)


@contextmanager
def _alone() -> Iterator[None]:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder() / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
