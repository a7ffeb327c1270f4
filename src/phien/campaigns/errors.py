from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class NothingChanged(Refused):
    code = "nothing_changed"
    status = 409
    message = _("The working copy is the same as the released programme.")


class EventHasSlots(Refused):
    code = "event_has_slots"
    status = 409
    message = _("Slots of the programme stand in this event. Take them out first, or mark the event as cancelled.")


class AddressTaken(Refused):
    code = "address_taken"
    status = 409
    message = _("Another campaign already has this address.")


class EventIsCancelled(Refused):
    code = "event_is_cancelled"
    status = 409
    message = _("This event is cancelled. Let it take place again first.")


class EventIsOver(Refused):
    code = "event_is_over"
    status = 409
    message = _("This event is over.")
