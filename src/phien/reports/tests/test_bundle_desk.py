"""Bundles at the desk and for everybody."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from phien.people.models import Scope
from phien.reports import actions
from phien.reports.bundle import actions as bundles
from phien.reports.bundle import keys
from phien.reports.models import Bundle, Report

DESK = "/en/desk/numbers/cho-phien/"
RESULTS = "/en/c/cho-phien/results/"


pytestmark = pytest.mark.usefixtures("own_key")


@pytest.fixture
def made(report: Report) -> Bundle:
    return bundles.ask_bundle(report=report, by=None)


def test_an_organiser_makes_it_and_opens_it(report: Report, person: Callable[..., Client], client: Client) -> None:
    organiser = person("organiser", "to-chuc")
    page = f"{DESK}{report.number}/"
    assert "Make the bundle" in organiser.get(page).content.decode()
    assert client.get("/.well-known/phien-key.pem").status_code == 404
    assert "made and signed" in organiser.post(f"{page}bundle/", follow=True).content.decode()
    key = keys.key_in_force()
    assert key is not None
    assert key.fingerprint in organiser.get(page).content.decode()
    assert client.get("/.well-known/phien-key.pem").content.decode() == key.pem
    assert [k["fingerprint"] for k in client.get("/.well-known/phien-keys.json").json()["keys"]] == [key.fingerprint]
    assert organiser.post(f"{page}bundle/open/", follow=True).status_code == 200
    assert Bundle.objects.get().opened_at is None  # a draft's bundle is for the desk
    actions.publish_report(report=report, by=None)
    assert client.get(f"{RESULTS}{report.number}/bundle.zip").status_code == 404
    assert "bundle.zip" not in client.get(RESULTS).content.decode()
    organiser.post(f"{page}bundle/open/")
    shown = client.get(RESULTS).content.decode()
    assert "bundle.zip" in shown
    assert key.fingerprint in shown
    response = client.get(f"{RESULTS}{report.number}/bundle.zip")
    data = b"".join(response.streaming_content)
    assert len(data) == Bundle.objects.get().size
    assert "report.json" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    organiser.post(f"{page}bundle/close/")
    assert "bundle.zip" not in client.get(RESULTS).content.decode()
    assert client.get(f"{RESULTS}{report.number}/bundle.zip").status_code == 404


def test_it_is_made_once(made: Bundle, report: Report) -> None:
    again = bundles.ask_bundle(report=report, by=None)
    assert (again.pk, again.sha256) == (made.pk, made.sha256)


def test_others(made: Bundle, report: Report, person: Callable[..., Client], client: Client) -> None:
    page = f"{DESK}{report.number}/"
    auditor, creator, stranger = person("auditor"), person("creator", "lan"), person("", "minh")
    assert auditor.get(f"{RESULTS}{report.number}/bundle.zip").status_code == 200
    for who, status in ((auditor, 403), (creator, 403), (stranger, 404)):
        for step in ("", "open/", "close/"):
            assert who.post(f"{page}bundle/{step}").status_code == status
    for who in (creator, stranger, client):
        assert who.get(f"{RESULTS}{report.number}/bundle.zip").status_code == 404
    elsewhere = person("organiser", "vit-hop", Scope.objects.create(kind="campaign", label="another"))
    assert elsewhere.post(f"{page}bundle/").status_code == 404
    assert elsewhere.get(f"{RESULTS}{report.number}/bundle.zip").status_code == 404
    assert client.post(f"{page}bundle/").status_code == 302  # to sign in
    assert Bundle.objects.get().opened_at is None


def test_wrong_numbers_and_methods(made: Bundle, report: Report, person: Callable[..., Client]) -> None:
    organiser = person("organiser", "to-chuc")
    assert organiser.post(f"{DESK}99/bundle/").status_code == 404
    assert organiser.post(f"{DESK}99/bundle/open/").status_code == 404
    assert organiser.get(f"{DESK}{report.number}/bundle/").status_code == 405
    assert organiser.post(f"{RESULTS}{report.number}/bundle.zip").status_code == 405
    assert organiser.get(f"{RESULTS}99/bundle.zip").status_code == 404
    actions.publish_report(report=report, by=None)
    bundles.open_bundle(bundle=made, by=None)
    actions.withdraw_report(report=report, by=None, reason="A mistake")
    assert Client().get(f"{RESULTS}{report.number}/bundle.zip").status_code == 404


def test_the_tick_makes_what_waits(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "AT_ONCE", 0)
    waiting = bundles.ask_bundle(report=report, by=None)
    assert waiting.made_at is None
    bundles.tick(timezone.now())
    waiting.refresh_from_db()
    assert waiting.made_at is not None
    assert waiting.size
