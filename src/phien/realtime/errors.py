"""What realtime refuses."""

from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class UnknownMessage(Refused):
    code = "unknown_message"
    status = 404
    message = _("This message does not exist.")


class WrongToken(Refused):
    code = "wrong_token"
    status = 403
    message = _("This page is too old. Please load it again.")
