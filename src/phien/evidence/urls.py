from django.urls import URLPattern, URLResolver, path

from phien.evidence.views import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("data/", public.data, name="data"),
]
