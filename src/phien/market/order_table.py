"""Orders as a spreadsheet. Every text is written as a text, so that none of it is ever taken for a formula or link."""

import io
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from phien.market import payments, phones
from phien.market.models import Order

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx(orders: Iterable[Order]) -> bytes:
    """One row per line of an order (queries.desk_orders.with_lines); money in đồng as numbers, times as local."""
    out = io.BytesIO()
    book = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd hh:mm",
            "remove_timezone": True,
        },
    )
    sheet = book.add_worksheet(str(_("Orders"))[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0"})
    heads = [
        (_("Order"), 13),
        (_("Placed"), 17),
        (_("State"), 12),
        (_("Parcel"), 14),
        (_("Payment"), 12),
        (_("Way to pay"), 18),
        (_("Outlet"), 16),
        (_("Producer"), 26),
        (_("Receiver"), 24),
        (_("Phone"), 16),
        (_("House, street, hamlet"), 30),
        (_("Commune or ward"), 20),
        (_("Province or city"), 20),
        (_("Note"), 24),
        (_("Product"), 30),
        (_("Lot"), 10),
        (_("Quantity"), 9),
        (_("Unit price, đồng"), 14),
        (_("Amount, đồng"), 14),
        (_("Shipping, đồng"), 14),
        (_("Weight, g"), 10),
        (_("Carrier"), 16),
        (_("Tracking number"), 18),
    ]
    for column, (head, width) in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    row = 0
    for order in orders:
        for place, line in enumerate(order.lines.all()):
            row += 1
            for column, value in enumerate(_cells(order)):
                if column == 1:
                    sheet.write_datetime(row, column, timezone.localtime(order.purchase.placed_at))
                else:
                    sheet.write_string(row, column, str(value))
            sheet.write_string(row, 14, str(line.offer.product.name))
            sheet.write_string(row, 15, line.stock.lot.code)
            sheet.write_number(row, 16, line.quantity)
            sheet.write_number(row, 17, line.unit_price, money)
            sheet.write_number(row, 18, line.amount, money)
            if place == 0:  # once per order, so that the column can be summed
                sheet.write_number(row, 19, order.shipping_fee, money)
                sheet.write_number(row, 20, order.parcel.weight_g)
            sheet.write_string(row, 21, order.parcel.carrier)
            sheet.write_string(row, 22, order.parcel.tracking)
    sheet.autofilter(0, 0, max(row, 1), len(heads) - 1)
    book.close()
    return out.getvalue()


def _cells(order: Order) -> list[object]:
    purchase, parcel, payment = order.purchase, order.parcel, order.payment
    return [
        order,
        "",
        order.get_state_display(),
        parcel.get_state_display(),
        payment.get_state_display(),
        payments.get(payment.provider).label,
        purchase.get_outlet_display(),
        order.producer,
        purchase.buyer_name,
        phones.show(purchase.phone) if purchase.phone else "",
        purchase.street,
        purchase.commune,
        purchase.province,
        purchase.note,
    ]
