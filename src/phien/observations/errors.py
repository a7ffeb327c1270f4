"""What the desk of exports refuses."""

from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class GivenAlready(Refused):
    code = "given_already"
    status = 409
    message = _("%(name)s was given already: %(when)s by %(who)s. It is the same file, byte for byte.")


class ExportEdited(Refused):
    code = "export_edited"
    status = 409
    message = _(
        "%(name)s is not the file whose hash was registered on %(when)s by %(who)s: "
        "it was edited after the export, or exported anew. Registered: %(promised)s… Given: %(given)s…"
    )


class ExportTooLarge(Refused):
    code = "export_too_large"
    status = 413
    message = _("%(name)s is larger than %(megabytes)s MB. Export a shorter time, and give each part by itself.")


class NotOpen(Refused):
    code = "export_not_open"
    status = 409
    message = _("This export is taken in, or is being taken in. Undo it instead.")


class NotTakenIn(Refused):
    code = "export_not_taken_in"
    status = 409
    message = _("This export is not taken in.")


class NotUndone(Refused):
    code = "export_not_undone"
    status = 409
    message = _("This export is not undone.")


class NotRead(Refused):
    code = "export_not_read"
    status = 409
    message = _("Say first what its headings mean.")


class NothingToTake(Refused):
    code = "nothing_to_take"
    status = 422
    message = _("No row of this file can be taken in.")


class UndoReasonMissing(Refused):
    code = "reason_missing"
    status = 422
    message = _("Say why it is undone.")


class PromisedAlready(Refused):
    code = "promised_already"
    status = 409
    message = _("This hash is registered already.")


class NotOfThisFile(Refused):
    code = "not_of_this_file"
    status = 422
    message = _("This session does not stand in this file.")


class NothingFits(Refused):
    code = "nothing_fits"
    status = 422
    message = _("With these meanings no line of the file can be read: %(reason)s")
