"""Visits, watching and roll-ups, on a small day that can be counted by hand."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from phien.evidence import actions, queries
from phien.evidence.models import Rollup, RollupHead, Salt
from phien.lib import clock

pytestmark = pytest.mark.django_db

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NINE = datetime(2026, 7, 31, 9, 0, tzinfo=VIETNAM)
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def hit(kind: str, visitor: str, minutes: float, agent: str, **facts: object) -> None:
    actions.record_hit(
        kind=kind, visitor=visitor, user_agent=agent, at=NINE + timedelta(minutes=minutes), **facts  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def day(root: Path, agent: str) -> None:
    """An: two visits; Bình: one, in another campaign and a third hour; a robot; and An again on the next day."""
    hit("page", "an", 0, agent, subject="campaign:cho", campaign="cho", creator="lan", link="AB2C")
    hit("click", "an", 20, agent, subject="product:vit", campaign="cho")
    hit("click", "an", 45, agent, subject="product:vit", campaign="cho")
    hit("page", "an", 80, agent, subject="product:vit", campaign="cho")
    hit("page", "binh", 119, agent, subject="home")
    hit("page", "binh", 121, agent, subject="campaign:hoi", campaign="hoi")
    hit("click", "binh", 122, agent, subject="product:vit", campaign="cho")
    hit("page", "bot", 5, BOT, subject="campaign:cho", campaign="cho")
    hit("page", "an", 24 * 60, agent, subject="campaign:cho", campaign="cho")
    actions.seal(force=True)
    actions.roll_up()


def test_visits_end_after_half_an_hour_of_rest(day: None) -> None:
    with queries.connect() as found:
        rows = found.execute(
            "SELECT visitor, hits, campaign, campaigns, entry, creator, link, reason, started_at FROM visits "
            "ORDER BY started_at, visitor"
        ).fetchall()
    assert [row[:8] for row in rows] == [
        ("an", 3, "cho", ["cho"], "campaign:cho", "lan", "AB2C", ""),
        ("bot", 1, "cho", ["cho"], "campaign:cho", "", "", "bot"),
        ("an", 1, "cho", ["cho"], "product:vit", "", "", ""),
        ("binh", 3, "hoi", ["cho", "hoi"], "home", "", "", ""),
        ("an", 1, "cho", ["cho"], "campaign:cho", "", "", ""),
    ]
    assert rows[0][8] == NINE


def test_pages_read_the_sums(day: None) -> None:
    totals = queries.totals("cho")
    assert (totals["visit"].gross, totals["visit"].excluded, totals["visit"].net) == (4, 1, 3)
    assert (totals["page"].gross, totals["page"].net) == (4, 3)
    assert totals["click"].net == 3
    assert totals["visitor"].net == 3  # An on two days, and Bình
    assert totals["order"].net == 0
    assert "visitor" not in queries.totals()
    assert queries.totals()["visit"].net == 4
    hours = [(row.hour.astimezone(VIETNAM), row.gross, row.net) for row in queries.visits_by_hour("cho")]
    assert hours == [(NINE, 2, 1), (NINE + timedelta(hours=1), 1, 1), (NINE + timedelta(days=1), 1, 1)]
    assert len(queries.visits_by_hour("cho", until=NINE + timedelta(hours=1))) == 1
    (top,) = queries.top_subjects("cho", kind="click", noun="product")
    assert (top.subject, top.net) == ("product:vit", 3)
    assert [row.net for row in queries.rollup("click", "product:vit")] == [2, 1]


def test_sums_equal_a_recount(day: None, agent: str) -> None:
    hit("page", "chi", 3, agent, subject="campaign:cho", campaign="cho")  # late: its hour is sealed already
    hit("page", "an", 55, agent, subject="campaign:cho", campaign="cho")  # joins An's two visits of the morning
    actions.seal(force=True)
    actions.roll_up()
    fields = ("hour", "kind", "subject", "campaign", "creator", "simulated", "gross", "excluded", "net", "visitors")
    grown = sorted(Rollup.objects.values_list(*fields, "seconds"))
    actions.rebuild_rollups()
    assert sorted(Rollup.objects.values_list(*fields, "seconds")) == grown
    with queries.connect() as found:
        kinds = dict(found.execute("SELECT kind, count(*) FROM hits WHERE reason = '' GROUP BY kind").fetchall())
        visits = found.execute("SELECT count(*) FROM visits WHERE reason = ''").fetchone()
    totals = queries.totals()
    assert {kind: totals[kind].net for kind in kinds} == kinds
    assert visits == (totals["visit"].net,) == (4,)


def test_counting_again_changes_nothing(day: None) -> None:
    before = sorted(Rollup.objects.values_list())
    assert actions.roll_up() == 0
    RollupHead.objects.update(seq=0, hash="")
    assert actions.roll_up() == 2
    assert sorted(Rollup.objects.values_list()) == before


def test_watching_is_the_time_between_heartbeats(root: Path, agent: str) -> None:
    room = {"subject": "broadcast:quynh-son", "campaign": "cho"}
    for seconds, at in [(0, 0), (15, 15), (15, 30), (15, 90), (0, 200), (15, 215), (7, 222)]:
        hit("live", "an", at / 60, agent, seconds=seconds, session_token="first", **room)
    for seconds, at in [(15, 15), (15, 31)]:
        hit("live", "an", at / 60, agent, seconds=seconds, session_token="second", **room)
    actions.seal(force=True)
    actions.roll_up()
    with queries.connect() as found:
        rows = found.execute(
            "SELECT session, sum(milliseconds), count(*), min(began_at) FROM watching GROUP BY session ORDER BY session"
        ).fetchall()
    # first: 15 + 15 + 30 (a minute's gap counts as 30 s) + 15 + 7; second: what it claims, then the gap
    assert [row[:3] for row in rows] == [("first", 82_000, 7), ("second", 31_000, 2)]
    assert rows[0][3] == NINE
    assert queries.totals("cho")["live"].seconds == 113


def test_simulated_hits_stay_apart(root: Path, agent: str) -> None:
    hit("page", "an", 0, agent, campaign="cho")
    hit("page", "an", 1, agent, campaign="cho", simulated=True)
    actions.seal(force=True)
    actions.roll_up()
    total = queries.totals("cho")
    assert (total["page"].net, total["page"].simulated) == (2, 1)
    assert (total["visit"].net, total["visit"].simulated) == (2, 1)


def test_a_report_reads_up_to_its_cut(day: None, agent: str) -> None:
    cut = queries.manifest_head()
    assert cut
    hit("page", "late", 0, agent)
    actions.seal(force=True)
    with queries.connect(cut.seq) as then, queries.connect() as now:
        assert then.execute("SELECT count(*) FROM hits").fetchone() == (9,)
        assert now.execute("SELECT count(*) FROM hits").fetchone() == (10,)


def test_the_tick_does_what_waits(root: Path, agent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    actions.record_hit(kind="page", visitor="an", user_agent=agent, campaign="cho")
    Salt.objects.create(day=clock.today() - timedelta(days=4), secret=b"x" * 32, made_at=now)
    actions.tick(now)
    assert actions.forget(now) == {"salts": 1, "arrivals": 0}
    assert Rollup.objects.count() == 0
    assert list(Salt.objects.values_list("day", flat=True)) == [clock.today()]
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=1))
    actions.tick(now + timedelta(hours=1))
    assert queries.totals("cho")["page"].net == 1
    assert queries.check_chain() == []
    actions.tick(now)  # a clock set back does no harm
