from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RealtimeConfig(AppConfig):
    name = "phien.realtime"
    label = "realtime"
    verbose_name = _("Realtime")

    def ready(self) -> None:
        from phien.realtime import personal  # noqa: PLC0415  # after all apps are known

        personal.register()
