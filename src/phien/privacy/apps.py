from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "phien.privacy"
    label = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from phien.privacy import panels, personal  # noqa: PLC0415  # needs the models, which are there only now

        panels.register()
        personal.register()
