from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class LinkExpired(Refused):
    code = "link_expired"
    status = 410
    message = _("This sign-in link is no longer valid. Ask the organiser for a new one.")


class OwnPapers(Refused):
    code = "own_papers"
    status = 409
    message = _("Nobody checks their own papers. Ask another organiser to look at them.")


class LastOrganiser(Refused):
    code = "last_organiser"
    status = 409
    message = _("This is the last organiser here. Give somebody else the duty first.")
