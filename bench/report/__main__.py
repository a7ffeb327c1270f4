"""Builds the campaign's evidence once, then measures how soon the report's page is there, how long its whole
recomputation takes and how much memory, beside the same questions in plain SQL."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import bench
from bench.day import market
from bench.report import CAMPAIGN, DAYS, PEER_DAYS, RUNS, SINCE, UNTIL, ZONE, evidence, questions

LANGUAGES = ("", "/en", "/fr", "/zh-hans")
SETTINGS = ("shared_buffers=512MB", "work_mem=256MB", "max_wal_size=4GB", "max_parallel_workers_per_gather=1")


def told(what: str, seconds: float) -> None:
    print(f"{what}: {seconds:.1f} s", file=sys.stderr, flush=True)


def recomputed(home: Path, number: int, *options: str) -> tuple[float, float]:
    """Seconds and peak MB of `phien verify --report`: every byte of evidence, every figure, every file."""
    words = [sys.executable, "-m", "phien", "--home", str(home), "verify", "--report", str(number), *options]
    began = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    assert os.waitstatus_to_exitcode(status) == 0, said
    return seconds, usage.ru_maxrss / 1024


def pages(home: Path) -> list[float]:
    """Seconds until each of the four results pages is there, asked for the first time of a site just started."""
    taken = []
    with bench.site(home, core=0) as site:
        market.fetch(site.port, "/")  # imports are not the page
        for language in LANGUAGES:
            began = time.monotonic()
            market.fetch(site.port, f"{language}/c/{CAMPAIGN}/results/")
            taken.append(time.monotonic() - began)
    return taken


def ours(days: int) -> tuple[float, dict[str, Any]]:
    """The report's own way to the same answers: its layers, then each figure from them."""
    from phien.evidence import queries
    from phien.reports.compute import Window, figures_of, spread
    from phien.reports.metrics import REGISTRY

    asked = {
        "hits": ("hits", "kind"), "visits": ("visits", "hour"), "clip_views": ("clip_views", "clip"),
        "product_clicks": ("product_clicks", "creator"), "watch_time": ("watch_time", "broadcast"),
        "peak_viewers": ("peak_viewers", ""), "publications": ("publications", "hashtag"),
        "platform_views": ("platform_views", ""), "views_by_hashtag": ("platform_views", "hashtag"),
    }  # fmt: skip
    window = Window(CAMPAIGN, SINCE, SINCE + timedelta(days=days), ZONE)
    began = time.monotonic()
    with queries.connect() as connection:
        spread(connection, window, [REGISTRY[metric] for metric, _dimension in asked.values()])
        rows = {
            name: figures_of(connection, window, REGISTRY[metric], dimension)
            for name, (metric, dimension) in asked.items()
        }
    return time.monotonic() - began, {name: {row.key: int(row.net) for row in found} for name, found in rows.items()}


def register_of(folder: Path, days: int) -> Path:
    """The register as a table for plain SQL, one row per publication and hashtag."""
    from phien.content.hashtags import key_of

    path = folder / f"register-{days}.csv"
    until = SINCE + timedelta(days=days)
    with path.open("w") as file:
        file.write("subject,origin,hashtag,published_ms\n")
        for one in evidence.publications():
            if one.published_at < until:
                for tag in one.hashtags:
                    name, at = f"publication:tiktok:{one.native_id}", round(one.published_at.timestamp() * 1000)
                    file.write(f"{name},{one.origin},{key_of(tag)},{at}\n")
    return path


def plain(folder: Path, days: int) -> questions.Ask:
    """Plain SQL over the files of so many days."""
    from phien.evidence import queries
    from phien.evidence.manifest import root

    until = (SINCE + timedelta(days=days)).isoformat()
    lines = [line for line in queries.segments() if line.first_at < until]
    files = {name: [root() / line.file for line in lines if line.stream == name] for name in ("hits", "observations")}
    return questions.parquet(files["hits"], files["observations"], register_of(folder, days))


