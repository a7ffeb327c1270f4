from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from phien.evidence.checks import folder_is_writable, proxies_are_addresses


class EvidenceConfig(AppConfig):
    name = "phien.evidence"
    label = "evidence"
    verbose_name = _("Evidence")

    def ready(self) -> None:
        checks.register(folder_is_writable, "phien")
        checks.register(proxies_are_addresses, "phien")
