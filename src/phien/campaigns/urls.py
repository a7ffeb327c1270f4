from django.urls import URLPattern, URLResolver, include, path

from phien.campaigns.views import public
from phien.campaigns.views.desk import events, overview, people, phases, places, programme

desk: list[URLPattern | URLResolver] = [
    path("", overview.overview, name="campaign_desk"),
    path("texts/", overview.texts, name="desk_texts"),
    path("cover/", overview.cover, name="desk_cover"),
    path("again/", overview.clone, name="clone_campaign"),
    path("phases/", phases.index, name="desk_phases"),
    path("phases/new/", phases.add, name="add_phase"),
    path("phases/<int:pk>/", phases.edit, name="desk_phase"),
    path("phases/<int:pk>/remove/", phases.remove, name="remove_phase"),
    path("programme/", programme.index, name="desk_programme"),
    path("programme/release/", programme.release, name="desk_release"),
    path("programme/revert/", programme.revert, name="desk_revert"),
    path("slots/new/", programme.add_slot, name="add_slot"),
    path("slots/<int:pk>/", programme.edit_slot, name="desk_slot"),
    path("slots/<int:pk>/remove/", programme.remove_slot, name="remove_slot"),
    path("events/new/", events.add, name="add_event"),
    path("events/<int:pk>/", events.edit, name="desk_event"),
    path("events/<int:pk>/delay/", events.delay, name="delay_event"),
    path("events/<int:pk>/cancel/", events.cancel, name="cancel_event"),
    path("events/<int:pk>/remove/", events.remove, name="remove_event"),
    path("places/new/", places.add, name="add_place"),
    path("people/", people.index, name="desk_people"),
    path("people/new/", people.add, name="add_person"),
    path("people/give/", people.give, name="give_role"),
    path("people/<int:pk>/portrait/", people.portrait, name="desk_portrait"),
    path("roles/<int:pk>/end/", people.end, name="end_role"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.home, name="home"),
    path("c/<slug:slug>/", public.campaign, name="campaign"),
    path("c/<slug:slug>/programme/", public.programme, name="programme"),
    path("c/<slug:slug>/programme/versions/", public.programme_versions, name="programme_versions"),
    path("c/<slug:slug>/programme.ics", public.programme_calendar, name="programme_calendar"),
    path("desk/campaigns/new/", overview.begin, name="new_campaign"),
    path("desk/campaign/<slug:slug>/", include(desk)),
]
