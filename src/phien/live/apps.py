from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "phien.live"
    label = "live"
    verbose_name = _("Live")

    def ready(self) -> None:
        from phien.live import panels, personal, queries  # noqa: PLC0415  # models are known only now
        from phien.live.checks import rtmps_has_its_certificate  # noqa: PLC0415
        from phien.realtime import counters  # noqa: PLC0415

        checks.register(rtmps_has_its_certificate, "phien")
        panels.register()
        personal.register()
        counters.register("broadcast:", queries.stock_of_topics)
        counters.register("broadcast:", queries.line_of_topics, name="line")
        counters.register("broadcast:", queries.prices_of_topics, name="prices")
