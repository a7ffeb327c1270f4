from django.urls import URLPattern, URLResolver, path

from phien.content.views import desk, links, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("clip/<slug:slug>/", public.clip, name="clip"),
    path("l/<str:code>.svg", public.link_qr, name="link_qr"),
    path("l/<str:code>/", public.follow, name="follow_link"),
    path("desk/campaign/<slug:slug>/clips/", desk.clips, name="desk_clips"),
    path("desk/campaign/<slug:slug>/clips/new/", desk.add, name="add_clip"),
    path("desk/campaign/<slug:slug>/clips/<int:pk>/", desk.edit, name="desk_clip"),
    path("desk/campaign/<slug:slug>/clips/<int:pk>/film/", desk.film, name="clip_film"),
    path("desk/campaign/<slug:slug>/clips/<int:pk>/poster/", desk.poster, name="clip_poster"),
    path("desk/campaign/<slug:slug>/clips/<int:pk>/publish/", desk.publish, name="publish_clip"),
    path("desk/campaign/<slug:slug>/clips/<int:pk>/take-down/", desk.take_down, name="take_down_clip"),
    path("desk/campaign/<slug:slug>/links/", links.sheet, name="link_sheet"),
]
