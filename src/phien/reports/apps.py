from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "phien.reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from phien.reports import panels, personal  # noqa: PLC0415  # needs the models, which are there only now

        panels.register()
        personal.register()
