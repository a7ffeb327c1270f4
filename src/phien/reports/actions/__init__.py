"""What people do with reports: order, make, publish, withdraw, verify."""

from phien.reports.actions.making import make_report
from phien.reports.actions.orders import fill_order, is_large, order_report
from phien.reports.actions.publishing import check_report, publish_report, withdraw_report

__all__ = [
    "check_report",
    "fill_order",
    "is_large",
    "make_report",
    "order_report",
    "publish_report",
    "withdraw_report",
]
