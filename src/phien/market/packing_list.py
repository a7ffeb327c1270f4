"""The packing list on A4: per producer what to fetch, by product and lot, then parcel by parcel with a box to tick."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from fpdf import FPDF

from phien.campaigns.models import Campaign
from phien.lib import clock, pdf
from phien.lib.template_tags import day, kilograms, moment
from phien.market import payments, phones
from phien.market.models import Order, Payment
from phien.market.queries.desk_orders import ProducerSheet

WIDTH, HEIGHT = 210.0, 297.0
EDGE = 14.0
INNER = WIDTH - 2 * EDGE
BOTTOM = HEIGHT - 16


def packing_pdf(campaign: Campaign, sheets: Sequence[ProducerSheet]) -> bytes:
    """The list as a file, in the reader's language. Each producer begins a page of their own."""
    out = pdf.new(WIDTH, HEIGHT)
    for sheet in sheets:
        _Pages(out, campaign, sheet).draw()
    if not sheets:
        out.add_page()
        pdf.fit(out, _("Nothing to pack."), x=EDGE, y=EDGE, w=INNER, h=12, most=16, bold=True)
    return bytes(out.output())


class _Pages:
    """One producer's pages; `y` runs down and begins a new page where a row does not fit."""

    def __init__(self, out: FPDF, campaign: Campaign, sheet: ProducerSheet) -> None:
        self.out, self.campaign, self.sheet, self.y, self.number = out, campaign, sheet, EDGE, 0

    def draw(self) -> None:
        self._page()
        self._caption(_("To fetch"))
        for row in self.sheet.totals:
            lot = row.line.stock.lot
            until = _("best before %(day)s") % {"day": day(lot.expires_on, "dd/MM/yyyy")} if lot.expires_on else ""
            self._need(8)
            self._text(f"{row.quantity} ×", 0, 20, 7, most=13, bold=True)
            self._text(str(row.line.offer.product.name), 20, 92, 7, most=11, bold=True)
            self._text(f"{_('Lot')} {lot.code}", 114, 26, 7, most=10)
            self._text(until, 142, INNER - 142, 7, most=10)
            self._row_end(8)
        self.y += 4
        self._caption(_("Parcels"))
        for order in self.sheet.orders:
            self._order(order)

    def _order(self, order: Order) -> None:
        goods = "\n".join(
            f"{line.quantity} × {line.offer.product.name} ({line.stock.lot.code})" for line in order.lines.all()
        )
        purchase = order.purchase
        to = f"{purchase.buyer_name} · {phones.partly(purchase.phone)}\n{purchase.commune}, {purchase.province.name}"
        note = _("Note: %(note)s") % {"note": purchase.note} if purchase.note else ""
        height = max(13.0, 5.0 * (1 + goods.count("\n")) + 2) + (6 if note else 0)
        height = min(height, BOTTOM - 60)
        self._need(height)
        self.out.rect(EDGE, self.y + 1, 5, 5)
        self._text(str(order), 8, 36, 7, most=12, bold=True)
        self.y += 6.5
        self._text(f"{kilograms(order.parcel.weight_g)} · {_money(order)}", 8, 36, 6, most=8)
        self.y -= 6.5
        self._text(to, 46, 60, 12, most=9.5, least=6)
        self._text(goods, 108, INNER - 108, height - (7 if note else 1), most=9.5, least=5.5, bold=True)
        if note:
            self.y += height - 6
            self._text(note, 46, INNER - 46, 5, most=8.5, least=5.5)
            self.y -= height - 6
        self._row_end(height)

    def _page(self) -> None:
        self.out.add_page()
        self.number += 1
        self.y = EDGE
        self._text(str(self.sheet.producer), 0, INNER - 50, 9, most=17, least=9, bold=True)
        self._text(
            _("Packing list · page %(number)s") % {"number": self.number}, INNER - 48, 48, 5, most=8.5, align="R"
        )
        self.y += 9
        words = f"{self.campaign} · {moment(clock.now())} · {_('Parcels')}: {len(self.sheet.orders)}"
        self._text(words, 0, INNER, 6, most=9.5)
        self.y += 9

    def _caption(self, words: str) -> None:
        self._need(20)
        self._text(words, 0, INNER, 6, most=10, bold=True)
        self.y += 6.5
        self.out.set_draw_color(0)
        self.out.set_line_width(0.4)
        self.out.line(EDGE, self.y, WIDTH - EDGE, self.y)
        self.out.set_line_width(0.2)
        self.y += 1

    def _need(self, height: float) -> None:
        if self.y + height > BOTTOM:
            self._page()

    def _row_end(self, height: float) -> None:
        self.y += height
        self.out.set_draw_color(190)
        self.out.line(EDGE, self.y, WIDTH - EDGE, self.y)
        self.out.set_draw_color(0)
        self.y += 1

    def _text(
        self,
        words: str,
        left: float,
        w: float,
        h: float,
        *,
        most: float,
        least: float = 6,
        bold: bool = False,
        align: str = "L",
    ) -> None:
        pdf.fit(
            self.out, words, x=EDGE + left, y=self.y + 0.6, w=w, h=h, most=most, least=least, bold=bold, align=align
        )


def _money(order: Order) -> str:
    if order.payment.state == Payment.State.PAID:
        return _("paid")
    return str(payments.get(order.payment.provider).label)
