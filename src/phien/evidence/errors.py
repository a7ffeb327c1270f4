"""What the collector and the journal refuse, by name."""

from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class JournalUnavailable(Refused):
    """The hit is not on the disk and so was not acknowledged; whoever sent it may send it again."""

    code, status, message = "journal_unavailable", 503, _("The count cannot be written just now. Please try again.")

    def __init__(self) -> None:
        super().__init__(retry_after=5)


class MalformedHits(Refused):
    code, status, message = "malformed_hits", 400, _("This is not a list of events: %(why)s.")


class TooManyHits(Refused):
    code, status, message = "too_many_events", 413, _("At most %(limit)s events may be sent at once.")


class HitsTooLarge(Refused):
    code, status, message = "too_large", 413, _("At most %(limit)s bytes may be sent at once.")


class WrongToken(Refused):
    code, status, message = "wrong_token", 403, _("This page's mark was not made by this site.")


class ExpiredToken(Refused):
    code, status, message = "expired_token", 410, _("This page has been open too long to be counted. Please reload it.")


class SealerBusy(Refused):
    code, status, message = "sealer_busy", 409, _("Another process is sealing. Please try again in a moment.")


class ManifestBroken(Refused):
    """The manifest cannot be read; chain.py says where."""

    code, status, message = "manifest_broken", 500, _("Line %(n)s of the manifest cannot be read.")


class UnknownRules(Refused):
    code, status, message = "unknown_rules", 404, _("There is no set of rules %(version)s. Known: %(known)s.")


class WrongDays(Refused):
    code, status, message = "wrong_days", 422, _("The last day must not lie before the first, nor 400 days after it.")
