"""The desk of comments: who may do what, cell by cell; the way of a file; the way of a sample."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phien.people.models import Scope
from phien.sentiment import actions
from phien.sentiment.actions.samples import Rules
from phien.sentiment.models import Comment, CommentFile, Item, Label, Sample
from phien.sentiment.tests.conftest import Day

DESK = "/en/desk/numbers/cho-phien/sentiment/"
PEOPLE = ("organiser", "auditor", "moderator", "creator", "")
CELLS = {
    # page: status for each of PEOPLE
    ("get", ""): (200, 200, 200, 404, 404),
    ("get", "comments/"): (200, 200, 403, 404, 404),
    ("get", "comments.csv"): (200, 200, 403, 404, 404),
    ("get", "files/"): (200, 200, 403, 404, 404),
    ("get", "files.csv"): (200, 200, 403, 404, 404),
    ("get", "files/{file}/"): (200, 200, 403, 404, 404),
    ("get", "files/{file}/progress/"): (200, 200, 403, 404, 404),
    ("get", "samples/draw/"): (200, 403, 403, 404, 404),
    ("get", "samples/1/"): (200, 200, 200, 404, 404),
    ("get", "samples/1/settle/"): (200, 200, 200, 404, 404),
    ("get", "samples/1/label/"): (302, 302, 302, 404, 404),
    ("get", "samples/1/labels.csv"): (200, 200, 403, 404, 404),
    ("post", "files/give/"): (302, 403, 403, 404, 404),
    ("post", "rooms/"): (302, 403, 403, 404, 404),
    ("post", "files/{file}/drop/"): (302, 403, 403, 404, 404),
    ("post", "samples/1/close/"): (302, 403, 403, 404, 404),
    ("post", "samples/draw/"): (400, 403, 403, 404, 404),
    ("post", "comments/{comment}/erase/"): (302, 403, 403, 404, 404),
}


@pytest.fixture
def sample(day: Day) -> Sample:
    day.comments(30)
    return actions.draw_sample(campaign=day.campaign, size=20, rules=Rules(), by=day.actors["lan"])


@pytest.mark.parametrize("duty", PEOPLE)
def test_every_cell(day: Day, sample: Sample, person: Callable[..., Client], duty: str) -> None:
    client = person("la", duty)
    at = {
        "file": CommentFile.objects.get().pk,
        "comment": Comment.objects.order_by("pk").values_list("pk", flat=True)[0],
    }
    found = {(method, page): getattr(client, method)(DESK + page.format(**at)).status_code for method, page in CELLS}
    column = PEOPLE.index(duty)
    assert found == {cell: statuses[column] for cell, statuses in CELLS.items()}
    if duty != "organiser":
        assert Comment.objects.standing().count() == 30
        assert CommentFile.objects.count() == Sample.objects.count() == 1


def test_strangers_sign_in_and_organisers_of_another_campaign_see_nothing(
    client: Client, day: Day, sample: Sample, person: Callable[..., Client]
) -> None:
    assert "/account/login/" in client.get(DESK)["Location"]
    elsewhere = person("la", "organiser", Scope.objects.create(kind="campaign", label="other"))
    for page in ("", "comments/", "samples/1/", "samples/1/label/"):
        assert elsewhere.get(DESK + page).status_code == 404
    here = person("lan", "organiser")
    for page in ("samples/2/", "files/999999/"):
        assert here.get(DESK + page).status_code == 404
    assert here.get(f"{DESK}samples/1/close/").status_code == 405
    assert here.post(DESK).status_code == 405


def test_a_file_from_the_desk_to_the_list(day: Day, person: Callable[..., Client]) -> None:
    client = person("lan", "organiser")
    text = (
        "Bình luận,Người viết,Thời gian\n=1+1 ngon quá,@lan,2026-05-10 09:00\n<script>x</script>,an,2026-05-10 09:01\n"
    )
    given = client.post(f"{DESK}files/give/", {"file": SimpleUploadedFile("bl.csv", text.encode())})
    file = CommentFile.objects.get()
    page = client.get(given["Location"]).content.decode()
    assert '<option value="Bình luận" selected>' in page
    assert "&lt;script&gt;x" in page
    bad = {"sheet": "bl.csv", "platform": "tiktok", "column_text": "Gì đó"}
    assert client.post(f"{DESK}files/{file.pk}/take-in/", bad).status_code == 400
    assert client.post(f"{DESK}files/{file.pk}/take-in/", {"sheet": "other"}).status_code == 404
    wrong_post = bad | {"column_text": "Bình luận", "post": "https://www.tiktok.com/@cho"}
    assert client.post(f"{DESK}files/{file.pk}/take-in/", wrong_post).status_code == 400
    twice = bad | {"column_text": "Bình luận", "column_author": "Bình luận"}
    assert client.post(f"{DESK}files/{file.pk}/take-in/", twice).status_code == 422
    good = bad | {
        "column_text": "Bình luận",
        "column_author": "Người viết",
        "column_time": "Thời gian",
        "post": "https://www.tiktok.com/@cho/video/7512345678901234567",
    }
    asked = client.post(f"{DESK}files/{file.pk}/take-in/", good)
    assert "data-progress" in client.get(asked["Location"]).content.decode()
    assert client.get(f"{DESK}files/{file.pk}/progress/").json() == {"state": "taking_in", "lines": 0, "of": 0}
    actions.tick()
    assert client.get(f"{DESK}files/{file.pk}/progress/").json() == {"state": "taken_in", "lines": 2, "of": 2}
    assert Comment.objects.values_list("subject", flat=True)[0] == "publication:tiktok:7512345678901234567"
    again = client.post(f"{DESK}files/give/", {"file": SimpleUploadedFile("x.csv", text.encode())}, follow=True)
    assert "was given already" in again.content.decode()
    assert "&lt;script&gt;x" in client.get(f"{DESK}comments/").content.decode()
    assert "No comment fits" in client.get(f"{DESK}comments/?q=khong-co").content.decode()
    assert client.get(f"{DESK}comments/?q=@LAN").content.decode().count('class="words"') == 1
    table = b"".join(client.get(f"{DESK}comments.csv").streaming_content).decode()
    assert "'=1+1 ngon quá" in table
    assert "@lan" not in table
    undone = client.post(f"{DESK}files/{file.pk}/undo/", follow=True).content.decode()
    assert "is undone" in undone
    assert not Comment.objects.exists()


def test_broken_files_are_named(day: Day, person: Callable[..., Client]) -> None:
    client = person("lan", "organiser")
    broken = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 cut off")
    page = client.post(f"{DESK}files/give/", {"file": broken}, follow=True).content.decode()
    assert "x.xlsx" in page
    assert not CommentFile.objects.exists()
    assert client.post(f"{DESK}files/give/", {}, follow=True).status_code == 200


def test_two_label_apart_and_only_then_something_is_shown(
    day: Day, sample: Sample, person: Callable[..., Client]
) -> None:
    lan, minh, kiem = person("lan", "organiser"), person("minh", "moderator"), person("kiem", "auditor")
    la = person("la", "moderator")
    page = f"{DESK}samples/1/"
    assert "A seat is free" in lan.get(page).content.decode()
    lan.post(f"{page}sit/")
    minh.post(f"{page}sit/")
    assert "Two others label this sample already" in kiem.post(f"{page}sit/", follow=True).content.decode()
    shown = lan.get(f"{page}label/").content.decode()
    assert 'data-key="1"' in shown
    item = Item.objects.filter(sample=sample).order_by("position")[0]
    assert lan.post(f"{page}label/", {"item": item.pk, "said": "good"}).status_code == 400
    assert lan.post(f"{page}label/", {"item": 999_999, "said": "positive"}).status_code == 404
    assert la.post(f"{page}label/", {"item": item.pk, "said": "positive"}).status_code == 403
    lan.post(f"{page}label/", {"item": item.pk, "said": "positive"})
    lan.post(f"{page}label/", {"item": item.pk, "said": "negative"})
    assert [label.said for label in Label.objects.all()] == ["positive"]
    assert "is taken back" in lan.post(f"{page}label/back/", follow=True).content.decode()
    assert not Label.objects.exists()
    day.label_all(sample, "lan")
    assert "You are through" in lan.get(f"{page}label/").content.decode()
    assert "Until then nobody sees" in minh.get(f"{page}settle/").content.decode()
    refused = lan.post(f"{page}settle/", {"item": item.pk, "said": "positive"})
    assert refused.status_code == 409
    day.label_all(sample, "minh", wrong=1)
    odd = minh.get(f"{page}settle/").content.decode()
    assert odd.count('class="card padded"') == 1
    assert "are not settled" in lan.post(f"{page}close/", follow=True).content.decode()
    disputed = next(one for one in Item.objects.filter(sample=sample) if len({x.said for x in one.labels.all()}) == 2)
    kiem.post(f"{page}settle/", {"item": disputed.pk, "said": "neutral"})
    closed = lan.post(f"{page}close/", follow=True).content.decode()
    assert "(n = 20, by hand)" in closed
    assert "Cohen's kappa" in closed
    assert "<b>100%" not in closed
    labels = lan.get(f"{page}labels.csv").content.decode()
    assert labels.count("\n") == 21
    assert "by hand" in kiem.get(DESK).content.decode()


def test_the_size_and_what_it_would_be_drawn_from(day: Day, person: Callable[..., Client]) -> None:
    day.comments(40)
    client = person("lan", "organiser")
    asked = {"size": "30", "languages": ["vi", "en"]}
    page = client.get(f"{DESK}samples/draw/", asked).content.decode()
    assert "What it would be drawn from" in page
    assert not Sample.objects.exists()
    for wrong in ({"size": "5"}, {"size": "x"}, {"since": "2026-05-11", "until": "2026-05-10"}, {"languages": ["fr"]}):
        assert client.post(f"{DESK}samples/draw/", asked | wrong).status_code == 400
    many = client.post(f"{DESK}samples/draw/", asked | {"size": "41"})
    assert (many.status_code, "Only 40 comments fit" in many.content.decode()) == (400, True)
    assert client.post(f"{DESK}samples/draw/", asked | {"without_copies": "on"}).status_code == 302
    assert Sample.objects.get().rules["without_copies"] is True


def test_pages_ask_the_same_however_many_there_are(
    day: Day, person: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    day.comments(60)
    client = person("lan", "organiser")
    client.get(f"{DESK}comments/")
    with django_assert_max_num_queries(14):
        client.get(f"{DESK}comments/")
    sample = actions.draw_sample(campaign=day.campaign, size=40, rules=Rules(), by=None)
    day.label_all(sample, "lan")
    with django_assert_max_num_queries(26):
        client.get(f"{DESK}samples/1/")
    with django_assert_max_num_queries(30):
        client.get(DESK)