def compare(found: dict[str, Any], answers: dict[str, Any], who: str) -> None:
    """The same sums, or there is nothing to compare. Watch time is rounded to seconds by broadcast."""
    for name, rows in answers.items():
        theirs = sum(int(row[-1]) for row in rows)
        unit, error = (1000, len(rows)) if name == "watch_time" else (1, 0)
        ours = sum(found[name].values())
        assert abs(theirs / unit - ours) <= error, f"{who}: {name} {theirs / unit} instead of {ours}"


def peers(folder: Path) -> dict[str, float]:
    """Seconds of each engine for PEER_DAYS days, with everything loaded and indexed before."""
    from phien.config.testing_servers import postgres, postgres_folder

    taken: dict[str, list[float]] = {}
    over_files = plain(folder, PEER_DAYS)
    rows = questions.rows_of(over_files)
    programs = postgres_folder()
    assert programs, "PostgreSQL is not installed"
    with postgres(programs, *SETTINGS) as url:
        began = time.monotonic()
        asks = {"DuckDB over the files": over_files, "PostgreSQL": questions.postgresql(rows, url)}
        asks["SQLite"] = questions.sqlite(rows, folder / "peer.sqlite3")
        told("rows are loaded and indexed by the peers", time.monotonic() - began)
        del rows
        for _run in range(RUNS):
            seconds, found = ours(PEER_DAYS)
            taken.setdefault("Phiên", []).append(seconds)
            for name, ask in asks.items():
                seconds, answers = questions.answered(ask)
                compare(found, answers, name)
                taken.setdefault(name, []).append(seconds)
    return {name: bench.median(values) for name, values in taken.items()}


def main() -> None:
    with bench.folder() as folder:
        home = folder / "home"
        os.environ.setdefault("PHIEN_SECRET_KEY", "only-for-this-campaign-of-the-benchmark")
        bench.django(home)
        from phien.reports import actions

        began = time.monotonic()
        campaign = evidence.make_campaign()
        rows = evidence.build(campaign)
        told(f"{rows} are sealed", time.monotonic() - began)
        began = time.monotonic()
        report = actions.make_report(campaign=campaign, since=SINCE, until=UNTIL)
        told("the report is made, with its files in four languages", time.monotonic() - began)
        actions.publish_report(report=report, by=None)
        first = [pages(home) for _run in range(RUNS)]
        again = [recomputed(home, report.number, "--no-judging") for _run in range(RUNS)]
        judged, _megabytes = recomputed(home, report.number)
        told("verified with every day judged again", judged)
        both = [(ours(DAYS), questions.answered(plain(folder, DAYS))) for _run in range(RUNS)]
        for (_seconds, found), (_theirs, answers) in both:
            compare(found, answers, "DuckDB over the files")
        small = peers(folder)
    mine, limit = bench.median([ours[0] for ours, _ in both]), bench.median([theirs[0] for _, theirs in both])
    print(f"Seconds for nine questions over {DAYS} days, medians of {RUNS} runs:")
    bench.table(["", "seconds"], [["Phiên", f"{mine:.1f}"], ["DuckDB over the same files", f"{limit:.1f}"]])
    print(f"The same over {PEER_DAYS} day(s):")
    bench.table(["", "seconds"], [[name, f"{seconds:.2f}"] for name, seconds in small.items()])
    facts = {
        "page_s": round(bench.median([max(run) for run in first]), 3),
        "recompute_s": round(bench.median([seconds for seconds, _ in again]), 1),
        "judged_s": round(judged, 1),
        "peak_mb": round(max(megabytes for _, megabytes in again)),
        "rows": rows,
    }
    named = {name: round(seconds, 2) for name, seconds in small.items()}
    bench.result(
        name="report", ours=mine, limit=limit, unit="seconds for nine questions", runs=RUNS, peers=named, more=facts
    )


if __name__ == "__main__":
    main()
