from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from phien.lib.panels import register


class MarketConfig(AppConfig):
    name = "phien.market"
    label = "market"
    verbose_name = _("Market")

    def ready(self) -> None:
        from phien.market import desk_panels, panels, personal  # noqa: PLC0415  # tables exist only now

        goods = "market/panels/goods.html"
        register(page="campaign", name="goods", template=goods, query=panels.campaign_goods, order=20)
        register(page="clip", name="goods", template=goods, query=panels.clip_goods, order=20)
        register(page="actor", name="goods", template=goods, query=panels.actor_goods, order=20)
        register(page="place", name="goods", template=goods, query=panels.place_goods, order=20)
        desk_panels.put_up()
        personal.register()
