"""What live refuses."""

from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class NotOn(Refused):
    code, status, message = "not_on", 409, _("This broadcast is not on.")


class AlreadyStarted(Refused):
    code, status, message = "already_started", 409, _("This broadcast has already started.")


class AlreadyEnded(Refused):
    code, status, message = "already_ended", 409, _("This broadcast has ended.")


class StillOn(Refused):
    code, status, message = "still_on", 409, _("This broadcast has not ended.")


class TooLateToReopen(Refused):
    code, status, message = "too_late", 409, _("It ended more than an hour ago; please plan a new broadcast.")


class OfferElsewhere(Refused):
    code, status, message = "offer_elsewhere", 400, _("That product is not sold in this campaign.")


class ChatClosed(Refused):
    code, status, message = "chat_closed", 409, _("The chat opens with the broadcast and closes after it.")


class Muted(Refused):
    code, status = "muted", 403
    message = _("The moderator asked you to pause until %(until)s. You can still watch and buy.")


class MutedToTheEnd(Muted):
    message = _("The moderator asked you not to write any more today. You can still watch and buy.")


class TooFast(Refused):
    code, status, message = "too_fast", 429, _("One message every %(seconds)s seconds here. Please wait a moment.")


class GuestLinkClosed(Refused):
    code, status = "guest_link_closed", 410
    message = _("This guest's link is no longer valid. Ask the host for a new one.")


class HostFirst(Refused):
    code, status = "host_first", 403
    message = _("The host begins the broadcast. Your picture can be sent as soon as it is on.")


class IdentityMissing(Refused):
    """Facts: names (who is not checked, with commas)."""

    code, status = "identity_missing", 409
    message = _("Before going live the organiser has to see who this is: %(names)s.")


class RulesNotRead(Refused):
    """Facts: names (who has not read them, with commas)."""

    code, status = "rules_not_read", 409
    message = _("Before going live the rules of live selling have to be read by: %(names)s.")


class NobodyHosts(Refused):
    code, status = "nobody_hosts", 409
    message = _("Name a host or a presenter before going live.")


class RulesChanged(Refused):
    code, status = "rules_changed", 409
    message = _("The rules have changed since you opened them. Please read them again.")


class PapersMissing(Refused):
    """Facts: name (the product), papers (of which one is needed)."""

    code, status = "papers_missing", 409
    message = _("%(name)s cannot be shown yet. A valid paper is missing: %(papers)s.")


class BroadcastCut(Refused):
    code, status, message = "cut", 409, _("The organiser has stopped this broadcast.")


class NotCut(Refused):
    code, status, message = "not_cut", 409, _("This broadcast is not stopped.")


class AlreadyDecided(Refused):
    code, status, message = "already_decided", 409, _("This has been decided already.")


class AppealWaits(Refused):
    code, status = "appeal_waits", 409
    message = _("Your appeal waits for its decision.")


class NoRecording(Refused):
    code, status, message = "no_recording", 409, _("There is no recording any more.")


class RecordingHeld(Refused):
    code, status = "recording_held", 409
    message = _("This recording is held by law. Release the hold before deleting it.")


class NotOverYet(Refused):
    code, status, message = "not_over_yet", 409, _("A broadcast that has not ended cannot be deleted.")


class UnknownStreamKey(Refused):
    code, status = "unknown_stream_key", 403
    message = _("This stream key is not known here, or it was replaced.")


class WrongTarget(Refused):
    code, status = "wrong_target", 400
    message = _("Write the platform's server as rtmp://… or rtmps://…, without a name or password in it.")


class TargetIsHere(Refused):
    code, status = "target_is_here", 400
    message = _("That is this site's own server: the picture would go round in a circle.")


class NoTargetKey(Refused):
    code, status, message = "no_target_key", 400, _("Enter the stream key that the platform gave you.")


class TooManyTargets(Refused):
    code, status, message = "too_many_targets", 409, _("At most %(most)s platforms for one broadcast.")


class SlotElsewhere(Refused):
    code, status, message = "slot_elsewhere", 400, _("That part of the programme belongs to another broadcast.")


class Banned(Refused):
    code, status = "banned", 403
    message = _("The organiser asked you not to write in these rooms. You can still watch and buy.")


class BannedUntil(Banned):
    message = _("The organiser asked you not to write in these rooms until %(until)s. You can still watch and buy.")


class UnwantedWord(Refused):
    code, status = "unwanted_word", 400
    message = _("A word in it is not wanted here. Please say it in another way.")


class TooManyWords(Refused):
    code, status, message = "too_many_words", 409, _("At most %(most)s words in a campaign's list.")


class ShelfFull(Refused):
    code, status, message = "shelf_full", 409, _("At most %(most)s products in a broadcast. Take one off first.")


class MomentNotOver(Refused):
    code, status, message = "moment_not_over", 409, _("That moment is not over yet. Try again in %(seconds)s s.")


class NameTaken(Refused):
    code, status, message = "name_taken", 409, _("A page of this site has this address. Choose another.")
