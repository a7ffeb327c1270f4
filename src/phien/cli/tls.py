"""A certificate that the site makes for itself, so that a phone in the local network may open its camera."""

import contextlib
import ipaddress
import os
import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from phien.cli.words import _

DAYS = 365
"""Phones refuse a certificate that holds for longer than 825 days."""
RENEW_BEFORE = timedelta(days=14)


def local_addresses() -> list[str]:
    """This machine's addresses in its networks, the one towards the outside first. Nothing is sent."""
    found = []
    for family, outside in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((outside, 9))
            found.append(str(probe.getsockname()[0]))
    with contextlib.suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    return [name for name in dict.fromkeys(found) if not ipaddress.ip_address(name).is_loopback]


def names() -> list[str]:
    """Everything by which a browser may call this machine: for the certificate and for the site."""
    host = socket.gethostname()
    return list(dict.fromkeys(["localhost", "127.0.0.1", "::1", host, f"{host}.local", *local_addresses()]))


def certificate(home: Path, for_names: Sequence[str], *, days: int = DAYS) -> tuple[Path, Path]:
    """The certificate's and the key's file in the site's folder; made anew when a name is missing or its end near."""
    folder = home / "tls"
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if not (key.exists() and covers(certificate, for_names)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made, secret = _make(for_names, days)
        certificate.unlink(missing_ok=True)  # never one beside another's key
        _write(key, secret)
        _write(certificate, made)
    return certificate, key


def covers(path: Path, for_names: Sequence[str]) -> bool:
    """Whether the certificate is there, names all of these, and holds for a while yet."""
    try:
        found = x509.load_pem_x509_certificate(path.read_bytes())
        said = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (FileNotFoundError, ValueError, x509.ExtensionNotFound):
        return False
    held = {str(name.value) for name in said}
    return held >= set(for_names) and found.not_valid_after_utc - datetime.now(UTC) > RENEW_BEFORE


def _make(for_names: Sequence[str], days: int) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Phiên")])
    now = datetime.now(UTC)  # browsers ask the real clock, whatever a demo's says
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # a phone's clock may be late
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in for_names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return built.public_bytes(serialization.Encoding.PEM), secret


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode())


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    temporary.replace(path)


def settle(port: int) -> str:
    """Make this run's settings those of an https site, before Django reads them; gives its origin.

    A site with an https address of its own keeps it. Any other is called by its address in the local network, so that
    its short links and QR codes lead a phone here.
    """
    origin = os.environ.get("PHIEN_ORIGIN", "")
    if urlsplit(origin).scheme != "https":
        origin = f"https://{next(iter(local_addresses()), 'localhost')}:{port}"
        os.environ["PHIEN_ORIGIN"] = origin
    hosts = os.environ.get("PHIEN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
    if "*" not in hosts:
        every = [f"[{name}]" if ":" in name else name for name in names()]
        os.environ["PHIEN_ALLOWED_HOSTS"] = ",".join(dict.fromkeys([*hosts.split(","), *every]))
    return origin


def loopback() -> ssl.SSLContext:
    """For asking this machine's own site, which nobody vouches for."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def explain(port: int) -> None:
    """Where a phone finds the site, and what its browser's warning means."""
    print("\n  " + _("On a phone in the same network, over https, so that it may use its camera:"))
    for address in local_addresses() or ["localhost"]:
        print(f"    https://{f'[{address}]' if ':' in address else address}:{port}/")
    print(
        "  " + _("The browser warns once, since this site made its certificate itself: choose “Advanced”, then go on."),
        flush=True,
    )
