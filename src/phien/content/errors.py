from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class FilmMissing(Refused):
    code = "film_missing"
    status = 409
    message = _("A clip needs its film before it can be published.")


class DisclosureMissing(Refused):
    code = "disclosure_missing"
    status = 409
    message = _("A commercial clip says that it is one: write the disclosure first.")


class ReasonMissing(Refused):
    code = "reason_missing"
    status = 422
    message = _("Say why the clip is taken down.")


class UnknownLink(Refused):
    code = "unknown_link"
    status = 404
    message = _("This short link is not known here. It may have been mistyped or cut off.")


class TakenDown(Refused):
    code = "taken_down"
    status = 410
    message = _("This clip was taken down.")
