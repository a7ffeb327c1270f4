"""Runs of rules: what they write, what they leave alone, and that anybody can do them again."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from django.utils.translation import override

from phien.evidence import actions, manifest, queries
from phien.evidence.actions import verdicts
from phien.evidence.errors import UnknownRules, WrongDays
from phien.evidence.models import Change, RulesOrder, RulesRun
from phien.evidence.rules import CURRENT, SETS, RuleSet, deciding, set_of
from phien.evidence.rules.checking import check_verdicts
from phien.evidence.tests.rules.conftest import START, Crowd

DAY = START.date()
# As a later set would be: the same rules, but a flood is one from 20 ids on, and orders are left alone.
STRICTER = RuleSet(
    "3",
    rules=tuple(
        replace(rule, thresholds={**rule.thresholds, "flood_crowd": 20}) if rule.id == "flood" else rule
        for rule in CURRENT.rules
        if rule.id != "order_velocity"
    ),
    tables=CURRENT.tables,
)


@pytest.fixture
def flooded(crowd: Crowd) -> Crowd:
    """An honest day with a flood of 200 and one hand that orders too much."""
    crowd.honest_hours(2)
    for number in range(200):
        crowd.visit(3 * 3600 + number * 0.25, stays=False)
    for number in range(40):
        crowd.visit(4 * 3600 + number, stays=False)
    for number in range(14):
        crowd.hit(5 * 3600 + number * 10, "order", f"order:{number}", "hand")
    crowd.end_of_day()
    crowd.seal()
    return crowd


def net(root: Path | None = None) -> int:
    with queries.connect() as connection:
        rows = connection.execute("SELECT count(*) FROM hits").fetchone()
        ours = deciding.deciding(connection).get(DAY)
        left = connection.execute(
            "SELECT count(*) FROM verdicts WHERE run = $run", {"run": ours.verdicts if ours else ""}
        ).fetchone()
    return (rows or (0,))[0] - (left or (0,))[0]


def test_a_run_is_sealed_with_what_it_went_by(flooded: Crowd) -> None:
    ran = actions.run_rules(day=DAY)
    assert ran.is_new
    assert ran.run.counts == {"flood": 200, "order_velocity": 14}
    change = Change.objects.get(noun="verdicts", verb="run")
    assert change.sealed_in
    assert change.facts["counts"] == ran.run.counts
    assert change.facts["sql"] == CURRENT.sql_hash
    assert change.facts["thresholds"]["flood_crowd"] == 50
    streams = [line.stream for line in manifest.read()]
    assert streams == ["hits", "verdicts", "changes"]
    assert manifest.read()[1].sources == (f"{DAY}.rules-2.000001.verdicts.parquet",)
    assert queries.check_chain() == []


def test_hits_stay_as_they_were(flooded: Crowd) -> None:
    actions.run_rules(day=DAY)
    with queries.connect() as connection:
        assert connection.execute("SELECT count(*) FROM hits WHERE reason <> ''").fetchone() == (0,)


def test_to_run_again_changes_nothing(flooded: Crowd) -> None:
    first = actions.run_rules(day=DAY)
    before = [line.hash for line in manifest.read()]
    again = actions.run_rules(day=DAY)
    assert not again.is_new
    assert again.run == first.run
    assert [line.hash for line in manifest.read()] == before
    assert RulesRun.objects.count() == 1


def test_hits_that_come_late_are_judged_with_the_day(flooded: Crowd) -> None:
    actions.run_rules(day=DAY)
    for number in range(14):
        flooded.hit(6 * 3600 + number * 10, "order", f"order:late{number}", "other hand")
    flooded.seal()
    late = actions.run_rules(day=DAY)
    assert late.run.counts == {"flood": 200, "order_velocity": 28}
    assert late.run.verdicts == late.run.name
    assert check_verdicts() == []
    assert check_verdicts(only_deciding=False) == []


def test_new_hits_without_new_verdicts_seal_no_rows_again(flooded: Crowd) -> None:
    first = actions.run_rules(day=DAY)
    flooded.visit(100, stays=True)
    flooded.seal()
    second = actions.run_rules(day=DAY)
    assert second.is_new
    assert second.run.verdicts == first.run.name
    assert [line.stream for line in manifest.read()].count("verdicts") == 1
    assert check_verdicts() == []
    assert check_verdicts(only_deciding=False) == []


def test_a_newer_set_over_the_past_decides_and_the_older_stays(flooded: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.run_rules(day=DAY, rules=set_of("1"))
    whole = net()
    actions.run_rules(day=DAY)
    assert net() == whole - 214
    actions.run_rules(day=DAY, rules=set_of("1"))  # an older one again: the newer goes on deciding
    assert net() == whole - 214
    later = actions.run_rules(day=DAY, rules=STRICTER)
    assert later.run.counts == {"flood": 240}
    assert net() == whole - 240
    with queries.connect() as connection:
        rows = connection.execute("SELECT rules, count(*) FROM verdicts GROUP BY rules ORDER BY rules").fetchall()
    assert rows == [("2", 214), ("3", 240)]
    assert check_verdicts(only_deciding=False, sets=(*SETS, STRICTER)) == []
    (unknown,) = check_verdicts()
    assert unknown.code == "rules_unknown"


def test_the_sums_for_pages_follow(flooded: Crowd) -> None:
    actions.roll_up()
    before = queries.totals("cho")
    actions.run_rules(day=DAY)
    assert actions.roll_up() == 1
    after = queries.totals("cho")
    assert (before["clip"].net - after["clip"].net, before["order"].net - after["order"].net) == (200, 14)
    assert after["clip"].gross == before["clip"].gross
    assert actions.roll_up() == 0


def test_a_report_at_an_older_cut_is_not_changed_by_a_later_run(flooded: Crowd) -> None:
    head = queries.manifest_head()
    assert head
    actions.run_rules(day=DAY)
    with queries.connect(head.seq) as then, queries.connect() as now:
        assert deciding.deciding(then) == {}
        assert deciding.deciding(now)[DAY].rules == "2"


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        ("DELETE FROM rows WHERE hit = (SELECT min(hit) FROM rows)", "verdict_missing"),
        ("UPDATE rows SET reason = 'bot' WHERE hit = (SELECT min(hit) FROM rows)", "verdict_differs"),
        ("INSERT INTO rows SELECT happened_at, 'ffff', rules, reason, run FROM rows LIMIT 1", "verdict_invented"),
        ("INSERT INTO rows SELECT * FROM rows LIMIT 1", "verdict_doubled"),
    ],
)
def test_verdicts_that_the_rules_do_not_give_are_named(flooded: Crowd, lie: str, code: str) -> None:
    """The chain would name the file too; this names what is wrong in it."""
    actions.run_rules(day=DAY)
    (line,) = [line for line in manifest.read() if line.stream == "verdicts"]
    path = manifest.root() / line.file
    path.chmod(0o600)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE rows AS SELECT * FROM read_parquet('{path}')")  # noqa: S608
        connection.execute(lie)
        connection.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
    (problem,) = check_verdicts()
    assert problem.code == code
    assert f"{DAY}.rules-2" in str(problem)


def test_rules_that_were_changed_under_their_name_are_named(flooded: Crowd) -> None:
    actions.run_rules(day=DAY)
    (problem,) = check_verdicts(sets=(replace(STRICTER, version="2"),))
    assert problem.code == "rules_differ"


# What is due


def test_the_days_whose_hits_changed_are_judged_once(flooded: Crowd) -> None:
    assert queries.changed_days() == [DAY]
    assert actions.judge_changed_days() == 1
    assert queries.changed_days() == []
    assert actions.judge_changed_days() == 0
    flooded.visit(200, stays=True)
    flooded.seal()
    assert queries.changed_days() == [DAY]


def test_a_run_that_was_killed_before_it_was_noted_is_done_again(
    flooded: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(verdicts, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.run_rules(day=DAY)
    whole = net()
    assert actions.judge_changed_days() == 1
    assert net() == whole - 214
    assert check_verdicts() == []


def test_an_order_is_worked_off_day_by_day(flooded: Crowd) -> None:
    order = actions.order_rules(since=DAY - timedelta(days=1), until=DAY + timedelta(days=1), rules="2", by="ban")
    assert actions.order_rules(since=order.since, until=order.until, rules="2") == order
    assert actions.work_off_orders() == 1
    order.refresh_from_db()
    assert (order.done, order.days, order.changed) == (3, 3, 1)
    assert order.finished_at
    assert actions.work_off_orders() == 0


def test_orders_that_make_no_sense_are_refused(db: None) -> None:
    with override("en"), pytest.raises(UnknownRules, match=r"There is no set of rules 9\. Known: 1, 2\."):
        actions.order_rules(since=DAY, until=DAY, rules="9")
    with pytest.raises(WrongDays):
        actions.order_rules(since=DAY, until=DAY - timedelta(days=1), rules="2")
    with pytest.raises(WrongDays):
        actions.order_rules(since=date(2020, 1, 1), until=DAY, rules="2")
    assert not RulesOrder.objects.exists()


def test_every_rule_can_be_said_in_words() -> None:
    for rules in SETS:
        for rule in rules.rules:
            assert "%(" not in rule.explanation
            assert str(rule.name)
    assert len({name for rule in CURRENT.rules for name in rule.thresholds}) == sum(
        len(rule.thresholds) for rule in CURRENT.rules
    )
