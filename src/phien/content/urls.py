from django.urls import URLPattern, URLResolver, path

from phien.content.views import desk, hashtags, links, lists, public, register

REGISTER = "desk/campaign/<slug:slug>/publications"

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
    path(f"{REGISTER}/", register.publications, name="publications"),
    path(f"{REGISTER}/table.csv", register.table, name="publications_table"),
    path(f"{REGISTER}/new/", register.add, name="add_publication"),
    path(f"{REGISTER}/lists/", lists.lists, name="given_lists"),
    path(f"{REGISTER}/lists/paste/", lists.paste, name="paste_publications"),
    path(f"{REGISTER}/lists/file/", lists.upload, name="upload_publications"),
    path(f"{REGISTER}/lists/<int:pk>/", lists.given, name="given_list"),
    path(f"{REGISTER}/lists/<int:pk>/take-in/", lists.take_in, name="take_in_list"),
    path(f"{REGISTER}/lists/<int:pk>/drop/", lists.drop, name="drop_list"),
    path(f"{REGISTER}/lists/<int:pk>/wrong.csv", lists.wrong, name="wrong_rows"),
    path(f"{REGISTER}/hashtags/", hashtags.hashtags, name="hashtags"),
    path(f"{REGISTER}/hashtags/table.csv", hashtags.table, name="hashtags_table"),
    path(f"{REGISTER}/hashtags/<int:pk>/join/", hashtags.join, name="join_hashtag"),
    path(f"{REGISTER}/hashtags/<int:pk>/part/", hashtags.part, name="part_hashtag"),
    path(f"{REGISTER}/doubles/", hashtags.doubles, name="doubles"),
    path(f"{REGISTER}/doubles/merge/", hashtags.merge, name="merge_publications"),
    path(f"{REGISTER}/<int:pk>/", register.publication, name="desk_publication"),
    path(f"{REGISTER}/<int:pk>/edit/", register.edit, name="edit_publication"),
    path(f"{REGISTER}/<int:pk>/remove/", register.remove, name="remove_publication"),
    path(f"{REGISTER}/<int:pk>/restore/", register.restore, name="restore_publication"),
]
