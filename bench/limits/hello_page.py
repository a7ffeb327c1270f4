"""The least page: Django says hello behind the site's own middleware, in threads as config/asgi.py has them."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phien.config.settings")

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from phien.config.wsgi import application as django


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello)]
settings.ROOT_URLCONF = __name__
application = WSGIMiddleware(django, workers=8)  # type: ignore[arg-type]  # Django's stubs name the response too widely
