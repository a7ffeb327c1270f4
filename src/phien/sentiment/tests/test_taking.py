"""Files of comments and rooms' chat come in: once, line by line, sealed without their words; and go again."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils.translation import override

from phien.evidence import queries as evidence
from phien.evidence.actions import seal, sealed_from
from phien.lib import clock
from phien.lib.errors import Refused
from phien.live.models import Broadcast
from phien.realtime.actions import hide, publish
from phien.sentiment import actions
from phien.sentiment.errors import (
    ColumnTwice,
    FileKnown,
    FileNotOpen,
    FileNotTakenIn,
    InASample,
    NoTextColumn,
    UnknownColumn,
)
from phien.sentiment.models import Comment, CommentFile
from phien.sentiment.naming import author_of
from phien.sentiment.tests.conftest import START, Day

TABLE = """Bình luận,Người viết,Lúc,Bài
Vịt ngon quá,@Lan,2026-05-10 09:00,https://www.tiktok.com/@cho/video/7512345678901234567
vit ngon qua,minh,2026-05-10 09:01,7512345678901234567
,minh,2026-05-10 09:02,7512345678901234567
How much?,anna,hôm qua,7512345678901234567
How much?,anna,10/05/2026 09:03:05,
=多少钱,la,1778378640,7512345678901234567
❤️❤️,la,2026-05-10T02:05:00Z,7512345678901234567
"""
COLUMNS = {"text": "Bình luận", "author": "Người viết", "time": "Lúc", "post": "Bài"}


def sealed(sql: str) -> list[tuple[object, ...]]:
    seal(force=True)
    with evidence.connect() as db:
        return db.execute(sql).fetchall()


def test_a_file_is_taken_in_line_by_line(day: Day) -> None:
    row = day.take_in(day.give(TABLE), **COLUMNS)
    assert (row.state, row.comments, row.known, row.lines) == ("taken_in", 5, 0, 7)
    assert row.skipped == {"no_text": 1, "no_time": 1}
    rows = list(Comment.objects.order_by("line"))
    assert [(c.line, c.language) for c in rows] == [(2, "vi"), (3, "vi"), (6, "en"), (7, "other"), (8, "none")]
    assert [c.subject for c in rows[:3]] == ["publication:tiktok:7512345678901234567"] * 2 + [""]
    assert rows[0].written_at == START
    assert rows[2].written_at == START + timedelta(minutes=3, seconds=5)
    assert rows[3].written_at == START + timedelta(minutes=4)
    assert rows[0].words == rows[1].words != rows[2].words
    assert rows[0].author == author_of("tiktok", "lan")
    assert not storages["private"].exists(f"comments/{day.campaign.pk}/{row.sha256}")


def test_evidence_holds_no_word_and_no_name(day: Day) -> None:
    row = day.take_in(day.give(TABLE), **COLUMNS)
    found = sealed("select file, line, comment, author, language, platform from comments order by line")
    assert [(file, line) for file, line, *_rest in found] == [(row.sha256, line) for line in (2, 3, 6, 7, 8)]
    changes = sealed("select verb, facts from changes where noun = 'comment_file'")
    assert [verb for verb, _facts in changes] == ["taken_in"]
    whole = json.dumps([found, [json.loads(str(facts)) for _verb, facts in changes]], ensure_ascii=False).lower()
    for word in ("vịt", "vit ngon", "minh", "anna", "much", "binh-luan"):
        assert word not in whole


def test_the_same_file_is_refused_and_the_same_comments_are_known(day: Day) -> None:
    day.take_in(day.give(TABLE), **COLUMNS)
    with pytest.raises(FileKnown) as refusal:
        day.give(TABLE, "other-name.csv")
    assert "Hoàng Thị Lan" in str(refusal.value)
    again = day.take_in(day.give(TABLE + "Mới,moi,2026-05-10 10:00,\n", "longer.csv"), **COLUMNS)
    assert (again.comments, again.known) == (1, 5)
    assert Comment.objects.count() == 6


def test_lines_without_author_and_time_are_comments_of_their_own(day: Day) -> None:
    row = day.take_in(day.give("text,n\nhay,1\nhay,2\nhay,3\n"), text="text")
    assert (row.comments, row.known) == (3, 0)
    assert set(Comment.objects.values_list("written_at", flat=True)) == {row.given_at}


def test_a_zip_and_another_encoding(day: Day) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "text,n\nhay quá,1\n".encode("utf-16"))
    file = day.give(packed.getvalue(), "all.zip")
    actions.ask_take_in(
        file=file, sheet="a.csv", columns={"text": "text"}, platform="facebook", subject="", by=day.actors["lan"]
    )
    assert actions.take_in(file=file).comments == 1


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        ({}, NoTextColumn),
        ({"author": "Người viết"}, NoTextColumn),
        ({"text": "bình luận"}, UnknownColumn),
        ({"text": "Bình luận", "author": "Bình luận"}, ColumnTwice),
    ],
)
def test_columns_that_cannot_be(day: Day, columns: dict[str, str], refusal: type[Refused]) -> None:
    file = day.give(TABLE)
    with pytest.raises(refusal):
        day.take_in(file, **columns)
    file.refresh_from_db()
    assert (file.state, file.columns) == ("given", {})


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 x", b"PK\x03\x04 cut off", b"\xff\xd8\xff"])
def test_files_that_cannot_be_read_leave_nothing(day: Day, data: bytes) -> None:
    with pytest.raises(Refused):
        day.give(data, "x.csv")
    assert not CommentFile.objects.exists()


def test_a_table_without_any_comment_waits_and_says_why(day: Day) -> None:
    with override("en"):
        row = day.take_in(day.give("text,time\nhay,hôm qua\n"), text="text", time="time")
    assert (row.state, row.comments, row.skipped) == ("given", 0, {})
    assert "No line of this table" in row.problem
    actions.drop_file(file=row)
    assert not CommentFile.objects.exists()


def test_what_a_crash_interrupted_goes_on_where_it_stopped(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    from phien.sentiment.actions import taking

    monkeypatch.setattr(taking, "SLICE", 2)
    file = day.give(TABLE)
    kept, calls = taking._keep, []

    def keep_once(*args: object) -> None:
        if calls:
            raise KeyboardInterrupt  # as a process that is killed: no except clause of ours sees it
        calls.append(1)
        kept(*args)

    monkeypatch.setattr(taking, "_keep", keep_once)
    with pytest.raises(KeyboardInterrupt):
        day.take_in(file, **COLUMNS)
    file.refresh_from_db()
    assert (file.state, file.comments, Comment.objects.count()) == ("taking_in", 2, 2)
    monkeypatch.setattr(taking, "_keep", kept)
    actions.tick(clock.now())
    file.refresh_from_db()
    assert (file.state, file.comments, file.skipped) == ("taken_in", 5, {"no_text": 1, "no_time": 1})
    assert sealed("select count(*), count(distinct comment) from comments") == [(5, 5)]


def test_a_file_is_undone_and_given_again_with_other_columns(day: Day) -> None:
    file = day.take_in(day.give(TABLE), text="Người viết")
    with pytest.raises(FileNotOpen):
        actions.drop_file(file=file)
    actions.undo_file(file=file, by=day.actors["lan"])
    assert not Comment.objects.exists()
    with pytest.raises(FileNotTakenIn):
        actions.undo_file(file=file, by=day.actors["lan"])
    again = day.take_in(day.give(TABLE), **COLUMNS)
    assert (again.comments, again.key) == (5, f"{file.sha256}/2")
    assert sealed_from(f"comments-{again.pk}.ndjson") is not None


def test_a_file_with_comments_in_a_sample_stays(day: Day) -> None:
    from phien.sentiment.actions.samples import Rules

    file = day.comments(30)
    actions.draw_sample(campaign=day.campaign, size=20, rules=Rules(), by=None)
    with pytest.raises(InASample):
        actions.undo_file(file=file, by=day.actors["lan"])
    assert Comment.objects.count() == 30


def test_erasing_leaves_a_tombstone_that_still_counts(day: Day) -> None:
    day.take_in(day.give(TABLE), **COLUMNS)
    assert actions.erase_comments() == 0
    assert actions.erase_comments(author=author_of("tiktok", "@MINH"), campaigns=[0]) == 0
    assert actions.erase_comments(author=author_of("tiktok", "@MINH")) == 1
    stone = Comment.objects.get(line=3)
    assert (stone.text, stone.deleted_why, bool(stone.words), bool(stone.author)) == ("", "asked", True, True)
    one = Comment.objects.get(line=2)
    assert actions.erase_comments(comments=[one.pk], why="platform") == 1
    assert actions.erase_comments(comments=[one.pk]) == 0
    assert Comment.objects.count() == 5
    assert sealed("select count(*) from changes where noun = 'comment' and verb = 'erased'") == [(2,)]
    assert sealed("select count(*) from comments") == [(5,)]


def test_texts_are_forgotten_when_their_time_is_over(day: Day) -> None:
    day.comments(30)
    assert actions.forget_texts(before=START) == 0
    later = START + timedelta(days=40)
    assert actions.forget_texts(before=later, most=20) == 20
    assert actions.forget_texts(before=later, most=20) == 10
    assert not Comment.objects.standing().exists()


@pytest.fixture
def room(day: Day) -> Broadcast:
    from phien.campaigns.models import Event

    event = Event.objects.create(
        campaign=day.campaign,
        kind="live",
        name={"vi": "Phiên sáng"},
        place=day.campaign.place,
        scope=day.campaign.scope,
        starts_at=START,
        ends_at=START + timedelta(hours=2),
    )
    return Broadcast.objects.create(
        slug="phien-sang", event=event, name={"vi": "Phiên sáng"}, started_at=START, ended_at=clock.now()
    )


def test_what_viewers_said_in_our_rooms_and_what_stayed(day: Day, room: Broadcast) -> None:
    said = [
        publish(topic=room.topic, kind="chat", payload={"name": "Lan", "text": text, "key": f"k{number}"})
        for number, text in enumerate(("Ngon quá", "Giá bao nhiêu", "xấu xa"))
    ]
    publish(topic=room.topic, kind="chat", payload={"name": "Ban", "text": "Chào", "key": "t", "team": True})
    publish(topic=room.topic, kind="pin", payload={"offer": 1})
    hide(topic=room.topic, number=said[2])
    assert actions.take_in_rooms(campaign=day.campaign, by=day.actors["lan"]) == 2
    assert actions.take_in_rooms(campaign=day.campaign) == 0
    file = CommentFile.objects.get()
    assert (file.kind, file.state, file.skipped) == ("room", "taken_in", {"hidden": 1, "own_staff": 1})
    assert [(c.subject, c.platform, c.line) for c in Comment.objects.order_by("line")] == [
        ("live:site:phien-sang", "site", said[0]),
        ("live:site:phien-sang", "site", said[1]),
    ]
    publish(topic=room.topic, kind="chat", payload={"name": "Lan", "text": "Hẹn gặp lại", "key": "k0"})
    actions.tick(clock.now())
    assert Comment.objects.count() == 3
    assert Comment.objects.filter(author=author_of("site", "k0")).count() == 2
    assert sealed("select count(*) from comments where platform = 'site'") == [(3,)]
