from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class LinkExpired(Refused):
    code = "link_expired"
    status = 410
    message = _("This sign-in link is no longer valid. Ask the organiser for a new one.")
