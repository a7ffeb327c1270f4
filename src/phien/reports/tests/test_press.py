"""The press text: every number with its source, what lies inside what, and its footnotes; in every language."""

import re
from decimal import Decimal

from django.test import Client
from django.utils.translation import override

from phien.lib.texts import LANGUAGES
from phien.reports import actions, files
from phien.reports.board import Board, board_of
from phien.reports.metrics import REGISTRY
from phien.reports.models import Figure, Report
from phien.reports.papers.press import press_text


def text_of(report: Report, *figures: Figure) -> str:
    with override("en"):
        return press_text(Board(report, list(figures)) if figures else board_of(report))


def figure(report: Report, metric: str, net: int, **facts: object) -> Figure:
    known = REGISTRY[metric]
    facts = {"gross": Decimal(net), "source": known.source.value, "unit": known.unit.value} | facts
    return Figure(report=report, metric=metric, definition_hash=known.definition_hash, net=Decimal(net), **facts)


def test_figures_stand_in_sentences_with_nesting_and_footnotes(report: Report) -> None:
    text = text_of(report)
    assert re.search(
        r"• 30 visits \[[\d, ]+\], of which 20 live views \[[\d, ]+\] and 20 visits that watched live", text
    )
    assert "31 before what does not count was left out" in text
    assert "COUNTED BY THIS SITE" in text
    assert "/en/c/cho-phien/results/definitions/" in text
    assert report.cut_hash in text


def test_every_footnote_that_is_named_is_there_and_no_other(report: Report) -> None:
    body, _, notes = text_of(report).partition("NOTES")
    named = {number for group in re.findall(r"\[([\d, ]+)\]", body) for number in group.split(", ")}
    assert named == set(re.findall(r"^\[(\d+)\]", notes, re.MULTILINE))


def test_what_platforms_claim_stands_apart_and_keeps_its_footnote(report: Report) -> None:
    text = text_of(report, figure(report, "visits", 2_000_000), figure(report, "platform_views", 800_000_000))
    counted, claimed = text.index("COUNTED BY THIS SITE"), text.index("CLAIMED BY PLATFORMS")
    assert counted < text.index("2,000,000 visits") < claimed < text.index("800,000,000")
    assert "802,000,000" not in text
    assert re.search(r"800,000,000 \[[\d, ]+\]", text)
    assert "a sum over platforms adds unlike things" in text


def test_a_sample_is_printed_with_its_interval_never_alone(report: Report) -> None:
    sampled = figure(report, "opinion_positive", 99, low=Decimal("98.2"), high=Decimal("99.5"), sample_size=1000)
    text = text_of(report, sampled)
    assert "98.2 to 99.5% (n = 1,000, by hand)" in text
    assert not re.search(r"\b99%", text)


def test_a_part_that_is_more_than_its_whole_is_no_of_which(report: Report) -> None:
    text = text_of(report, figure(report, "visits", 10), figure(report, "live_views", 14))
    assert "not to be added to it: 14 live views" in text


def test_it_is_kept_in_every_language_and_downloaded(client: Client, whole_report: Report) -> None:
    for language in LANGUAGES:
        assert str(whole_report.number) in files.read(whole_report.files[f"txt.{language}"]).decode()
    actions.publish_report(report=whole_report, by=None)
    response = client.get(f"/en/c/cho-phien/results/{whole_report.number}/txt.fr")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].endswith('-fr.txt"')
    page = client.get("/en/c/cho-phien/results/").content.decode()
    assert "data-copy=" in page
    assert "of which 20 live views" in page
