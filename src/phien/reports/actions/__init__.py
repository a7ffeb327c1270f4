"""What people do with reports: order, make, publish, withdraw, verify."""

from phien.reports.actions.making import make_report
from phien.reports.actions.publishing import check_report, publish_report, withdraw_report

__all__ = ["check_report", "make_report", "publish_report", "withdraw_report"]
