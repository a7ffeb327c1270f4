"""Files of orders and of commissions, one SKU a line."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import NamedTuple

from phien.observations.exports.parsing import faults, ids
from phien.observations.exports.parsing.faults import Wrong
from phien.observations.exports.parsing.numbers import bounded, minor
from phien.observations.exports.parsing.plan import Plan
from phien.observations.exports.seen import OrderRow, Seen, Skipped

# What a status says that no column with a time says. Statuses come in the interface's language.
_CANCELLED = frozenset({"canceled", "cancelled", "đã hủy", "đã huỷ", "dibatalkan", "ineligible", "không đủ điều kiện"})
_DELIVERED = frozenset({"completed", "delivered", "hoàn thành", "đã hoàn tất", "đã giao", "đã nhận được hàng"})
_SETTLED = frozenset({"settled", "đã thanh toán", "đã quyết toán"})
_YES = frozenset({"yes", "true", "1", "có", "ya"})


class Goods(NamedTuple):
    """What a line sold: pieces, pieces that came back, the line's amount and what of it was paid back."""

    quantity: int
    returned: int
    amount: int
    refunded: int
    currency: str


def rows(plan: Plan) -> Iterator[Seen]:
    """The seller's orders. `state` is the furthest that the line tells of; what a whole order paid back is shared among
    its lines in their order, so that the lines' refunds add up to it."""
    left: dict[str, int] = {}
    for found in plan.lines():
        if isinstance(found, Skipped):
            yield found
            continue
        line, cells = found
        try:
            order = _order_id(plan, cells, line)
            ordered_at, flag = _ordered(plan, cells)
            goods = _goods(plan, cells, order, left)
        except Wrong as wrong:
            yield wrong.skipped(line)
            continue
        yield OrderRow(
            line,
            ordered_at,
            plan.fingerprint.platform,
            "order",
            order,
            plan.cell(cells, "sku") or plan.cell(cells, "seller_sku"),
            plan.cell(cells, "seller_sku"),
            plan.cell(cells, "product_name"),
            goods.quantity,
            goods.returned,
            goods.amount,
            goods.refunded,
            goods.currency,
            _state(plan, cells, goods),
            plan.cell(cells, "province"),
            flag="negative" if goods.amount < 0 else flag,
        )


def affiliate_rows(plan: Plan) -> Iterator[Seen]:
    """The commissions. What was wholly returned is refunded in full; a commission that is not settled is expected."""
    for found in plan.lines():
        if isinstance(found, Skipped):
            yield found
            continue
        line, cells = found
        try:
            order = _order_id(plan, cells, line)
            ordered_at, flag = _ordered(plan, cells)
            named = plan.cell(cells, "currency")
            amount, currency = _scaled(plan, cells, "amount", named)
            settled = plan.cell(cells, "commission")
            commission, _same = _scaled(plan, cells, "commission" if settled else "commission_expected", named)
            quantity = plan.count(cells, "quantity") or 1
            content = plan.cell(cells, "content")
            content = ids.digits(content, plan, line) if content not in {"", "-", "--"} else ""
        except Wrong as wrong:
            yield wrong.skipped(line)
            continue
        back = plan.cell(cells, "all_returned").casefold() in _YES
        status = plan.cell(cells, "status").casefold()
        yield OrderRow(
            line,
            ordered_at,
            plan.fingerprint.platform,
            "affiliate",
            order,
            plan.cell(cells, "sku"),
            plan.cell(cells, "product"),
            plan.cell(cells, "product_name"),
            quantity,
            quantity if back else 0,
            amount,
            amount if back else 0,
            currency,
            "returned" if back else _affiliate_state(status),
            creator=plan.cell(cells, "creator").lower().lstrip("@"),
            content=content,
            content_kind=plan.cell(cells, "content_kind"),
            commission=commission,
            flag="negative" if amount < 0 else flag,
        )


def _order_id(plan: Plan, cells: list[str], line: int) -> str:
    """TikTok's are digits, Shopee's letters and digits. Never a number, whatever its length."""
    text = plan.cell(cells, "order").lstrip("'")
    if plan.fingerprint.columns[plan.heading["order"]].kind == "id":
        return ids.digits(text, plan, line)
    if ids.rounded(text) or not (text.isascii() and text.isalnum() and 6 <= len(text) <= 40):
        raise Wrong("id", faults.NO_ID, text)
    return text


def _ordered(plan: Plan, cells: list[str]) -> tuple[datetime, str]:
    text = plan.cell(cells, "ordered")
    written = plan.dates("ordered").read(text)
    if written is None:
        raise Wrong("date", faults.NOT_DATE, text)
    day, guessed = plan.years.of(written)
    zone = written.offset or plan.context.tz
    return datetime.combine(day, written.clock or time(), zone), "year_guessed" if guessed else ""


def _goods(plan: Plan, cells: list[str], order: str, left: dict[str, int]) -> Goods:
    quantity = plan.count(cells, "quantity") or 0
    returned = plan.count(cells, "returned") or 0
    if "price" in plan.index:  # Shopee gives the price of one piece
        price, currency = plan.amount(cells, "price") or (0, plan.currency)
        amount = bounded(price * quantity, plan.cell(cells, "price"))
        return Goods(quantity, returned, amount, price * min(returned, quantity), currency)
    amount, currency = plan.amount(cells, "amount") or (0, plan.currency)
    whole = plan.amount(cells, "order_refund") if "order_refund" in plan.index else None
    refunded = min(max(amount, 0), left.setdefault(order, whole[0] if whole else 0))
    left[order] -= refunded
    return Goods(quantity, returned, amount, refunded, currency)


def _scaled(plan: Plan, cells: list[str], field: str, named: str) -> tuple[int, str]:
    """An amount in the currency that the line's own column names."""
    if field not in plan.index:
        return 0, named or plan.currency
    value, currency = plan.amount(cells, field) or (0, named or plan.currency)
    if named and named != currency:
        value = bounded(value * 10 ** minor(named) // 10 ** minor(currency), plan.cell(cells, field))
        currency = named
    return value, currency


def _state(plan: Plan, cells: list[str], goods: Goods) -> str:
    status = plan.cell(cells, "status").casefold()
    if plan.cell(cells, "cancelled") or status in _CANCELLED:
        return "cancelled"
    if goods.quantity and goods.returned >= goods.quantity:
        return "returned"
    if plan.cell(cells, "delivered") or status in _DELIVERED:
        return "delivered"
    if plan.cell(cells, "paid"):
        return "paid"
    if plan.cell(cells, "ready") or plan.cell(cells, "shipped"):
        return "confirmed"
    return "placed"


def _affiliate_state(status: str) -> str:
    if status in _CANCELLED:
        return "cancelled"
    if status in _DELIVERED:
        return "delivered"
    return "paid" if status in _SETTLED else "placed"
