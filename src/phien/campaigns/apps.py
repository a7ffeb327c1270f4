from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "phien.campaigns"
    label = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        from phien.campaigns import panels, personal  # noqa: PLC0415  # needs the models, which are there only now

        panels.register()
        personal.register()
