from django.urls import URLPattern, URLResolver, path

from phien.reports.views import desk, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/results/", public.results, name="results"),
    path("c/<slug:slug>/results/<int:number>/", public.results, name="results_report"),
    path("c/<slug:slug>/results/<int:number>/<str:name>", public.file, name="results_file"),
    path("desk/numbers/<slug:slug>/", desk.numbers, name="numbers_desk"),
    path("desk/numbers/<slug:slug>/make/", desk.make, name="make_report"),
    path("desk/numbers/<slug:slug>/<int:number>/", desk.report, name="numbers_report"),
    path("desk/numbers/<slug:slug>/<int:number>/publish/", desk.publish, name="publish_report"),
    path("desk/numbers/<slug:slug>/<int:number>/withdraw/", desk.withdraw, name="withdraw_report"),
    path("desk/numbers/<slug:slug>/<int:number>/verify/", desk.verify, name="verify_report"),
]
