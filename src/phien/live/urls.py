from django.urls import URLPattern, URLResolver, path

from phien.live.views import buy, desk, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("live/<slug:slug>/", public.room, name="live"),
    path("live/<slug:slug>/say/", public.say, name="live_say"),
    path("live/<slug:slug>/buy/<int:offer>/", buy.order, name="live_buy"),
    path("desk/live/<slug:slug>/", desk.control, name="live_desk"),
    path("desk/live/<slug:slug>/now/", desk.now, name="live_desk_now"),
    path("desk/live/<slug:slug>/start/", desk.start, name="live_start"),
    path("desk/live/<slug:slug>/end/", desk.end, name="live_end"),
    path("desk/live/<slug:slug>/slow/", desk.slow, name="live_slow"),
    path("desk/live/<slug:slug>/pin/<int:offer>/", desk.pin, name="live_pin"),
    path("desk/live/<slug:slug>/unpin/", desk.unpin, name="live_unpin"),
    path("desk/live/<slug:slug>/sale/<int:offer>/", desk.sale, name="live_sale"),
    path("desk/live/<slug:slug>/hide/<int:number>/", desk.hide, name="live_hide"),
    path("desk/live/<slug:slug>/mute/", desk.mute, name="live_mute"),
    path("desk/live/<slug:slug>/mute/<int:pk>/lift/", desk.lift, name="live_lift"),
]
