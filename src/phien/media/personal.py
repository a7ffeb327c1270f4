"""What pictures and films hold about the people in them and those who made them."""

from django.utils.translation import gettext_lazy as _

from phien.lib import personal
from phien.lib.personal import Basis, Holding, Keep, Purpose, Where
from phien.media.models import Asset


def register() -> None:
    personal.hold(
        Holding(
            id="pictures",
            room="media",
            name=_("Pictures and films"),
            whose=_("People shown, and who took the picture"),
            what=_("The file, what it shows, whose it is; the private original also has the camera's notes"),
            fields={"media.Asset": ("alt", "credit", "original", "licence")},
            basis=Basis.CONSENT,
            why=_("People agreed to be shown; children only with two consents."),
            keep=Keep(_("Until consent is taken back, or what it belongs to is taken down")),
            where=(Where.PUBLIC, Where.PRIVATE, Where.DATABASE, Where.BACKUP),
            seen_by=_("Everybody; originals only organisers"),
            stays=_("Nobody can tell by machine who is in a picture: an organiser looks at each and takes it away."),
            count=Asset.objects.count,
        )
    )
    personal.ask_for(
        Purpose(
            id="shown",
            room="media",
            name=_("Pictures and films that show me"),
            text=_(
                "Pictures and films in which I can be known again may be shown on this site, in its reports and to "
                "the press."
            ),
            by_hand=_("Look at each picture and film that shows this person and replace it or take it down."),
        )
    )
    personal.not_personal({"media.Rendition": "a file's name that nobody can guess"})
