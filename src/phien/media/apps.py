from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from phien.media.checks import bucket_is_whole, buckets_answer


class MediaConfig(AppConfig):
    name = "phien.media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from phien.media import personal  # noqa: PLC0415  # needs the models, which are there only now

        personal.register()
        checks.register(bucket_is_whole, "phien")
        checks.register(buckets_answer, "phien")
