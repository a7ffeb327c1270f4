from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "phien.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from phien.people import panels, personal  # noqa: PLC0415  # models are there only now

        panels.register()
        personal.register()
