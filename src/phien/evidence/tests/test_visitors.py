import pytest
from pytest_django import Settings

from phien.evidence.visitors import client_address, network_prefix, visitor_id

ADDRESSES = [
    ("203.0.113.7", "", "203.0.113.7"),
    ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # no proxy of ours: the header is anyone's claim
    ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
    ("127.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),  # only the nearest foreign hop is believed
    ("127.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
    ("127.0.0.1", "198.51.100.1:5123", "198.51.100.1"),
    ("127.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
    ("127.0.0.1", "nonsense, 10.0.0.2", "10.0.0.2"),
    ("::ffff:203.0.113.7", "", "203.0.113.7"),
    ("", "198.51.100.1", "198.51.100.1"),  # a unix socket has no peer
    ("", "", None),
]


@pytest.mark.parametrize(("peer", "header", "expected"), ADDRESSES)
def test_client_address(settings: Settings, peer: str, header: str, expected: str | None) -> None:
    settings.PHIEN_TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/8"]
    found = client_address(peer, header)
    assert (str(found) if found else None) == expected


def test_visitor_ids() -> None:
    def made(salt: bytes = b"a" * 32, address: str = "203.0.113.7", agent: str = "phone") -> str:
        return visitor_id(salt=salt, address=client_address(address), user_agent=agent)

    assert len(made()) == 16
    assert made() == made(address="203.0.113.99")
    assert len({made(), made(salt=b"b" * 32), made(address="203.0.114.7"), made(agent="other")}) == 4
    assert network_prefix(client_address("2001:db8:1:2::3")) == "2001:db8:1::/48"
