from django.urls import URLPattern, URLResolver, path

from phien.people.views import desk

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", desk.index, name="desk"),
]
