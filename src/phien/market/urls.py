from django.urls import URLPattern, URLResolver, include, path

from phien.market.views import basket, checkout, claim, orders, product, quick

urlpatterns: list[URLPattern | URLResolver] = [
    path("p/<slug:campaign>/<slug:slug>/", product.product, name="product"),
    path("basket/", basket.basket, name="basket"),
    path("basket/add/<int:offer>/", basket.add, name="basket_add"),
    path("basket/change/<int:offer>/", basket.change, name="basket_change"),
    path("basket/remove/<int:offer>/", basket.remove, name="basket_remove"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("checkout/place/", checkout.place, name="checkout_place"),
    path("checkout/communes/", checkout.commune_options, name="commune_options"),
    path("buy/<int:offer>/", quick.buy, name="buy"),
    path("claim/<uuid:key>/", claim.claim, name="claim"),
    path("orders/", orders.find, name="orders"),
    path("orders/<str:code>/", orders.order, name="order"),
    path("orders/<str:code>/cancel/<int:number>/", orders.cancel, name="order_cancel"),
    path("desk/market/", include("phien.market.urls_desk")),
]
