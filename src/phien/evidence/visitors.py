"""Who came, for one day and without a cookie: a keyed hash of network prefix and browser under the day's secret.

The address itself is never stored. Two days' ids cannot be joined, and once the day's secret is destroyed, nothing
leads back from an id to an address.
"""

import hmac
import socket
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings

Address = IPv4Address | IPv6Address
Networks = tuple[IPv4Network | IPv6Network, ...]


@lru_cache(maxsize=4)
def _networks(proxies: tuple[str, ...]) -> Networks:
    return tuple(ip_network(proxy, strict=False) for proxy in proxies)


def trusted_networks() -> Networks:
    """The proxies whose X-Forwarded-For is believed. ValueError where the setting is wrong."""
    return _networks(tuple(settings.PHIEN_TRUSTED_PROXIES))


def _parse(text: str) -> Address | None:
    try:
        return IPv4Address(socket.inet_pton(socket.AF_INET, text))  # nearly all are of this kind, and it is quick
    except (OSError, ValueError):
        text = text.strip().strip('"')
    if text.startswith("[") and "]" in text:
        text = text[1 : text.index("]")]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def client_address(peer: str, forwarded_for: str = "", networks: Networks | None = None) -> Address | None:
    """The nearest address that is not one of our proxies, whose `networks` are trusted_networks(). Without a trusted
    peer the header is not looked at."""
    if not forwarded_for:
        return _parse(peer)
    if networks is None:
        networks = trusted_networks()
    if not _is_proxy(peer, networks):
        return _parse(peer)
    hops = forwarded_for.split(",")
    address = _parse(hops.pop())
    if address is None:
        return _parse(peer)
    while hops and any(address in network for network in networks):
        hop = _parse(hops.pop())
        if hop is None:
            break
        address = hop
    return address


@lru_cache(maxsize=16)
def _is_proxy(peer: str, networks: Networks) -> bool:
    """Whether to believe this peer: a proxy of ours, or no address at all (a unix socket)."""
    address = _parse(peer)
    return address is None or any(address in network for network in networks)


def network_prefix(address: Address | None) -> str:
    """The first 24 bits of an IPv4 address, the first 48 of an IPv6 one."""
    if address is None:
        return ""
    if address.version == 4:
        first, second, third, _last = address.packed
        return f"{first}.{second}.{third}.0/24"
    return str(ip_network((address, 48), strict=False))


def visitor_id(*, salt: bytes, address: Address | None, user_agent: str, site: str | None = None) -> str:
    """64 bits in hexadecimal: HMAC-SHA256(salt, site ‖ network prefix ‖ agent), truncated. The site is its origin."""
    origin = settings.PHIEN_ORIGIN if site is None else site
    message = f"{origin}\x1f{network_prefix(address)}\x1f{user_agent}"
    return hmac.digest(salt, message.encode("utf-8", "replace"), "sha256")[:8].hex()
