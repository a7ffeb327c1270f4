"""What privacy refuses, by name."""

from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class OutOfBounds(Refused):
    code, status = "out_of_bounds", 422
    message = _("Between %(least)s and %(most)s days.")


class FixedPeriod(Refused):
    code, status = "fixed_period", 409
    message = _("How long this is kept is fixed.")


class NothingRuns(Refused):
    code, status = "nothing_runs", 409
    message = _("No clock runs for this: it ends with what it belongs to.")


class GuardianMissing(Refused):
    code, status = "guardian_missing", 422
    message = _("For a child the guardian has to say yes, and from 7 years on the child too.")


class WhoIsMissing(Refused):
    code, status = "who_is_missing", 422
    message = _("Say whose consent it is: a person here, or a phone number.")


class AlreadyWithdrawn(Refused):
    code, status = "already_withdrawn", 409
    message = _("This consent was taken back before.")


class NotFoundYet(Refused):
    code, status = "not_found_yet", 409
    message = _("Look for what is held first.")


class AlreadyAnswered(Refused):
    code, status = "already_answered", 409
    message = _("This request was answered before.")


class NotProven(Refused):
    code, status = "not_proven", 409
    message = _("Who asks is not proven yet. Make sure of it first, and note that you did.")


class WrongConfirmation(Refused):
    code, status = "wrong_confirmation", 422
    message = _("What you typed is not this request's number. Nothing was erased.")


class NothingAsked(Refused):
    code, status = "nothing_asked", 422
    message = _("Say by what the person can be found.")


class NoSuchProof(Refused):
    code, status = "no_such_proof", 404
    message = _("No order has this code and this phone.")


class WrongPerson(Refused):
    code, status = "wrong_person", 404
    message = _("No request has this number, order code and phone.")


class WrongKind(Refused):
    code, status = "wrong_kind", 409
    message = _("This person asked to see what is held, not to erase it.")
