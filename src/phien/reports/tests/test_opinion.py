"""Shares of comments that two people labelled, from sealed labels, against Wilson's interval worked out apart."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from phien.evidence import actions as evidence
from phien.evidence import queries as sealed
from phien.reports import words
from phien.reports.compute import Row, Window, figures_of
from phien.reports.metrics import REGISTRY
from phien.reports.tests.conftest import START, Day
from phien.sentiment import actions
from phien.sentiment.actions.samples import Rules
from phien.sentiment.intervals import wilson
from phien.sentiment.models import Comment, Item, Sample

TEXTS = {"positive": "Ngon quá, rất thích", "neutral": "Giá bao nhiêu vậy", "negative": "Dở quá, thất vọng"}


def take_in(day: Day, labels: list[str], *, name: str = "a.csv") -> None:
    lines = ["text,author,time"]
    for number, label in enumerate(labels):
        at = START + timedelta(minutes=number)
        lines.append(f'"{TEXTS[label]} {number}",nguoi{number},{at.isoformat()}')
    lines.append(f"多少钱,nguoi0,{START.isoformat()}")
    file = actions.give_file(campaign=day.campaign, chunks=["\n".join(lines).encode()], name=name, by=None)
    columns = {"text": "text", "author": "author", "time": "time"}
    actions.ask_take_in(file=file, sheet=name, columns=columns, platform="tiktok", subject="", by=None)
    assert actions.take_in(file=file).state == "taken_in"


def labelled(day: Day, labels: list[str]) -> Sample:
    """A sample of all of them; a and b label by the text, but b does not see what is negative in every fifth."""
    take_in(day, labels)
    by_number = dict(enumerate(labels))
    sample = actions.draw_sample(campaign=day.campaign, size=len(labels), rules=Rules(), by=None)
    for who in ("lan", "minh"):
        actions.sit_down(sample=sample, actor=day.actors[who])
        for item in Item.objects.filter(sample=sample).select_related("comment", "sample__campaign"):
            number = int(item.comment.text.rsplit(" ", 1)[1])
            said = by_number[number]
            if who == "minh" and number % 5 == 0 and said == "negative":
                said = "neutral"
            actions.give_label(item=item, said=said, by=day.actors[who])
    for item in Item.objects.filter(sample=sample).select_related("comment", "sample__campaign"):
        if len(set(item.labels.values_list("said", flat=True))) == 2:
            actions.settle(item=item, said="negative", by=day.actors["kiem"])
    return sample


def figures(day: Day, metric: str, dimension: str = "", *, hours: int = 24) -> list[Row]:
    evidence.seal(force=True)
    window = Window("cho-phien", day.at(-3600), day.at(hours * 3600), "Asia/Ho_Chi_Minh")
    with sealed.connect() as connection:
        for layer in REGISTRY[metric].layers:
            connection.execute(f"create temp table {layer.name} as {layer.sql}", window.parameters(layer.sql))
        return figures_of(connection, window, REGISTRY[metric], dimension)


LABELS = ["positive"] * 33 + ["neutral"] * 5 + ["negative"] * 12


def test_shares_of_a_closed_sample(day: Day) -> None:
    sample = labelled(day, LABELS)
    assert figures(day, "opinion_positive") == []
    actions.close_sample(sample=sample, by=day.actors["kiem"])
    for metric, count, size in (
        ("opinion_positive", 33, 50),
        ("opinion_negative", 12, 50),
        ("opinion_net", 33, 45),
    ):
        row = figures(day, metric)[0]
        end = wilson(count, size)
        assert row.sample is not None
        assert row.sample.size == size
        assert float(row.net) == pytest.approx(100 * end.share, abs=0.01)
        assert float(row.sample.low) == pytest.approx(100 * end.low, abs=0.01)
        assert float(row.sample.high) == pytest.approx(100 * end.high, abs=0.01)


def test_a_sample_of_other_days_is_not_of_this_window(day: Day) -> None:
    sample = labelled(day, LABELS)
    actions.close_sample(sample=sample, by=None)
    assert figures(day, "opinion_positive") != []
    assert figures(day, "opinion_positive", hours=0) == []


def test_all_of_one_label_never_reaches_a_bare_hundred(day: Day) -> None:
    sample = labelled(day, ["positive"] * 40)
    actions.close_sample(sample=sample, by=None)
    row = figures(day, "opinion_positive")[0]
    assert row.sample is not None
    assert (row.net, row.sample.high, row.sample.low < Decimal(92)) == (100, 100, True)
    assert figures(day, "opinion_negative")[0].sample is not None


def test_comments_by_language_and_without_those_of_an_undone_file(day: Day) -> None:
    take_in(day, LABELS[:20])
    assert {row.key: row.net for row in figures(day, "opinion_comments", "language")} == {"other": 1, "vi": 20}
    assert figures(day, "opinion_unclassified")[0].net == 1
    assert figures(day, "opinion_comments")[0].net == 21
    actions.erase_comments(comments=Comment.objects.values_list("pk", flat=True))
    assert figures(day, "opinion_comments")[0].net == 21
    actions.undo_file(file=Comment.objects.all()[0].file, by=None)
    assert figures(day, "opinion_comments")[0].net == 0


def test_what_a_model_estimates_is_not_printed_as_read_by_hand(day: Day) -> None:
    sample = labelled(day, LABELS)
    actions.close_sample(sample=sample, by=None)
    ends = {"positive": [0.66, 0.52, 0.8], "neutral": [0.1, 0.0, 0.2], "negative": [0.24, 0.1, 0.4]}
    facts = {
        "campaign": "cho-phien",
        "sample": sample.key,
        "n": 110,
        "corrected": ends,
    }
    evidence.record_change(noun="model", key="cho-phien/1", verb="run", facts=facts)
    row = figures(day, "opinion_estimated")[0]
    assert row.sample is not None
    assert (float(row.net), float(row.sample.low), float(row.sample.high), row.sample.size) == (66, 52, 80, 110)
    refused = facts | {"corrected": {}, "refused": "too_few"}
    evidence.record_change(noun="model", key="cho-phien/2", verb="run", facts=refused)
    assert figures(day, "opinion_estimated") == []
    with override("en"):
        assert words.sampled(Decimal("98.18"), Decimal("99.46"), 1000, unit="percent") == (
            "98.2 to 99.5% (n = 1,000, by hand)"
        )
        text = words.estimated(Decimal("98.18"), Decimal("99.46"), 1000, unit="percent")
    assert text == "estimated: 98.2 to 99.5% (tested on n = 1,000)"
