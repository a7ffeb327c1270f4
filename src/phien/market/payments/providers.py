"""The interface of a way to pay, and the three that come with the house."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phien.lib import clock, vietqr
from phien.market.errors import NoPayee, UnknownProvider

if TYPE_CHECKING:
    from phien.market.models import Order, Payee

TRANSFER_HOURS = 24


@dataclass(frozen=True, slots=True)
class Instructions:
    """What the buyer has to do. For a transfer: to whom, how much, with which memo, and the QR code's content."""

    text: str | Promise
    qr: str = ""
    facts: dict[str, str] = field(default_factory=dict)


class Provider(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str | Promise: ...
    @property
    def hint(self) -> str | Promise: ...
    @property
    def on_site(self) -> bool:
        """Whether buyers may choose it; otherwise only staff do."""
        ...

    @property
    def before_packing(self) -> bool:
        """Whether the money has to be there before the parcel is packed."""
        ...

    @property
    def paid_at_once(self) -> bool:
        """Whether the money was taken elsewhere, before the order was entered."""
        ...

    @property
    def needs_account(self) -> bool:
        """Whether `check` looks at the producer's bank account."""
        ...

    def due(self) -> datetime | None:
        """Until when the money has to come; the order is cancelled after that. None: no such time."""
        ...

    def check(self, payee: "Payee | None", producer: str) -> None:
        """Refuse where this producer cannot be paid so."""
        ...

    def instructions(self, order: "Order", payee: "Payee | None") -> Instructions: ...


class CashOnDelivery:
    key = "cod"
    label = _("Cash on delivery")
    hint = _("Pay the carrier when the parcel arrives.")
    on_site, before_packing, paid_at_once, needs_account = True, False, False, False

    def due(self) -> datetime | None:
        return None

    def check(self, payee: "Payee | None", producer: str) -> None:
        return None

    def instructions(self, order: "Order", payee: "Payee | None") -> Instructions:
        return Instructions(_("Have the money ready for the carrier."))


class BankTransfer:
    key = "bank_transfer"
    label = _("Bank transfer")
    hint = _("Scan a VietQR code with your bank's app, straight to the maker.")
    on_site, before_packing, paid_at_once, needs_account = True, True, False, True

    def due(self) -> datetime | None:
        return clock.now() + timedelta(hours=TRANSFER_HOURS)

    def check(self, payee: "Payee | None", producer: str) -> None:
        if payee is None:
            raise NoPayee(name=producer)

    def instructions(self, order: "Order", payee: "Payee | None") -> Instructions:
        if payee is None:
            return Instructions(_("The maker will call you with the account number."))
        payment = order.payment
        content = vietqr.encode(
            bank_bin=payee.bank_bin, account=payee.account_number, amount=payment.missing, memo=payment.reference
        )
        return Instructions(
            _("Scan the code, or transfer by hand with exactly this memo."),
            qr=content,
            facts={
                "bank": vietqr.BANKS.get(payee.bank_bin, payee.bank_bin),
                "account": payee.account_number,
                "name": payee.account_name,
                "memo": payment.reference,
            },
        )


class Outside:
    """Paid at the stall, or to another channel that settles with the producer itself."""

    key = "outside"
    label = _("Paid elsewhere")
    hint = _("At the stall, or through the other channel.")
    on_site, before_packing, paid_at_once, needs_account = False, False, True, False

    def due(self) -> datetime | None:
        return None

    def check(self, payee: "Payee | None", producer: str) -> None:
        return None

    def instructions(self, order: "Order", payee: "Payee | None") -> Instructions:
        return Instructions(_("This order is paid."))


_providers: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    _providers[provider.key] = provider


def get(key: str) -> Provider:
    try:
        return _providers[key]
    except KeyError:
        raise UnknownProvider from None


def choices(*, staff: bool = False) -> list[Provider]:
    return [provider for provider in _providers.values() if staff or provider.on_site]


register(CashOnDelivery())
register(BankTransfer())
register(Outside())
