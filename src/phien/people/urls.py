from django.urls import URLPattern, URLResolver, path

from phien.people.views import desk, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", desk.index, name="desk"),
    path("in/<str:token>/", sign_in.personal_link, name="personal_link"),
]
