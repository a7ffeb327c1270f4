"""What people do in the market: one keyword-only verb function each."""

from phien.market.actions.baskets import (
    HOLD_MINUTES,
    change_hold,
    expire_holds,
    hold,
    open_basket,
    release_hold,
)
from phien.market.actions.checkout import buy_now, enter_order, place_purchase
from phien.market.actions.claimed import change_claimed, let_go
from phien.market.actions.claims import leave_line
from phien.market.actions.counter import hand_across
from phien.market.actions.intake import take_in_lot
from phien.market.actions.line import close_line
from phien.market.actions.offers import (
    cancel_flash_price,
    pause_offer,
    plan_flash_price,
    put_on_offer,
    resume_offer,
)
from phien.market.actions.orders import cancel_order, cancel_unpaid
from phien.market.actions.parcels import mark_delivered, mark_handed_over, mark_packed, mark_returned, unpack
from phien.market.actions.payments import receive_payment, refund_done, refund_due
from phien.market.actions.promo import (
    known_promo_code,
    make_promo_code,
    stop_promo_code,
    use_promo_code_again,
)
from phien.market.actions.purchases import BuyerFacts
from phien.market.actions.stock import correct_stock, set_aside, take_in
from phien.market.actions.tick import tick

__all__ = [
    "HOLD_MINUTES",
    "BuyerFacts",
    "buy_now",
    "cancel_flash_price",
    "cancel_order",
    "cancel_unpaid",
    "change_claimed",
    "change_hold",
    "close_line",
    "correct_stock",
    "enter_order",
    "expire_holds",
    "hand_across",
    "hold",
    "known_promo_code",
    "leave_line",
    "let_go",
    "make_promo_code",
    "mark_delivered",
    "mark_handed_over",
    "mark_packed",
    "mark_returned",
    "open_basket",
    "pause_offer",
    "place_purchase",
    "plan_flash_price",
    "put_on_offer",
    "receive_payment",
    "refund_done",
    "refund_due",
    "release_hold",
    "resume_offer",
    "set_aside",
    "stop_promo_code",
    "take_in",
    "take_in_lot",
    "tick",
    "unpack",
    "use_promo_code_again",
]
