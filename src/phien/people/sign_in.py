"""The form behind the sign-in page: allauth's, in each of our languages and without what nobody here uses."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("login", _("User name")), ("password", _("Password")), ("remember", _("Stay signed in"))):
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)
        # Passwords are given anew by an organiser, with a personal link; there is no e-mail to send one to.
        self.fields["password"].help_text = ""
