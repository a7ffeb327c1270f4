"""The traffic page of the numbers desk: what it tells, to whom, and what an organiser may start there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from phien.evidence import actions as evidence
from phien.evidence.models import RulesOrder
from phien.people.models import Scope
from phien.reports import actions
from phien.reports.queries import verify_report
from phien.reports.tests.conftest import START, Day

DAY = START.date()
PAGE = "/en/desk/numbers/cho-phien/traffic/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36"

Person = Callable[..., Client]


@pytest.fixture
def flooded(day: Day) -> Day:
    """A day on which half of 200 people stay, with a flood of 90 and a known robot; the rules were run over it."""
    for number in range(200):
        visitor = f"{number:016x}"
        day.hit(number * 40, "clip", "clip:quay-vit", visitor, creator="lan", link="XK4M")
        if number % 2:
            day.hit(number * 40 + 20, "click", "product:vit-quay", visitor, creator="lan", link="XK4M")
    for number in range(90):
        day.hit(10_000 + number * 0.5, "clip", "clip:quay-vit", f"f{number:015x}", creator="lan", link="XK4M")
    day.hit(12_000, "page", "campaign:cho-phien", "robot", agent="Googlebot/2.1")
    day.hit(13_000, "page", "campaign:cho-phien", f"{999:016x}", agent=WINDOWS)
    day.hit(13_000, "page", "campaign:other", f"{998:016x}", campaign="other")
    day.seal()
    evidence.run_rules(day=DAY)
    return day


def text(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_tells_gross_each_reason_and_net(flooded: Day, person: Person) -> None:
    page = text(person("organiser"))
    assert "<dt>Taken in</dt><dd>392</dd>" in page
    assert "a flood of one-hit visitors</a></dt><dd>90</dd>" in page
    assert "a known robot</a></dt><dd>1</dd>" in page
    assert "<dt>= Counted</dt><dd>301</dd>" in page
    assert "rules 2 on 1 day" in page


def test_it_shows_by_link_and_by_subject_what_was_left_out(flooded: Day, person: Person) -> None:
    client = person("auditor")
    assert "Hoàng Thị Lan" in text(client)
    subjects = text(client, f"{PAGE}?by=subjects")
    assert "clip:quay-vit" in subjects
    assert "Vịt quay Lạng Sơn" in subjects
    assert "Nothing has that name." in text(client, f"{PAGE}?by=subjects&q=khong-co")


def test_people_only_draws_what_counts(flooded: Day, person: Person) -> None:
    client = person("auditor")
    assert 'class="shade1"' in text(client)
    assert 'class="shade1"' not in text(client, f"{PAGE}?show=people")


def test_every_rule_is_said_with_its_thresholds(flooded: Day, person: Person) -> None:
    page = text(person("auditor"))
    assert "at least 50 visitor ids landed on one page" in page
    assert "more than 240 heartbeats" in page


def test_the_hits_behind_a_reason_are_shown_a_page_at_a_time(flooded: Day, person: Person) -> None:
    client = person("auditor")
    first = text(client, f"{PAGE}hits/?reason=flood")
    assert "Left out: a flood of one-hit visitors" in first
    assert "90 hits" in first
    assert "f000000000000000" in first
    assert "1 / 4" in first
    assert f"f{89:015x}" in text(client, f"{PAGE}hits/?reason=flood&page=4")
    assert "Nothing was left out for this reason" in text(client, f"{PAGE}hits/?reason=even_beats")
    assert client.get(f"{PAGE}hits/?reason=no-such-rule").status_code == 404
    assert client.get(f"{PAGE}hits/").status_code == 404


def test_the_tables_are_given_whole(flooded: Day, person: Person) -> None:
    client = person("auditor")
    hits = b"".join(client.get(f"{PAGE}hits.csv?reason=flood").streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(hits) == 91
    assert hits[0].lstrip("\ufeff").startswith("happened_at,kind,subject")
    sums = b"".join(client.get(f"{PAGE}sums.csv").streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert sums[0].lstrip("\ufeff") == "creator,link,gross,flood,bot,net"
    assert sums[1] == "lan,XK4M,390,90,0,300"
    assert client.get(f"{PAGE}hits.csv?reason=no-such-rule").status_code == 404


def test_what_makes_no_sense_in_an_address_is_the_newest_day(flooded: Day, person: Person) -> None:
    client = person("auditor")
    for query in ("day=2026-99-99", "day=1999-01-01", "day=x", "rows=99&page=-1", "before=7&after=x", "by=nothing"):
        assert "<dt>Taken in</dt><dd>392</dd>" in text(client, f"{PAGE}?{query}")
    assert "<dt>Taken in</dt><dd>392</dd>" in text(client, f"{PAGE}?day=whole")


def test_an_empty_site_says_so(day: Day, person: Person) -> None:
    assert "Nothing is sealed yet." in text(person("auditor"))


def test_only_organisers_and_auditors_of_the_campaign_read(flooded: Day, person: Person) -> None:
    other = Scope.objects.create(kind="campaign", label="other")
    for name, status, client in (
        ("creator", 403, person("creator", actor="lan")),
        ("stranger", 404, person("organiser", actor="minh", scope=other)),
        ("nobody", 404, person("", actor="vit-hop")),
        ("signed out", 302, Client()),
    ):
        for path in ("", "hits/?reason=flood", "hits.csv?reason=flood", "sums.csv"):
            assert client.get(PAGE + path).status_code == status, name
        assert client.post(f"{PAGE}run/", asked()).status_code == status, name
    assert not RulesOrder.objects.exists()


def asked(**more: str) -> dict[str, str]:
    return {"rules": "2", "since": DAY.isoformat(), "until": DAY.isoformat()} | more


def test_only_organisers_run_rules(flooded: Day, person: Person) -> None:
    auditor = person("auditor")
    assert "Run rules again" not in text(auditor)
    assert auditor.post(f"{PAGE}run/", asked()).status_code == 403
    assert not RulesOrder.objects.exists()


def test_an_organiser_runs_a_set_over_the_past(flooded: Day, person: Person) -> None:
    client = person("organiser")
    assert client.get(f"{PAGE}run/").status_code == 405
    since = (DAY - timedelta(days=2)).isoformat()
    answer = client.post(f"{PAGE}run/", asked(rules="1", since=since))
    assert answer.status_code == 302
    order = RulesOrder.objects.get()
    assert (order.rules, order.days, order.by) == ("1", 3, "kiem")
    assert "0 of 3 days" in text(client)
    assert evidence.work_off_orders() == 1
    page = text(client)
    assert "done; on 1 day something else was found" in page
    assert "<dt>= Counted</dt><dd>301</dd>" in page  # the newer set goes on deciding
    assert page.count(">decides</span>") == 1


@pytest.mark.parametrize(
    "wrong", [{"rules": "9"}, {"since": "x"}, {"until": "2026-05-09"}, {"since": "2020-01-01"}, {"until": ""}]
)
def test_orders_that_make_no_sense_are_told_and_nothing_is_run(
    flooded: Day, person: Person, wrong: dict[str, str]
) -> None:
    answer = person("organiser").post(f"{PAGE}run/", asked(**wrong))
    assert answer.status_code == 400
    assert 'class="errorlist"' in answer.content.decode()
    assert not RulesOrder.objects.exists()


def test_two_sets_are_compared_over_the_days_of_both(flooded: Day, person: Person) -> None:
    page = text(person("auditor"))
    assert "Rules 1 and 2 compared" in page
    assert "1 day was judged by both." in page
    assert ">+90<" in page


def test_the_page_asks_a_fixed_number_of_questions(
    flooded: Day, person: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = person("organiser")
    flooded.hit(19_000, "page", "product:vit-quay", "somebody", link="LONE")
    flooded.seal()
    client.get(PAGE)
    with django_assert_max_num_queries(18) as few:
        client.get(PAGE)
    for number in range(60):
        flooded.hit(20_000 + number * 30, "page", f"product:p{number}", f"n{number:015x}", link=f"L{number}")
    flooded.seal()
    evidence.run_rules(day=DAY)
    client.get(PAGE)
    with django_assert_max_num_queries(18) as more:
        client.get(PAGE)
    assert len(more) == len(few)


def test_a_report_leaves_out_what_the_rules_found(flooded: Day) -> None:
    report = actions.make_report(
        campaign=flooded.campaign, since=flooded.at(-3600), until=flooded.at(6 * 3600), progress=None
    )
    hits = report.figures.get(metric="hits", dimension="")
    assert (hits.gross, hits.net) == (392, 301)
    assert hits.excluded == {"bot": "1.00", "flood": "90.00"}
    judged = report.figures.filter(metric="judged_days")
    assert [(row.dimension, row.key, row.net) for row in judged] == [("", "", 1), ("rules", "2", 1)]
    assert verify_report(report) == []
