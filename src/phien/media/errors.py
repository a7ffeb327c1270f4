"""Why a file is not taken."""

from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class EmptyFile(Refused):
    code = "empty_file"
    message = _("The file is empty.")


class FileTooLarge(Refused):
    code = "file_too_large"
    status = 413
    message = _("The file is larger than %(limit)s MB. Please choose a smaller one.")


class TooManyPixels(Refused):
    code = "too_many_pixels"
    status = 413
    message = _("The picture has more than %(limit)s million pixels. Please make it smaller first.")


class NotAPicture(Refused):
    code = "not_a_picture"
    status = 415
    message = _("This is not a picture we can read. JPEG, PNG and WebP are possible.")


class BrokenPicture(Refused):
    code = "broken_picture"
    status = 422
    message = _("The picture is damaged: it may have been cut off on its way. Please send it again.")


class NotAFilm(Refused):
    code = "not_a_film"
    status = 415
    message = _("This is not an MP4 film.")


class BrokenFilm(Refused):
    code = "broken_film"
    status = 422
    message = _("The film is damaged: it may have been cut off on its way. Please send it again.")


class BrokenStream(Refused):
    code = "broken_stream"
    status = 422
    message = _("The stream's folder is not complete: %(what)s.")
