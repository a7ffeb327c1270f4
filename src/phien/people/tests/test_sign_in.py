"""The page where people with an account sign in."""

import pytest
from django.test import Client

from phien.people.models import User

URL = "/en/account/login/"
WORDS = "mot-mat-khau-dai"


@pytest.mark.django_db
def test_the_form_speaks_the_readers_language_and_lets_in() -> None:
    User.objects.create_user(username="an", password=WORDS)
    client = Client()
    page = client.get(URL).content.decode()
    assert "User name" in page
    assert "Stay signed in" in page
    wrong = client.post(URL, {"login": "an", "password": "khong-phai"}).content.decode()
    assert "User name and password do not fit together." in wrong
    assert client.post(URL, {"login": "an", "password": WORDS}).status_code == 302
    assert client.session["_auth_user_id"]
