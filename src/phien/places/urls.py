from django.urls import URLPattern, URLResolver, path

from phien.places.views import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("places/<slug:slug>/", public.place, name="place"),
]
