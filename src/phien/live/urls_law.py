"""Addresses of what the law asks for: rules, reports, stops, identity, recordings."""

from django.urls import URLPattern, URLResolver, path

from phien.live.views import cases, cuts, identity, law_log, recordings, report, rules

urlpatterns: list[URLPattern | URLResolver] = [
    path("live/rules/", rules.rules, name="live_rules"),
    path("live/rules/accept/", rules.accept, name="live_accept_rules"),
    path("live/<slug:slug>/report/", report.report, name="live_report"),
    path("live/<slug:slug>/appeal/", cuts.appeal, name="live_appeal"),
    path("case/", report.find, name="live_find_case"),
    path("case/<str:code>/", report.case, name="live_case"),
    path("desk/identity/", identity.index, name="identity"),
    path("desk/identity/report.csv", identity.table, name="identity_table"),
    path("desk/identity/<slug:slug>/", identity.check, name="identity_check"),
    path("desk/identity/<slug:slug>/revoke/", identity.revoke, name="identity_revoke"),
    path("desk/identity/<slug:slug>/rules/", identity.rules_on_paper, name="identity_rules"),
    path("desk/live/cases/", cases.index, name="live_cases"),
    path("desk/live/cases/cases.csv", cases.table, name="live_cases_table"),
    path("desk/live/cases/<int:pk>/", cases.case, name="live_case_desk"),
    path("desk/live/recordings/", recordings.index, name="live_recordings"),
    path("desk/live/recordings/<slug:slug>/", recordings.one, name="live_recording"),
    path("desk/live/recordings/<slug:slug>/hold/", recordings.hold, name="live_recording_hold"),
    path("desk/live/recordings/<slug:slug>/release/", recordings.release, name="live_recording_release"),
    path("desk/live/recordings/<slug:slug>/show/", recordings.show, name="live_recording_show"),
    path("desk/live/recordings/<slug:slug>/delete/", recordings.delete, name="live_recording_delete"),
    path("desk/live/recordings/<slug:slug>/bundle/", recordings.bundle, name="live_recording_bundle"),
    path("desk/live/<slug:slug>/stop/", cuts.stop, name="live_stop"),
    path("desk/live/<slug:slug>/stop/lift/", cuts.lift, name="live_lift_stop"),
    path("desk/live/<slug:slug>/appeals/<int:pk>/", cuts.answer, name="live_answer_appeal"),
    path("desk/live/<slug:slug>/log/", law_log.index, name="live_log"),
    path("desk/live/<slug:slug>/log/log.csv", law_log.table, name="live_log_table"),
]
