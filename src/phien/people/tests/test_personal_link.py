from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from phien.lib import clock
from phien.people import actions
from phien.people.models import Actor, PersonalLink, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def bich() -> Actor:
    return Actor.objects.create(slug="bich", kind="person", name={"vi": "Bích"})


def test_a_link_signs_in_without_password(client: Client, bich: Actor) -> None:
    url = reverse("personal_link", args=[actions.make_personal_link(actor=bich, by=None)])
    assert "Bích" in client.get(url).content.decode()
    assert "_auth_user_id" not in client.session
    assert client.post(url).url == reverse("desk")
    bich.refresh_from_db()
    assert client.session["_auth_user_id"] == str(bich.user_id)


def test_looking_at_a_link_does_not_use_it(client: Client, bich: Actor) -> None:
    url = reverse("personal_link", args=[actions.make_personal_link(actor=bich, by=None)])
    client.get(url)
    assert PersonalLink.objects.get().last_used_at is None


@pytest.mark.parametrize("spoil", ["expire", "revoke", "deactivate", "unknown"])
def test_a_closed_link_opens_nothing(client: Client, bich: Actor, spoil: str) -> None:
    token = actions.make_personal_link(actor=bich, by=None)
    if spoil == "expire":
        PersonalLink.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    elif spoil == "revoke":
        actions.revoke_personal_links(actor=bich)
    elif spoil == "deactivate":
        bich.user.is_active = False
        bich.user.save()
    else:
        token += "x"
    response = client.post(reverse("personal_link", args=[token]))
    assert response.status_code == 410
    assert "_auth_user_id" not in client.session


def test_the_token_itself_is_not_kept(bich: Actor) -> None:
    token = actions.make_personal_link(actor=bich, by=None)
    assert token not in str(list(PersonalLink.objects.values_list()))


def test_no_redirect_to_another_site(client: Client, bich: Actor) -> None:
    url = reverse("personal_link", args=[actions.make_personal_link(actor=bich, by=None)])
    assert client.post(url + "?next=https://elsewhere.example/").url == reverse("desk")


def test_strangers_cannot_make_an_account(client: Client) -> None:
    response = client.post(reverse("account_signup"), {"username": "stranger", "password1": "a-long-password-1"})
    assert response.status_code == 200
    assert not User.objects.filter(username="stranger").exists()


def test_desk_asks_a_stranger_to_sign_in(client: Client) -> None:
    assert client.get(reverse("desk")).status_code == 302


def test_a_browser_may_send_the_form(bich: Actor) -> None:
    """A page without any referrer makes browsers send `Origin: null`, which the CSRF check refuses."""
    strict = Client(enforce_csrf_checks=True)
    url = reverse("personal_link", args=[actions.make_personal_link(actor=bich, by=None)])
    page = strict.get(url)
    assert "no-referrer" not in page.content.decode() + str(page.headers)
    answer = strict.post(
        url, {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value}, HTTP_ORIGIN="http://testserver"
    )
    assert answer.status_code == 302
