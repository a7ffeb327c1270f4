"""How django-allauth behaves here: accounts are made by organisers, never by strangers."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("User name and password do not fit together."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, or open your personal link."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
