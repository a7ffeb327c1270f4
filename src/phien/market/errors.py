"""What the market refuses, by name."""

from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class WrongQuantity(Refused):
    code, status = "wrong_quantity", 400
    message = _("Write a quantity of 1 or more.")


class OverLimit(Refused):
    code, status = "over_limit", 400
    message = _("At most %(limit)s of %(name)s per order.")


class SoldOut(Refused):
    """Facts: name, left (pieces that can still be had; 0 when none), held (pieces that may come back)."""

    code, status = "sold_out", 409
    message = _("Only %(left)s left of %(name)s.")

    def __init__(self, *, name: object, left: int, held: int = 0) -> None:
        words = None
        if not left:
            words = (
                _("%(name)s is sold out. %(held)s are still held and may come back.")
                if held
                else _("%(name)s has just sold out.")
            )
        super().__init__(words, name=name, left=left, held=held)


class OfferPaused(Refused):
    code, status = "paused", 409
    message = _("The sale of %(name)s is paused.")


class NotYetOnSale(Refused):
    code, status = "not_yet", 409
    message = _("%(name)s is not on sale yet.")


class SaleEnded(Refused):
    code, status = "ended", 409
    message = _("The sale of %(name)s has ended.")


class BasketEmpty(Refused):
    code, status = "basket_empty", 409
    message = _("Your basket is empty.")


class BasketOrdered(Refused):
    code, status = "basket_ordered", 409
    message = _("This basket has been ordered already.")


class TotalChanged(Refused):
    """Facts: total (the new one, đồng)."""

    code, status = "total_changed", 409
    message = _("The total has changed since you saw it. Please look at it again.")


class WrongAddress(Refused):
    code, status = "wrong_address", 400
    message = _("This commune does not belong to that province.")


class NoShipping(Refused):
    code, status = "no_shipping", 409
    message = _("The organiser does not send parcels to %(province)s.")


class TooFar(Refused):
    """What is left would arrive with too few days to keep."""

    code, status = "too_far", 409
    message = _("%(name)s would not arrive fresh enough in %(province)s.")


class UnknownProvider(Refused):
    code, status = "unknown_provider", 400
    message = _("Choose how to pay.")


class NoPayee(Refused):
    code, status = "no_payee", 409
    message = _("%(name)s cannot take bank transfers yet. Please choose another way to pay.")


class UnknownReference(Refused):
    code, status = "unknown_reference", 404
    message = _("No payment has the reference %(reference)s.")


class ImpossibleMove(Refused):
    """A state machine does not go from where it stands to where it was asked to go."""

    code, status = "impossible_move", 409


class OrderNotOpen(ImpossibleMove):
    code = "order_not_open"
    message = _("This order is cancelled or completed.")


class AlreadyPacked(ImpossibleMove):
    code = "already_packed"
    message = _("This parcel is packed already. Please call the organiser.")


class AlreadyHandedOver(ImpossibleMove):
    code = "already_handed_over"
    message = _("This parcel has left already.")


class NotToPack(ImpossibleMove):
    code = "not_to_pack"
    message = _("This parcel does not wait to be packed.")


class NotPacked(ImpossibleMove):
    code = "not_packed"
    message = _("Pack the parcel before handing it over.")


class NotOnTheWay(ImpossibleMove):
    code = "not_on_the_way"
    message = _("This parcel is not on its way.")


class NotPaidYet(ImpossibleMove):
    code = "not_paid_yet"
    message = _("This order waits for its transfer.")


class RefundDone(ImpossibleMove):
    code = "refund_done"
    message = _("This refund has been paid already.")


class NotEnoughFree(Refused):
    """Facts: free (pieces that nobody has reserved)."""

    code, status = "not_enough_free", 409
    message = _("Only %(free)s pieces are free; the others are reserved.")


class SameOutlet(Refused):
    code, status = "same_outlet", 400
    message = _("Choose two different outlets.")


class OtherDates(Refused):
    """Facts: code, made (the date the lot has)."""

    code, status = "other_dates", 409
    message = _("The lot %(code)s is there already, with other dates.")


class NothingOfIt(Refused):
    code, status = "nothing_chosen", 400
    message = _("Choose at least one.")


class UnknownOffer(Refused):
    code, status = "unknown_offer", 404
    message = _("This is not on offer here.")


class PhoneNeeded(Refused):
    """Facts: name, limit (pieces per phone number)."""

    code, status = "phone_needed", 400
    message = _("At most %(limit)s of %(name)s per phone number: please give yours.")


class OverPhoneLimit(Refused):
    """Facts: name, limit."""

    code, status = "over_phone_limit", 409
    message = _("At most %(limit)s of %(name)s per phone number, and this number has had its share.")


class OtherPhone(Refused):
    code, status = "other_phone", 409
    message = _("These pieces are kept for another phone number. Please give the one you claimed them with.")


class FlashNotLower(Refused):
    """Facts: regular (đồng, as people read it)."""

    code, status = "flash_not_lower", 409
    message = _("A flash price is below the regular price of %(regular)s.")


class FlashOutsideSale(Refused):
    code, status = "flash_outside_sale", 409
    message = _("A flash price lies within the time of the sale.")


class FlashPassed(Refused):
    code, status = "flash_passed", 409
    message = _("This time has passed already.")


class FlashOverlaps(Refused):
    code, status = "flash_overlaps", 409
    message = _("Another flash price runs at that time.")


class MoreCosts(Refused):
    code, status = "more_costs", 409
    message = _(
        "The flash price is over. The pieces that are kept for you keep it; more of them cost the regular price."
    )


class MalformedClaim(Refused):
    code, status = "malformed", 400
    message = _("This was not sent by the buy button of this site.")


class ClaimTooLarge(MalformedClaim):
    status = 413


class WrongClaimToken(Refused):
    code, status = "wrong_token", 403
    message = _("This page is too old. Please load it again.")


class Busy(Refused):
    """Nothing was written; the same claim may be sent again. Facts: retry_after (seconds)."""

    code, status = "busy", 503
    message = _("Very many press at the same time. Please try again in a moment: your place does not suffer by it.")


class NotWritten(Refused):
    """The database did not take it; the same may be sent again. Facts: retry_after (seconds)."""

    code, status = "not_written", 503
    message = _("This could not be written just now. Nothing is lost: please try again in a moment.")


class OrderUnderWay(Refused):
    """Facts: code (of the order)."""

    code, status = "order_under_way", 409
    message = _("Order %(code)s is still under way or has money to be paid back. Its buyer is needed until it is over.")


class UnknownPromoCode(Refused):
    """Facts: code (as typed)."""

    code, status = "unknown_promo_code", 422
    message = _(
        "The code “%(code)s” is not known here. Look at it once more, or leave the field empty: the price is the same."
    )


class WrongPromoCode(Refused):
    code, status = "wrong_promo_code", 422
    message = _("A code has 3 to 20 letters and digits.")


class PromoCodeTaken(Refused):
    """Facts: code."""

    code, status = "promo_code_taken", 409
    message = _("The code %(code)s is there already.")


class EnteredBefore(Refused):
    """Facts: number, code (of the purchase)."""

    code, status = "entered_before", 409
    message = _("The other channel's order %(number)s is entered already, as %(code)s.")
