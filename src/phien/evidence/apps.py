from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from phien.evidence.checks import datacentres_are_networks, folder_is_writable, proxies_are_addresses


class EvidenceConfig(AppConfig):
    name = "phien.evidence"
    label = "evidence"
    verbose_name = _("Evidence")

    def ready(self) -> None:
        from phien.evidence import personal  # noqa: PLC0415  # needs the models, which are there only now

        personal.register()
        checks.register(folder_is_writable, "phien")
        checks.register(proxies_are_addresses, "phien")
        checks.register(datacentres_are_networks, "phien")
