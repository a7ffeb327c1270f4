"""Drawing, labelling by two, settling, closing; and what a model makes of all comments."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.utils.translation import override

from phien.evidence import queries as evidence
from phien.evidence.actions import seal
from phien.sentiment import actions, training
from phien.sentiment.actions.samples import Rules, universe_of
from phien.sentiment.errors import (
    CommentGone,
    LabelledAlready,
    NoSeat,
    NotBothDone,
    NotDisputed,
    NothingToTakeBack,
    SampleClosed,
    SeatsTaken,
    StillDisputed,
    TooFewComments,
)
from phien.sentiment.labelled import Labelled
from phien.sentiment.models import Comment, Item, Label, Sample
from phien.sentiment.queries.samples import disputed, labelled_texts, next_item, outcome_of, progress_of
from phien.sentiment.tests.conftest import LABELS, START, TEXTS, Day


def draw(day: Day, size: int = 30, **rules: object) -> Sample:
    return actions.draw_sample(campaign=day.campaign, size=size, rules=Rules(**rules), by=day.actors["lan"])


def changes(noun: str) -> list[tuple[str, dict[str, object]]]:
    seal(force=True)
    with evidence.connect() as db:
        rows = db.execute("select verb, facts from changes where noun = ? order by number", [noun]).fetchall()
    return [(verb, json.loads(facts)) for verb, facts in rows]


def test_anybody_can_draw_the_same_sample_again(day: Day) -> None:
    day.comments(60)
    sample = draw(day)
    keys = sorted(
        Comment.objects.values_list("key", flat=True),
        key=lambda key: hashlib.sha256(f"{sample.seed}:{key}".encode()).hexdigest(),
    )[:30]
    assert list(Item.objects.filter(sample=sample).values_list("comment__key", flat=True)) == keys
    verb, facts = changes("sample")[0]
    assert (verb, facts["seed"], facts["size"]) == ("drawn", sample.seed, 30)
    assert facts["keys_sha256"] == hashlib.sha256("\n".join(keys).encode()).hexdigest()
    with evidence.connect() as db:
        again = db.execute("select comment from comments order by sha256(? || ':' || comment) limit 30", [sample.seed])
        assert [key for (key,) in again.fetchall()] == keys
    assert draw(day).number == 2
    assert draw(day).seed != sample.seed


def test_the_universe_is_stated(day: Day) -> None:
    day.comments(30)
    file = day.give("text,author\nngon quá,a\nNgon quá!,b\nTrès bien merci,c\n😀,d\n", "more.csv")
    day.take_in(file, text="text", author="author")
    actions.erase_comments(comments=[Comment.objects.get(text="ngon quá").pk])
    found = universe_of(day.campaign, Rules())
    assert found.counts == {
        "drawn_from": 31,
        "copies": 0,
        "erased": 1,
        "other_languages": 2,
        "by_platform": {"tiktok": 31},
        "by_language": {"vi": 31},
    }
    window = Rules(since=START, until=START + timedelta(minutes=11))
    assert universe_of(day.campaign, window).counts["drawn_from"] == 10
    assert universe_of(day.campaign, Rules(platforms=("facebook",))).counts["drawn_from"] == 0


def test_without_copies_only_the_first_of_the_same_letters_may_be_drawn(day: Day) -> None:
    lines = "\n".join(f"Ngon quá{'!' * number},a{number}" for number in range(5))
    day.take_in(day.give(f"text,author\n{lines}\nkhác hẳn,z\n"), text="text", author="author")
    assert universe_of(day.campaign, Rules(without_copies=True)).counts | {"by_platform": 0, "by_language": 0} == {
        "drawn_from": 2, "copies": 4, "erased": 0, "other_languages": 0, "by_platform": 0, "by_language": 0,
    }  # fmt: skip


def test_more_than_there_are_cannot_be_drawn(day: Day) -> None:
    day.comments(10)
    with override("en"), pytest.raises(TooFewComments, match="Only 10 comments fit"):
        draw(day, 11)
    assert not Sample.objects.exists()


def test_two_label_a_third_settles_and_it_is_closed(day: Day) -> None:
    day.comments(60)
    sample = draw(day)
    day.label_all(sample, "lan")
    with pytest.raises(NotBothDone):
        actions.close_sample(sample=sample, by=day.actors["lan"])
    day.label_all(sample, "minh", wrong=3)
    with pytest.raises(SeatsTaken):
        actions.sit_down(sample=sample, actor=day.actors["kiem"])
    with pytest.raises(StillDisputed):
        actions.close_sample(sample=sample, by=day.actors["lan"])
    odd = disputed(sample)
    assert len(odd) == 3
    actions.settle(item=odd[0], said="positive", by=day.actors["kiem"])
    actions.settle(item=odd[1], said="unsure", by=day.actors["kiem"])
    actions.settle(item=odd[2], said="negative", by=day.actors["minh"])
    assert [Item.objects.get(pk=one.pk).settled_how for one in odd] == ["third", "third", "together"]
    agreed = next(item for item in Item.objects.filter(sample=sample) if item.pk not in {one.pk for one in odd})
    with pytest.raises(NotDisputed):
        actions.settle(item=agreed, said="positive", by=day.actors["kiem"])
    actions.close_sample(sample=sample, by=day.actors["lan"])
    outcome = outcome_of(sample)
    assert (sum(outcome.counts.values()), outcome.size, outcome.disputed) == (30, 29, 3)
    assert outcome.agreement is not None
    assert outcome.agreement.share == pytest.approx(0.9)
    closed = next(facts for verb, facts in changes("sample") if verb == "closed")
    assert closed["counts"] == outcome.counts
    assert closed["agreed"] == 0.9
    labels = changes("label")
    assert len(labels) == 63
    assert {facts["coder"] for _verb, facts in labels} == {"a", "b", "c"}
    assert not {"lan", "minh", "kiem"} & set(json.dumps(labels).replace('"', " ").split())
    for act in (
        lambda: actions.close_sample(sample=sample, by=None),
        lambda: actions.settle(item=odd[0], said="negative", by=day.actors["kiem"]),
        lambda: actions.take_back(sample=sample, by=day.actors["lan"]),
        lambda: actions.sit_down(sample=sample, actor=day.actors["lan"]),
    ):
        with pytest.raises(SampleClosed):
            act()


def test_a_person_labels_each_comment_once_and_takes_the_last_back(day: Day) -> None:
    day.comments(30)
    sample = draw(day)
    lan, la = day.actors["lan"], day.actors["la"]
    seat = actions.sit_down(sample=sample, actor=lan)
    assert actions.sit_down(sample=sample, actor=lan) == seat
    item = next_item(sample, seat)
    assert item is not None
    with pytest.raises(NoSeat):
        actions.give_label(item=item, said="positive", by=la)
    with pytest.raises(NothingToTakeBack):
        actions.take_back(sample=sample, by=lan)
    actions.give_label(item=item, said="positive", by=lan)
    with pytest.raises(LabelledAlready):
        actions.give_label(item=item, said="negative", by=lan)
    assert Label.objects.get().said == "positive"
    assert actions.take_back(sample=sample, by=lan) == item
    assert next_item(sample, seat) == item
    actions.give_label(item=item, said="negative", by=lan)
    assert [(verb, facts["label"]) for verb, facts in changes("label")] == [
        ("given", "positive"),
        ("taken_back", "positive"),
        ("given", "negative"),
    ]
    with pytest.raises(ValueError, match="good"):
        actions.give_label(item=next_item(sample, seat) or item, said="good", by=lan)


def test_an_erased_comment_needs_no_label(day: Day) -> None:
    day.comments(30)
    sample = draw(day)
    day.label_all(sample, "lan")
    gone = Item.objects.filter(sample=sample).select_related("comment", "sample__campaign")[4]
    actions.erase_comments(comments=[gone.comment_id])
    actions.sit_down(sample=sample, actor=day.actors["minh"])
    gone.comment.refresh_from_db()
    with pytest.raises(CommentGone):
        actions.give_label(item=gone, said="positive", by=day.actors["minh"])
    day.label_all(sample, "minh")
    assert progress_of(sample).gone == 1
    actions.close_sample(sample=sample, by=day.actors["lan"])
    assert (outcome_of(sample).size, outcome_of(sample).gone) == (29, 1)


def test_somebody_else_takes_a_seat_over(day: Day) -> None:
    day.comments(30)
    sample = draw(day)
    seat = day.label_all(sample, "lan")
    day.label_all(sample, "minh")
    assert actions.free_seat(seat=seat) == 30
    assert progress_of(sample).left == 30
    assert day.label_all(sample, "kiem").coder == "a"
    actions.close_sample(sample=sample, by=None)
    assert [verb for verb, _facts in changes("label")].count("taken_back") == 30


def model_of(*endings: str) -> training.Model:
    rows = [(f"{text} {end}", label) for text, label in zip(TEXTS, LABELS, strict=True) for end in endings]
    return training.train([Labelled("chợ", "0" * 64, tuple(rows))])


def test_a_model_is_corrected_by_its_errors_on_this_campaigns_sample(day: Day) -> None:
    day.comments(300)
    run = actions.run_model(campaign=day.campaign, model=model_of("nhé", "ạ"))
    assert (sum(run.said.values()), run.refused, run.corrected) == (300, "no_sample", {})
    small = draw(day, 30)
    day.label_all(small, "lan")
    day.label_all(small, "minh")
    actions.close_sample(sample=small, by=None)
    assert actions.run_model(campaign=day.campaign, model=model_of("nhé", "ạ")).refused == "too_few"
    large = draw(day, 150)
    day.label_all(large, "lan")
    day.label_all(large, "minh")
    actions.close_sample(sample=large, by=None)
    run = actions.run_model(campaign=day.campaign, model=model_of("nhé", "ạ"))
    assert (run.refused, run.sample) == ("", large)
    share, low, high = run.corrected["positive"]
    assert low <= share <= high
    assert share == pytest.approx(1 / 3, abs=0.1)
    verb, facts = changes("model")[-1]
    assert (verb, facts["sample"], facts["corrected"]) == ("run", large.key, run.corrected)


def test_a_model_that_was_trained_on_the_sample_is_not_tested_on_it(day: Day) -> None:
    day.comments(150)
    sample = draw(day, 120)
    day.label_all(sample, "lan")
    day.label_all(sample, "minh")
    actions.close_sample(sample=sample, by=None)
    trained = training.train([Labelled("own", "1" * 64, tuple(labelled_texts(sample)))])
    run = actions.run_model(campaign=day.campaign, model=trained)
    assert (run.refused, sum(map(sum, run.tested))) == ("too_few", 0)


def test_a_model_that_says_one_thing_of_everything_corrects_nothing(day: Day) -> None:
    day.comments(150)
    sample = draw(day, 120)
    day.label_all(sample, "lan")
    day.label_all(sample, "minh")
    actions.close_sample(sample=sample, by=None)
    rows = (("khen", "positive"), ("khen nữa", "positive"), ("chê", "negative"))
    blind = training.train([Labelled("x", "2" * 64, rows)])
    assert actions.run_model(campaign=day.campaign, model=blind).refused == "too_alike"
