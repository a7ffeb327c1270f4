from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObservationsConfig(AppConfig):
    name = "phien.observations"
    label = "observations"
    verbose_name = _("Observations")

    def ready(self) -> None:
        from phien.observations import panels, personal  # noqa: PLC0415  # needs the models, which are there only now

        panels.register()
        personal.register()
