"""The rules page: everyone reads it, hosts say yes to the version that they read."""

import hashlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client

from phien.live import rules
from phien.live.actions import schedule_broadcast
from phien.live.errors import NameTaken
from phien.live.models import Broadcast, RulesAcceptance
from phien.live.tests.conftest import signed_in

pytestmark = pytest.mark.django_db
TEXT = Path(rules.__file__).parent / "templates/live/law/rules_text.html"


def test_another_text_is_another_version() -> None:
    """When this fails, give rules.py a new VERSION too: hosts have to read the new text."""
    assert hashlib.sha256(TEXT.read_bytes()).hexdigest() == rules.TEXT_SHA256


def test_everyone_may_read_them_in_four_languages(client: Client, db: None) -> None:
    for prefix in ("", "/en", "/fr", "/zh-hans"):
        page = client.get(f"{prefix}/live/rules/").content.decode()
        assert rules.VERSION in page
        assert 'name="version"' not in page, "nobody who is not signed in says yes"


@pytest.mark.parametrize("slug", ["rules", "cases", "recordings", "front"])
def test_no_broadcast_takes_the_address_of_a_page(day: SimpleNamespace, slug: str) -> None:
    with pytest.raises(NameTaken):
        schedule_broadcast(event=day.event, slug=slug, name={"vi": "Luật"})
    assert not Broadcast.objects.filter(slug=slug).exists()


def test_a_host_says_yes_once(day: SimpleNamespace) -> None:
    person = signed_in(day.stranger)
    assert 'name="version"' in person.get("/live/rules/").content.decode()
    response = person.post("/live/rules/accept/", {"version": rules.VERSION, "next": "/desk/live/quynh-son/"})
    assert response.url == "/desk/live/quynh-son/"
    assert RulesAcceptance.objects.filter(actor=day.stranger).count() == 1
    assert 'name="version"' not in person.get("/live/rules/").content.decode()


def test_what_is_refused(day: SimpleNamespace) -> None:
    person = signed_in(day.stranger)
    before = RulesAcceptance.objects.count()
    assert person.post("/live/rules/accept/", {"version": "2001-01-01"}).status_code == 409
    assert person.post("/live/rules/accept/").status_code == 409
    assert person.get("/live/rules/accept/").status_code == 405
    assert Client().post("/live/rules/accept/", {"version": rules.VERSION}).status_code == 302
    assert RulesAcceptance.objects.count() == before
    away = person.post("/live/rules/accept/", {"version": rules.VERSION, "next": "https://example.org/"})
    assert away.url == "/live/rules/"
