"""Every room's addresses. Vietnamese stands without a prefix, other languages with theirs; files have none."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler500 = "phien.config.away.broken"

urlpatterns = [
    path("", include("phien.media.urls")),
    *i18n_patterns(
        # Those that most people ask for come first: each room that is passed on the way costs as much as a query.
        path("", include("phien.campaigns.urls")),
        path("", include("phien.content.urls")),
        path("", include("phien.live.urls")),
        path("", include("phien.market.urls")),
        path("", include("phien.reports.urls")),
        path("", include("phien.observations.urls")),
        path("", include("phien.sentiment.urls")),
        path("", include("phien.privacy.urls")),
        path("", include("phien.people.urls")),
        path("", include("phien.places.urls")),
        path("", include("phien.evidence.urls")),
        path("account/", include("allauth.account.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
