from django.urls import URLPattern, URLResolver, path, re_path

from phien.privacy.views import consents, desk, public, requests, retention

urlpatterns: list[URLPattern | URLResolver] = [
    path("privacy/", public.data_map_page, name="privacy"),
    path("privacy/data-map.json", public.as_json, name="privacy_json"),
    path("privacy/data-map.csv", public.as_table, name="privacy_table"),
    path("privacy/ask/", public.ask, name="privacy_ask"),
    path("privacy/request/<str:code>/", public.request_page, name="privacy_request"),
    path("desk/privacy/", desk.index, name="privacy_desk"),
    path("desk/privacy/data-map.csv", desk.table, name="privacy_desk_table"),
    path("desk/privacy/accesses/", desk.accesses, name="privacy_accesses"),
    path("desk/privacy/accesses.csv", desk.accesses_table, name="privacy_accesses_table"),
    path("desk/privacy/retention/", retention.index, name="privacy_retention"),
    path("desk/privacy/retention/runs/", retention.runs, name="privacy_runs"),
    path("desk/privacy/retention/runs.csv", retention.table, name="privacy_runs_table"),
    path("desk/privacy/retention/<slug:holding>/period/", retention.set_period, name="privacy_period"),
    path("desk/privacy/retention/<slug:holding>/run/", retention.run_now, name="privacy_run"),
    path("desk/privacy/consents/", consents.index, name="privacy_consents"),
    path("desk/privacy/consents.csv", consents.table, name="privacy_consents_table"),
    path("desk/privacy/consents/add/", consents.add, name="privacy_consent_add"),
    path("desk/privacy/consents/words/", consents.wordings, name="privacy_wordings"),
    path("desk/privacy/consents/words/<slug:purpose>/", consents.write, name="privacy_wording"),
    path("desk/privacy/consents/of/<slug:key>/", consents.person, name="privacy_consents_of"),
    path("desk/privacy/consents/<int:pk>/", consents.consent, name="privacy_consent"),
    path("desk/privacy/consents/<int:pk>/proof/", consents.proof, name="privacy_proof"),
    path("desk/privacy/requests/", requests.index, name="privacy_requests"),
    path("desk/privacy/requests.csv", requests.table, name="privacy_requests_table"),
    path("desk/privacy/requests/add/", requests.add, name="privacy_request_add"),
    path("desk/privacy/requests/<slug:code>/", requests.request_desk, name="privacy_request_desk"),
    re_path(
        r"^desk/privacy/requests/(?P<code>[A-Z0-9]+)/(?P<what>look|known|hand-out|zip|erase|refuse)/$",
        requests.act,
        name="privacy_request_act",
    ),
]
