from django.urls import URLPattern, URLResolver, path

from phien.people.views import desk, links, public, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/<slug:slug>/", public.actor, name="actor"),
    path("desk/", desk.index, name="desk"),
    path("desk/links/", links.index, name="links"),
    path("desk/links/<int:pk>/make/", links.make, name="make_link"),
    path("desk/links/<int:pk>/revoke/", links.revoke, name="revoke_links"),
    path("in/<str:token>/", sign_in.personal_link, name="personal_link"),
]
