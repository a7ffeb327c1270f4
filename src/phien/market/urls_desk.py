"""The market desk, under /desk/market/."""

from django.urls import path

from phien.market.views.desk import enter, flash, line, money, offers, orders, overview, packing, promo, steps, stock

urlpatterns = [
    path("<slug:slug>/", overview.overview, name="desk_market"),
    path("<slug:slug>/orders/", orders.orders, name="desk_market_orders"),
    path("<slug:slug>/orders.xlsx", orders.table, name="desk_market_table"),
    path("<slug:slug>/orders/<str:number>/", orders.order, name="desk_market_order"),
    path("<slug:slug>/orders/<str:number>/pack/", steps.pack, name="desk_market_order_pack"),
    path("<slug:slug>/orders/<str:number>/unpack/", steps.unpack, name="desk_market_order_unpack"),
    *(
        path(
            f"<slug:slug>/orders/<str:number>/{move.replace('_', '-')}/",
            steps.step,
            {"move": move},
            name=f"desk_market_order_{move}",
        )
        for move in steps.STEPS
    ),
    path("<slug:slug>/orders/<str:number>/receive/", steps.receive, name="desk_market_order_receive"),
    path("<slug:slug>/orders/<str:number>/refunds/<int:refund>/", steps.refund, name="desk_market_order_refund"),
    path("<slug:slug>/packing/", packing.packing, name="desk_market_packing"),
    path("<slug:slug>/packing.pdf", packing.packing_file, name="desk_market_packing_file"),
    path("<slug:slug>/labels.pdf", packing.label_file, name="desk_market_labels"),
    path("<slug:slug>/bulk/", packing.bulk, name="desk_market_bulk"),
    path("<slug:slug>/pack/", packing.find, name="desk_market_pack_find"),
    path("<slug:slug>/pack/<str:number>/", packing.pack_one, name="desk_market_pack"),
    path("<slug:slug>/enter/", enter.enter, name="desk_market_enter"),
    path("<slug:slug>/stock/", stock.stock, name="desk_market_stock"),
    path("<slug:slug>/stock/take-in/", stock.take_in, name="desk_market_take_in"),
    path("<slug:slug>/stock/<int:pk>/", stock.lot, name="desk_market_lot"),
    path("<slug:slug>/stock/<int:pk>/more/", stock.more, name="desk_market_more"),
    path("<slug:slug>/stock/<int:pk>/set-aside/", stock.set_aside, name="desk_market_set_aside"),
    path("<slug:slug>/stock/<int:pk>/count/", stock.count, name="desk_market_count"),
    path("<slug:slug>/offers/", offers.offers, name="desk_market_offers"),
    path("<slug:slug>/offers/add/", offers.add, name="desk_market_add"),
    path("<slug:slug>/offers/<int:pk>/", offers.change, name="desk_market_offer"),
    path("<slug:slug>/offers/<int:pk>/flash/", flash.plan, name="desk_market_flash"),
    path("<slug:slug>/offers/<int:pk>/flash/<int:flash>/cancel/", flash.cancel, name="desk_market_flash_cancel"),
    path("<slug:slug>/offers/<int:pk>/line/", line.line, name="desk_market_line"),
    path("<slug:slug>/offers/<int:pk>/line/close/", line.close, name="desk_market_line_close"),
    path("<slug:slug>/offers/<int:pk>/pause/", offers.pause, name="desk_market_pause"),
    path("<slug:slug>/offers/<int:pk>/resume/", offers.resume, name="desk_market_resume"),
    path("<slug:slug>/products/<slug:product>/", offers.product, name="desk_market_product"),
    path("<slug:slug>/promo/", promo.promo, name="desk_market_promo"),
    path("<slug:slug>/promo.csv", promo.table, name="desk_market_promo_table"),
    path("<slug:slug>/promo/make/", promo.make, name="desk_market_promo_make"),
    path("<slug:slug>/promo/<int:pk>/stop/", promo.stop, name="desk_market_promo_stop"),
    path("<slug:slug>/promo/<int:pk>/again/", promo.again, name="desk_market_promo_again"),
    path("<slug:slug>/money/", money.money, name="desk_market_money"),
    path("<slug:slug>/money/statement/", money.statement, name="desk_market_statement"),
]
