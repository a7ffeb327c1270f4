"""What the desk of comments refuses."""

from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class FileKnown(Refused):
    code = "comments_given_already"
    status = 409
    message = _("%(name)s was given already: %(when)s by %(who)s. It is the same file, byte for byte.")


class NoTextColumn(Refused):
    code = "no_text_column"
    status = 422
    message = _("Say which column holds the comments' text.")


class UnknownColumn(Refused):
    code = "unknown_column"
    status = 422
    message = _("The table has no column “%(column)s”.")


class ColumnTwice(Refused):
    code = "column_twice"
    status = 422
    message = _("The column “%(column)s” cannot be two things at once.")


class UnknownTable(Refused):
    code = "unknown_table"
    status = 422
    message = _("The file has no table “%(table)s”.")


class FileNotOpen(Refused):
    code = "comments_not_open"
    status = 409
    message = _("This file is taken in, or is being taken in.")


class FileNotTakenIn(Refused):
    code = "comments_not_taken_in"
    status = 409
    message = _("This file is not taken in.")


class NoCommentThere(Refused):
    code = "no_comment_there"
    status = 422
    message = _("No line of this table holds a comment that can be taken in.")


class InASample(Refused):
    code = "in_a_sample"
    status = 409
    message = _("Comments of this file are in a sample, so it cannot be undone. Erase single comments instead.")


class TooFewComments(Refused):
    code = "too_few_comments"
    status = 409
    message = _("Only %(left)s comments fit, so %(size)s cannot be drawn from them.")


class SampleClosed(Refused):
    code = "sample_closed"
    status = 409
    message = _("This sample is closed; its labels stay as they are.")


class SeatsTaken(Refused):
    code = "seats_taken"
    status = 409
    message = _("Two others label this sample already.")


class NoSeat(Refused):
    code = "no_seat"
    status = 403
    message = _("You are not one of the two who label this sample.")


class LabelledAlready(Refused):
    code = "labelled_already"
    status = 409
    message = _("You labelled this comment already. Take your last label back to change it.")


class CommentGone(Refused):
    code = "comment_gone"
    status = 410
    message = _("This comment was erased meanwhile.")


class NothingToTakeBack(Refused):
    code = "nothing_to_take_back"
    status = 409
    message = _("There is no label to take back.")


class NotBothDone(Refused):
    code = "not_both_done"
    status = 409
    message = _("Both must have labelled all comments first; %(left)s labels are missing.")


class NotDisputed(Refused):
    code = "not_disputed"
    status = 409
    message = _("The two agree on this comment.")


class StillDisputed(Refused):
    code = "still_disputed"
    status = 409
    message = _("%(left)s comments on which the two disagree are not settled.")


class NothingToCount(Refused):
    code = "nothing_to_count"
    status = 409
    message = _("No comment of this sample has a label that counts.")
