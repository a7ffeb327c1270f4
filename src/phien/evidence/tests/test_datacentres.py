"""Hits from an operator's list of networks, and the family of the agent that a hit keeps."""

import os
from ipaddress import ip_address
from pathlib import Path

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from phien.evidence import actions, datacentres, journal, queries
from phien.evidence.agents import family_of
from phien.evidence.checks import datacentres_are_networks


@pytest.fixture
def networks(tmp_path: Path, settings: Settings) -> Path:
    path = tmp_path / "networks.txt"
    path.write_text("# a list\n192.0.2.0/25\n192.0.2.128/25 # beside it\n\n2001:db8::/32\n")
    settings.PHIEN_DATACENTRES = str(path)
    return path


@pytest.mark.parametrize(
    ("address", "listed"),
    [("192.0.2.0", True), ("192.0.2.255", True), ("192.0.3.0", False), ("192.0.1.255", False),
     ("2001:db8:1::1", True), ("2001:db9::1", False)],
)  # fmt: skip
def test_an_address_is_looked_up_in_the_list(networks: Path, address: str, listed: bool) -> None:
    assert datacentres.is_datacentre(ip_address(address)) is listed


def test_without_a_list_nobody_sits_in_a_data_centre() -> None:
    assert not datacentres.is_datacentre(ip_address("192.0.2.1"))


def test_a_changed_list_is_read_again(networks: Path) -> None:
    assert not datacentres.is_datacentre(ip_address("203.0.113.1"))
    networks.write_text("203.0.113.0/24\n")
    os.utime(networks, ns=(1, 1))
    assert datacentres.is_datacentre(ip_address("203.0.113.1"))
    assert not datacentres.is_datacentre(ip_address("192.0.2.1"))


def test_a_wrong_list_is_named_before_the_site_starts(networks: Path) -> None:
    assert datacentres_are_networks(None) == []
    networks.write_text("192.0.2.0/24\n192.0.2.0/33\n")
    (error,) = datacentres_are_networks(None)
    assert "line 2" in error.msg
    networks.unlink()
    (error,) = datacentres_are_networks(None)
    assert error.id == "evidence.E003"


@pytest.mark.django_db
def test_a_hit_from_there_is_kept_and_does_not_count(networks: Path, agent: str) -> None:
    for address in ("192.0.2.7", "203.0.113.7"):
        request = RequestFactory().get("/", REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
        actions.record_request_hit(request, kind="page", subject=address)
    journal.current().rotate()
    actions.seal(force=True)
    with queries.connect() as found:
        rows = found.execute("SELECT subject, reason, agent FROM hits ORDER BY subject").fetchall()
    assert rows == [("192.0.2.7", "datacentre", "android"), ("203.0.113.7", "", "android")]


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("", ""),
        ("Mozilla/5.0 (Linux; Android 14; SM-A245F) Chrome/154.0.0.0 Mobile Safari/537.36", "android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1", "ios"),
        ("Mozilla/5.0 (Linux; Android 13; CPH2269 Build/TP1A; wv) Zalo android/12080671", "in-app"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) [FBAN/FBIOS;FBAV/480.0]", "in-app"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) coc_coc_browser/130.0.0 Chrome/150.0.0.0", "windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.3 Safari/605.1.15", "mac"),
        ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "linux"),
        ("A phone of tomorrow", "other"),
    ],
)  # fmt: skip
def test_of_an_agent_only_its_family_is_kept(agent: str, family: str) -> None:
    assert family_of(agent) == family


@pytest.mark.django_db
def test_rows_that_were_sealed_before_the_family_was_kept_are_read(root: Path, agent: str) -> None:
    def without_agent(line: bytes) -> bytes:
        return line.replace(b',"agent":"android"', b"")

    old = actions.make_hit(kind="page", subject="old", visitor="v", user_agent=agent)
    new = actions.make_hit(kind="page", subject="new", visitor="v", user_agent=agent)
    journal.current().append(without_agent(old.line()))
    actions.seal(force=True)
    with queries.connect() as found:
        assert found.execute("SELECT subject, agent FROM hits").fetchall() == [("old", "")]
    actions.record_hits(hits=[new])
    actions.seal(force=True)
    with queries.connect() as found:
        rows = found.execute("SELECT subject, agent FROM hits ORDER BY subject").fetchall()
    assert rows == [("new", "android"), ("old", "")]
