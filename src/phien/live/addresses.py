"""A writer's address as a keyed hash: enough to know it again, not enough to know it."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from phien.evidence.visitors import client_address

SALT = "phien.live.address"


def address_hash(request: HttpRequest) -> str:
    """128 bits in hexadecimal: HMAC-SHA256 under the site's secret of the IPv4 address, or of an IPv6 one's network.

    A home has a whole /64 of IPv6, and phones change the rest daily. "" where there is nothing to know: without an
    address, and for this machine itself, which is what everybody looks like behind a proxy that is not trusted.
    """
    address = client_address(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if address is None or address.is_loopback:
        return ""
    kept = address.packed if address.version == 4 else address.packed[:8]
    return salted_hmac(SALT, kept, algorithm="sha256").hexdigest()[:32]
