from django.urls import URLPattern, URLResolver, path, re_path

from phien.sentiment.views import comments, files, labelling, overview, samples

DESK = "desk/numbers/<slug:slug>/sentiment/"
FILE = f"{DESK}files/<int:pk>/"
SAMPLE = f"{DESK}samples/<int:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(DESK, overview.overview, name="sentiment"),
    path(f"{DESK}rooms/", overview.rooms, name="take_in_rooms"),
    path(f"{DESK}comments/", comments.index, name="comments"),
    path(f"{DESK}comments.csv", comments.table, name="comments_table"),
    path(f"{DESK}comments/<int:pk>/erase/", comments.erase, name="erase_comment"),
    path(f"{DESK}files/", files.index, name="comment_files"),
    path(f"{DESK}files.csv", files.table, name="comment_files_table"),
    path(f"{DESK}files/give/", files.give, name="give_comments"),
    path(FILE, files.page, name="comment_file"),
    path(f"{FILE}take-in/", files.take, name="take_in_comments"),
    path(f"{FILE}progress/", files.progress, name="comments_progress"),
    path(f"{FILE}drop/", files.drop, name="drop_comments"),
    path(f"{FILE}undo/", files.undo, name="undo_comments"),
    path(f"{DESK}samples/draw/", samples.draw, name="draw_sample"),
    path(SAMPLE, samples.page, name="sample"),
    path(f"{SAMPLE}sit/", labelling.sit, name="sit_at_sample"),
    path(f"{SAMPLE}label/", labelling.label, name="label_sample"),
    path(f"{SAMPLE}label/back/", labelling.back, name="take_label_back"),
    path(f"{SAMPLE}settle/", samples.settle, name="settle_sample"),
    path(f"{SAMPLE}close/", samples.close, name="close_sample"),
    path(f"{SAMPLE}labels.csv", samples.labels, name="sample_labels"),
    re_path(
        r"^desk/numbers/(?P<slug>[-\w]+)/sentiment/samples/(?P<number>[0-9]+)/seats/(?P<coder>[ab])/free/$",
        samples.free,
        name="free_seat",
    ),
]
