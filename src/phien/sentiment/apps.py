from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SentimentConfig(AppConfig):
    name = "phien.sentiment"
    label = "sentiment"
    verbose_name = _("Sentiment")

    def ready(self) -> None:
        from phien.sentiment import panels, personal  # noqa: PLC0415  # needs the models, which are there only now

        panels.register()
        personal.register()
