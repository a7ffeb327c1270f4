from django.urls import URLPattern, URLResolver, path

from phien.campaigns.views import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.home, name="home"),
]
