"""The ordinary way to count: a Django view that writes a row per hit, behind the same server as our pages.

ROWS names the SQLite file; it is in write-ahead mode, with every commit on the disk before it is acknowledged.
"""

import json
import os

import django
from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="only for a measurement",
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["ROWS"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
            },
        }
    },
)
django.setup()


class Hit(models.Model):
    at = models.DateTimeField(auto_now_add=True)
    token = models.CharField(max_length=200)
    address = models.CharField(max_length=45)
    agent = models.CharField(max_length=400)

    class Meta:
        app_label = "rows"


def hit(request: HttpRequest) -> HttpResponse:
    for event in json.loads(request.body)["events"]:
        Hit.objects.create(
            token=event["t"],
            address=request.headers.get("X-Forwarded-For", ""),
            agent=request.headers.get("User-Agent", ""),
        )
    return HttpResponse(status=204)


urlpatterns = [path("hit", hit)]
with connection.schema_editor() as editor:
    editor.create_model(Hit)
application = WSGIMiddleware(get_wsgi_application(), workers=8)  # type: ignore[arg-type]
