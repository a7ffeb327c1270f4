from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class WrongWindow(Refused):
    code = "wrong_window"
    status = 400
    message = _("The report's end must lie after its start.")


class NothingSealed(Refused):
    code = "nothing_sealed"
    status = 409
    message = _("Nothing has been sealed yet. Evidence is sealed each hour; please come back then.")


class CutUnknown(Refused):
    code = "cut_unknown"
    status = 404
    message = _("The manifest has no entry %(seq)s.")


class ChainBroken(Refused):
    code = "chain_broken"
    status = 409
    message = _("The evidence does not hold: %(problem)s. No report is made from it.")


class NotPublished(Refused):
    code = "not_published"
    status = 409
    message = _("This report is not public.")


class AlreadyPublished(Refused):
    code = "already_published"
    status = 409
    message = _("This report is public already.")


class WasWithdrawn(Refused):
    code = "was_withdrawn"
    status = 409
    message = _("This report was withdrawn. Make a new one instead.")


class DoesNotHold(Refused):
    code = "does_not_hold"
    status = 409
    message = _("This report does not hold against the evidence, so it cannot be published.")


class ReasonMissing(Refused):
    code = "reason_missing"
    status = 400
    message = _("Say why the report is withdrawn; the reason is shown in its place.")


class FilesGone(Refused):
    code = "files_gone"
    status = 409
    message = _("No bundle can be made: %(name)s is missing.")


class BundleNotMade(Refused):
    code = "bundle_not_made"
    status = 409
    message = _("The bundle has not been made yet.")
