from django.urls import URLPattern, URLResolver, path

from phien.live.views import buy, desk, guests, host, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("live/<slug:slug>/", public.room, name="live"),
    path("live/<slug:slug>/say/", public.say, name="live_say"),
    path("live/<slug:slug>/remind.ics", public.remind, name="live_remind"),
    path("live/<slug:slug>/buy/<int:offer>/", buy.order, name="live_buy"),
    path("desk/live/<slug:slug>/", desk.control, name="live_desk"),
    path("desk/live/<slug:slug>/now/", desk.now, name="live_desk_now"),
    path("desk/live/<slug:slug>/camera/", host.camera, name="live_camera"),
    path("desk/live/<slug:slug>/camera/token/", host.token, name="live_camera_token"),
    path("desk/live/<slug:slug>/camera/start/", host.start, name="live_camera_start"),
    path("desk/live/<slug:slug>/camera/end/", host.end, name="live_camera_end"),
    path("desk/live/<slug:slug>/camera/pause/", host.pause, name="live_camera_pause"),
    path("desk/live/<slug:slug>/camera/resume/", host.resume, name="live_camera_resume"),
    path("desk/live/<slug:slug>/guests/", guests.index, name="live_guests"),
    path("desk/live/<slug:slug>/guests/<int:pk>/revoke/", guests.revoke, name="live_revoke_guest"),
    path("go/<str:token>/", host.guest, name="live_guest"),
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
