"""Plays the day, seals it, makes its report, and says what is wrong; ends with 1 where anything is."""

import contextlib
import json
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import bench
from bench.day import Day, checks, market
from bench.day.replay import Replay
from phien.cli.open_files import allow_many

MOST_TOLD = 20
STEPS: list[tuple[object, ...]] = []


@contextlib.contextmanager
def step(name: str) -> Any:
    began = time.monotonic()
    yield
    STEPS.append((name, time.monotonic() - began))
    print(f"{name}: {STEPS[-1][1]:.0f} s", file=sys.stderr, flush=True)


def seal() -> None:
    """What the tick has not sealed yet, and the roll-ups that the desks read."""
    from phien.evidence import actions as evidence

    evidence.seal(force=True)
    evidence.roll_up()


def report() -> Any:
    from phien.campaigns.models import Campaign
    from phien.lib import clock
    from phien.reports import actions

    until = clock.now() + timedelta(minutes=1)
    campaign = Campaign.objects.get(slug=market.CAMPAIGN)
    return actions.make_report(campaign=campaign, since=until - timedelta(hours=12), until=until)


def memory(process: int) -> float:
    """MB that a process holds."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    began = time.monotonic()
    allow_many()
    day = Day.scaled()
    market.set_clock()
    with bench.folder() as folder:
        home = folder / "home"
        with step("the sample market is loaded"):
            bench.django(home)
            market.open_market()
        with bench.site(home, core=0) as site, market.tick(home), market.talk():
            with step("the day is played"):
                replay = Replay(day, folder, site.port, site.process.pid)
                replay.play()
            held = memory(site.process.pid)
        with step("the rest is sealed and counted"):
            seal()
        with step("the report is made"):
            made = report()
        with step("all is looked through"):
            oversold = list(checks.oversold(day.ducks))
            lost = list(checks.lost_purchases(replay.buyers.placed, replay.rush))
            lost += checks.lost_hits(replay.visits, replay.buyers.placed, replay.acknowledged)
            differences = list(checks.report_differences(made, replay.visits, replay.buyers.placed))
    minutes = (time.monotonic() - began) / 60
    show(replay, held)
    wrong = [*replay.wrong, *replay.buyers.refused, *oversold, *lost, *differences]
    for sentence in wrong[:MOST_TOLD]:
        print("WRONG:", sentence)
    if len(wrong) > MOST_TOLD:
        print(f"WRONG: and {len(wrong) - MOST_TOLD:,} more")
    facts = {
        "name": "day",
        "minutes": round(minutes, 2),
        "oversold": len(oversold),
        "lost": len(lost),
        "report_equal": not differences,
        "visits": replay.visits.sent.total(),
        "live_views": replay.visits.watched.total(),
        "pages": replay.fetched,
        "streams": replay.opened,
        "orders": len(replay.buyers.placed.codes),
        "attempts": len(replay.rush.outcomes),
        "ducks": day.ducks,
        "claims_per_second": round(replay.rush.figures["per_second"]),
        "sent_again": replay.sent_again,
        "server_mb": round(held),
    }
    print(json.dumps(facts), flush=True)
    sys.exit(1 if wrong else 0)


def show(replay: Replay, held: float) -> None:
    head = ("slice", "seconds", "of CPU", "beacons/s", "p99 ms", "pages/s", "p99 ms", "streams/s", "p99 ms")
    bench.table(head, replay.rows)
    print()
    bench.table(("step", "seconds"), STEPS)
    rush = replay.rush
    statuses = ", ".join(f"{status}: {count:,}" for status, count in sorted(rush.statuses.items()))
    speed, p99 = rush.figures["per_second"], rush.figures["p99_ms"]
    print(f"\nThe rush: {speed:,.0f} answers/s, p99 {p99:.0f} ms; {statuses}")
    print(f"At most {replay.most_open:,} streams at once; the site's process held {held:,.0f} MB at most")


if __name__ == "__main__":
    main()
