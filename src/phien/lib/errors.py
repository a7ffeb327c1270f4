"""What an action raises when a person asks for what cannot be. The middleware turns it into a page, a part or JSON."""

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A named refusal: `code` for programs, `message` for people in their language, `status` for HTTP."""

    code = "refused"
    status = 400
    message: str | Promise = _("This cannot be done.")

    def __init__(self, message: str | Promise | None = None, **facts: object) -> None:
        if message is not None:
            self.message = message
        self.facts = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.facts if self.facts else text

    def say_when(self, response: HttpResponse) -> None:
        """Write into the answer when to come again, where that is known."""
        if "retry_after" in self.facts:
            response["Retry-After"] = str(self.facts["retry_after"])


class NotAllowed(Refused):
    code = "not_allowed"
    status = 403
    message = _("Your role does not allow this.")


class TooMany(Refused):
    code = "too_many"
    status = 429
    message = _("Too many at once. Please wait a moment and try again.")
