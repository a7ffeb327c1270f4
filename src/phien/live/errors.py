"""What live refuses."""

from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class NotOn(Refused):
    code, status, message = "not_on", 409, _("This broadcast is not on.")


class AlreadyStarted(Refused):
    code, status, message = "already_started", 409, _("This broadcast has already started.")


class AlreadyEnded(Refused):
    code, status, message = "already_ended", 409, _("This broadcast has ended.")


class StillOn(Refused):
    code, status, message = "still_on", 409, _("This broadcast has not ended.")


class TooLateToReopen(Refused):
    code, status, message = "too_late", 409, _("It ended more than an hour ago; please plan a new broadcast.")


class OfferElsewhere(Refused):
    code, status, message = "offer_elsewhere", 400, _("That product is not sold in this campaign.")


class ChatClosed(Refused):
    code, status, message = "chat_closed", 409, _("The chat opens with the broadcast and closes after it.")


class Muted(Refused):
    code, status = "muted", 403
    message = _("The moderator asked you to pause until %(until)s. You can still watch and buy.")


class MutedToTheEnd(Muted):
    message = _("The moderator asked you not to write any more today. You can still watch and buy.")


class TooFast(Refused):
    code, status, message = "too_fast", 429, _("One message every %(seconds)s seconds here. Please wait a moment.")
