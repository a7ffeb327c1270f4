from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "phien.places"
    label = "places"
    verbose_name = _("Places")

    def ready(self) -> None:
        from phien.places import personal  # noqa: PLC0415  # after all apps are known

        personal.register()
