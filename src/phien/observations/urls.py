from django.urls import URLPattern, URLResolver, path

from phien.observations.views import copies, export, mapping, promises, register

DESK = "desk/campaign/<slug:slug>/exports/"
ONE = f"{DESK}<int:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(DESK, register.index, name="exports"),
    path(f"{DESK}give/", register.give, name="give_export"),
    path(f"{DESK}exports.csv", register.table, name="exports_table"),
    path(f"{DESK}promises/", promises.promises, name="export_promises"),
    path(f"{DESK}promises/hashes.csv", promises.table, name="promises_table"),
    path(f"{DESK}mappings/", mapping.mappings, name="export_mappings"),
    path(f"{DESK}mappings/headings.csv", mapping.table, name="mappings_table"),
    path(f"{DESK}mappings/<int:pk>/", mapping.change, name="change_mapping"),
    path(ONE, export.page, name="export"),
    path(f"{ONE}take-in/", export.take_in, name="take_in_export"),
    path(f"{ONE}progress/", export.progress, name="export_progress"),
    path(f"{ONE}drop/", export.drop, name="drop_export"),
    path(f"{ONE}undo/", export.undo, name="undo_export"),
    path(f"{ONE}redo/", export.redo, name="redo_export"),
    path(f"{ONE}match/", export.match, name="match_session"),
    path(f"{ONE}headings/", mapping.headings, name="map_export"),
    path(f"{ONE}file/", copies.file, name="export_copy"),
    path(f"{ONE}rows.csv", copies.table, name="export_rows"),
    path(f"{ONE}left-out.csv", copies.skipped, name="export_left_out"),
]
