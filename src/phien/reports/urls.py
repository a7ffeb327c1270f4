from django.urls import URLPattern, URLResolver, path

from phien.reports.views import builder, bundle, compare, definitions, desk, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/results/", public.results, name="results"),
    path("c/<slug:slug>/results/definitions/", definitions.definitions, name="definitions"),
    path("c/<slug:slug>/results/schema.json", definitions.schema, name="results_schema"),
    path("results/definitions/", definitions.all_definitions, name="all_definitions"),
    path("results/definitions.csv", definitions.table, name="definitions_table"),
    path("results/schema.json", definitions.schema, name="schema"),
    path("c/<slug:slug>/results/<int:number>/", public.results, name="results_report"),
    path("c/<slug:slug>/results/<int:number>/bundle.zip", bundle.download, name="results_bundle"),
    path("c/<slug:slug>/results/<int:number>/<str:name>", public.file, name="results_file"),
    path("desk/numbers/<slug:slug>/", desk.numbers, name="numbers_desk"),
    path("desk/numbers/<slug:slug>/reports.csv", desk.listed, name="numbers_listed"),
    path("desk/numbers/<slug:slug>/build/", builder.build, name="build_report"),
    path("desk/numbers/<slug:slug>/preview/", builder.preview, name="preview_report"),
    path("desk/numbers/<slug:slug>/make/", builder.make, name="make_report"),
    path("desk/numbers/<slug:slug>/orders/<int:pk>/", builder.order, name="report_order"),
    path("desk/numbers/<slug:slug>/compare/", compare.compare, name="compare_reports"),
    path("desk/numbers/<slug:slug>/<int:number>/", desk.report, name="numbers_report"),
    path("desk/numbers/<slug:slug>/<int:number>/publish/", desk.publish, name="publish_report"),
    path("desk/numbers/<slug:slug>/<int:number>/withdraw/", desk.withdraw, name="withdraw_report"),
    path("desk/numbers/<slug:slug>/<int:number>/verify/", desk.verify, name="verify_report"),
    path("desk/numbers/<slug:slug>/<int:number>/bundle/", bundle.make, name="make_bundle"),
    path("desk/numbers/<slug:slug>/<int:number>/bundle/open/", bundle.open_to_all, name="open_bundle"),
    path("desk/numbers/<slug:slug>/<int:number>/bundle/close/", bundle.close, name="close_bundle"),
    path(".well-known/phien-key.pem", bundle.key, name="site_key"),
    path(".well-known/phien-keys.json", bundle.all_keys, name="site_keys"),
]
