"""What the video room refuses."""

from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class NoSuchPicture(Refused):
    """Also for what exists and is not public: an address tells nothing."""

    code = "no_such_picture"
    status = 404
    message = _("There is no such picture.")


class NoPictureYet(Refused):
    code = "no_picture_yet"
    status = 503
    message = _("The picture has not come yet.")


class WrongPlace(Refused):
    code = "wrong_place"
    status = 400
    message = _("The stream has not come that far.")


class WrongToken(Refused):
    code = "wrong_token"
    status = 401
    message = _("This page is too old. Please load it again.")


class Malformed(Refused):
    code = "malformed"
    status = 400
    message = _("This upload is not understood: %(why)s.")


class WrongFormat(Refused):
    code = "wrong_format"
    status = 415
    message = _("Only WebM and MP4 recordings are taken.")


class TooLarge(Refused):
    code = "too_large"
    status = 413
    message = _("A piece may have at most %(limit)s MB.")


class Gap(Refused):
    code = "gap"
    status = 409
    message = _("Piece %(next)s is missing before this one.")


class SomebodyElse(Refused):
    code = "somebody_else"
    status = 409
    message = _("%(label)s is on air.")


class NotYourTake(Refused):
    code = "not_your_take"
    status = 403
    message = _("This recording belongs to somebody else.")


class TakeIsOver(Refused):
    code = "take_is_over"
    status = 409
    message = _("This recording was finished already.")


class BroadcastIsOver(Refused):
    code = "over"
    status = 403
    message = _("This broadcast is over.")


class BroadcastIsCut(Refused):
    code = "cut"
    status = 403
    message = _("This broadcast was cut off.")


class DiskFull(Refused):
    code = "disk_full"
    status = 507
    message = _("The site's disk is nearly full. Your recording waits on this phone.")


class NothingFilmed(Refused):
    code = "nothing_filmed"
    status = 409
    message = _("There is no picture in this stretch.")
