"""Parcel labels: A6, one to a page for a label printer, or four to an A4 sheet with lines to cut along.

A label speaks the site's first language, for its carriers; the phone number stands on it in full, since they call.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from fpdf import FPDF

from phien.lib import money, pdf
from phien.lib.template_tags import day, kilograms
from phien.market import payments, phones
from phien.market.models import Order, OrderLine, Payment

WIDTH, HEIGHT = 105.0, 148.0  # A6, mm
EDGE = 6.0
INNER = WIDTH - 2 * EDGE
MOST = 300  # labels in one file


@dataclass(frozen=True, slots=True)
class Label:
    number: str
    sender: str
    sender_place: str
    name: str
    phone: str
    street: str
    place: str
    weight: str
    money: str
    collect: bool
    goods: list[str]
    keeping: list[str]
    note: str
    url: str


def packing_url(order: Order) -> str:
    """What the QR code opens: the order in the packing mode of the desk."""
    return settings.PHIEN_ORIGIN + reverse("desk_market_pack", args=[order.purchase.campaign.slug, str(order)])


def label_of(order: Order) -> Label:
    """The words on an order's label. The order comes from queries.desk_orders.with_lines."""
    purchase = order.purchase
    place = order.producer.place
    words, collect = _money(order)
    return Label(
        number=str(order),
        sender=str(order.producer),
        sender_place=", ".join(str(p) for p in (place, place.parent) if p) if place else "",
        name=purchase.buyer_name,
        phone=phones.show(purchase.phone),
        street=purchase.street,
        place=f"{purchase.commune}, {purchase.province}",
        weight=kilograms(order.parcel.weight_g),
        money=words,
        collect=collect,
        goods=_goods(order),
        keeping=_keeping(order),
        note=purchase.note,
        url=packing_url(order),
    )


def _money(order: Order) -> tuple[str, bool]:
    payment = order.payment
    if order.state == order.State.CANCELLED:
        return _("CANCELLED. Do not send"), False
    if payment.state == Payment.State.PAID:
        return _("PAID. Collect nothing"), False
    if payments.get(payment.provider).before_packing:
        return _("NOT PAID YET. Do not send"), False
    return _("COLLECT %(amount)s") % {"amount": money.show(payment.missing)}, True


def _joined(order: Order) -> dict[int, list[OrderLine]]:
    """The order's lines by offer: a product's pieces may come from several lots."""
    found: dict[int, list[OrderLine]] = {}
    for line in order.lines.all():
        found.setdefault(line.offer_id, []).append(line)
    return found


def _goods(order: Order) -> list[str]:
    return [
        f"{sum(line.quantity for line in lines)} × {lines[0].offer.product.name}" for lines in _joined(order).values()
    ]


def _keeping(order: Order) -> list[str]:
    """How to keep each product and until when, by lot."""
    found = []
    several = len(_joined(order)) > 1
    for lines in _joined(order).values():
        product = lines[0].offer.product
        storage = next(iter(product.storage_conditions.all()), None)
        ends = [
            _("best before %(day)s (lot %(lot)s)") % {"day": day(lot.expires_on, "dd/MM/yyyy"), "lot": lot.code}
            for lot in {line.stock.lot_id: line.stock.lot for line in lines}.values()
            if lot.expires_on
        ]
        parts = [str(storage.condition)] if storage else []
        if storage and storage.min_c is not None and storage.max_c is not None:
            parts.append(f"{storage.min_c}–{storage.max_c} °C")
        if storage:
            parts.append(_("keeps %(days)s days") % {"days": storage.days})
        words = "; ".join([", ".join(parts), *ends] if parts else ends)
        if words:
            found.append(f"{product.name}: {words}" if several else words)
    return found


def a6(orders: Iterable[Order]) -> bytes:
    """A label to a page."""
    with override(settings.LANGUAGE_CODE):
        out = pdf.new(WIDTH, HEIGHT)
        for order in orders:
            out.add_page()
            _draw(out, label_of(order), 0, 0)
        return bytes(out.output())


def a4(orders: Iterable[Order]) -> bytes:
    """Four labels to a sheet, with lines to cut along."""
    with override(settings.LANGUAGE_CODE):
        out = pdf.new(2 * WIDTH, 2 * HEIGHT + 1)
        for number, order in enumerate(orders):
            if number % 4 == 0:
                out.add_page()
                out.set_draw_color(150)
                out.set_line_width(0.1)
                out.set_dash_pattern(dash=2, gap=2)
                out.line(WIDTH, 0, WIDTH, 2 * HEIGHT + 1)
                out.line(0, HEIGHT + 0.5, 2 * WIDTH, HEIGHT + 0.5)
                out.set_dash_pattern()
                out.set_draw_color(0)
            _draw(out, label_of(order), WIDTH * (number % 2), (HEIGHT + 1) * (number % 4 // 2))
        return bytes(out.output())


def _draw(out: FPDF, label: Label, left: float, top: float) -> None:
    """One label with its corner at (left, top). Every text stays in its box, whatever its length."""
    x, y = left + EDGE, top + EDGE
    out.set_text_color(0)
    out.set_line_width(0.3)
    pdf.fit(out, _("Sender"), x=x, y=y, w=58, h=4, most=7)
    end = pdf.fit(out, label.sender, x=x, y=y + 3.4, w=58, h=9, most=10, least=7, bold=True)
    pdf.fit(out, label.sender_place, x=x, y=end, w=58, h=y + 16.5 - end, most=8, least=6)
    pdf.fit(out, label.number, x=x, y=y + 18, w=58, h=11, most=23, least=12, bold=True)
    pdf.fit(out, label.weight, x=x, y=y + 29, w=58, h=6, most=12, bold=True)
    pdf.qr(out, label.url, x=x + INNER - 34, y=y - 1, w=34)
    y += 36
    out.line(x, y, x + INNER, y)
    pdf.fit(out, _("Receiver"), x=x, y=y + 1.2, w=INNER, h=4, most=7)
    end = pdf.fit(out, label.name, x=x, y=y + 4.6, w=INNER, h=13, most=16, least=9, bold=True)
    end = pdf.fit(out, label.phone, x=x, y=end + 0.4, w=INNER, h=8, most=18, least=12, bold=True)
    end = pdf.fit(out, label.street, x=x, y=end + 0.6, w=INNER, h=y + 37 - end, most=13, least=6)
    pdf.fit(out, label.place, x=x, y=end + 0.4, w=INNER, h=y + 45 - end, most=13, least=8, bold=True)
    y += 46
    _draw_money(out, label, x, y)
    y += 15
    room = top + HEIGHT - EDGE - y
    goods = pdf.fit(out, "\n".join(label.goods), x=x, y=y, w=INNER, h=room * 0.45, most=9, least=5.5, bold=True)
    rest = [*label.keeping, _("Note: %(note)s") % {"note": label.note}] if label.note else label.keeping
    pdf.fit(out, "\n".join(rest), x=x, y=goods + 1, w=INNER, h=top + HEIGHT - EDGE - goods - 1, most=8.5, least=5.5)


def _draw_money(out: FPDF, label: Label, x: float, y: float) -> None:
    """What the carrier collects, white on black; or a frame where there is nothing to collect."""
    if label.collect:
        out.set_fill_color(0)
        out.set_text_color(255)
    out.rect(x, y, INNER, 12, style="DF" if label.collect else "D")
    pdf.fit(out, label.money, x=x + 3, y=y + 1.4, w=INNER - 6, h=9.2, most=19, least=9, bold=True, align="C")
    out.set_text_color(0)
