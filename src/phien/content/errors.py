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


class NotAnAddress(Refused):
    code = "not_an_address"
    status = 422
    message = _("This is no address of a page: “%(address)s”.")


class ShortAddress(Refused):
    code = "short_address"
    status = 422
    message = _(
        "This is a short address: only %(platform)s knows which post it leads to. Open it, and copy the long address."
    )


class NoPostThere(Refused):
    code = "no_post_there"
    status = 422
    message = _("This leads to a page of %(platform)s, but to no single post.")


class WrongPublication(Refused):
    code = "wrong_publication"
    status = 422
    message = _("%(field)s: %(reason)s")


class RemovalWithoutReason(Refused):
    code = "reason_missing"
    status = 422
    message = _("Say why the publication is removed.")


class TagStandsForItself(Refused):
    code = "tag_stands_for_itself"
    status = 409
    message = _("%(tag)s cannot be a variant of itself.")


class TagsOfTwoCampaigns(Refused):
    code = "tags_of_two_campaigns"
    status = 409
    message = _("These hashtags belong to different campaigns.")


class TagStandsForNone(Refused):
    code = "tag_stands_for_none"
    status = 409
    message = _("%(tag)s is a variant of no other hashtag.")


class CopyOfItself(Refused):
    code = "copy_of_itself"
    status = 409
    message = _("A publication cannot be a copy of itself, nor of one in another campaign.")


class ListNotReadable(Refused):
    code = "list_not_readable"
    status = 422
    message = _("This list cannot be read: %(reason)s.")


class ListTooLong(Refused):
    code = "list_too_long"
    status = 413
    message = _("At most %(most)s rows may be given at once.")


class UnknownHeadings(Refused):
    code = "unknown_headings"
    status = 422
    message = _(
        "The first line names columns that are not known here, or one of them twice: %(names)s. Known are: %(known)s."
    )


class EmptyList(Refused):
    code = "empty_list"
    status = 422
    message = _("There is nothing in this list.")
