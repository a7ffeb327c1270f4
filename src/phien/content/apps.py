from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "phien.content"
    label = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        from phien.content import panels, personal  # noqa: PLC0415  # needs the models, which are there only now

        panels.register()
        personal.register()
