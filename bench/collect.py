"""The collector: beacons per second of one server process on one core, each in the journal before it is acknowledged.

Ours is the whole site (uvicorn, host, origin and token checked, visitor, classification, journal synced each second).
The limit is uvicorn with a handler that does nothing; below it stands a bare protocol of uvloop, the least that Python
can do. The peer is a Django view that writes a row per hit. All take turns on the first core and are sent the same
requests, with the headers of a phone, by a C program on the second, over PHONES kept-alive connections.

Afterwards everything is sealed, every acknowledged beacon is looked for in the segments, and MILLIONS of hits of one
hour are sealed and counted.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bench
from bench import driving
from phien.config.testing_servers import end, free_port, listens, wait_for

SECONDS = float(os.environ.get("SECONDS", "5"))
RUNS = int(os.environ.get("RUNS", "3"))
PHONES = int(os.environ.get("PHONES", "64"))
MILLIONS = float(os.environ.get("MILLIONS", "3"))
MOST_A_SECOND = 50_000  # more beacons than this nobody takes, so as many are prepared
AGENT = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36"
)
CAMPAIGN = "cho-phien-lang-son"


def address(number: int) -> str:
    """A phone's address: every beacon comes from another."""
    return f"{10 + number // 16_777_216}.{number // 65_536 % 256}.{number // 256 % 256}.{number % 256}"


def beacon(number: int, token: str, origin: str) -> bytes:
    """What Chrome sends for a page's beacon, through a proxy of ours."""
    body = json.dumps({"events": [{"t": token, "i": f"{number}.0", "s": 0}]}, separators=(",", ":")).encode()
    headers = {
        "Connection": "keep-alive",
        "User-Agent": AGENT,
        "Content-Type": "text/plain;charset=UTF-8",
        "Accept": "*/*",
        "Origin": origin,
        "Sec-Fetch-Site": "same-origin",
        "Sec-Fetch-Mode": "no-cors",
        "Sec-Fetch-Dest": "empty",
        "Referer": f"{origin}/c/{CAMPAIGN}/",
        "Accept-Encoding": "gzip, deflate, br",
        "Accept-Language": "vi-VN,vi;q=0.9,en;q=0.8",
        "X-Forwarded-For": address(number),
    }
    return driving.request("POST", "/hit", headers, body, host=origin.removeprefix("http://"))


class Server:
    """Something that takes beacons on the first core."""

    def __init__(self, name: str, process: int, port: int) -> None:
        self.name, self.process, self.port = name, process, port
        self.per_second: list[float] = []
        self.per_cpu_second: list[float] = []
        self.p95: list[float] = []

    def take(self, driver: str, file: Path, *, noted: bool) -> None:
        before = bench.cpu_seconds(self.process)
        figures = driving.drive(driver, self.port, PHONES, file, seconds=SECONDS)
        spent = bench.cpu_seconds(self.process) - before
        assert set(figures["statuses"]) == {"204"}, figures
        if not noted:
            return
        self.per_second.append(figures["per_second"])
        self.per_cpu_second.append(figures["answered"] / spent)
        self.p95.append(figures["p95_ms"])

    def row(self, most: float) -> tuple[object, ...]:
        speed, cpu = bench.median(self.per_second), bench.median(self.per_cpu_second)
        return self.name, speed, cpu, f"{cpu / most:.2f}", f"{bench.median(self.p95):.1f} ms"


@contextlib.contextmanager
def other(name: str, words: list[str], port: int, **environment: str) -> Iterator[Server]:
    process = subprocess.Popen([sys.executable, *words], env=os.environ | environment)
    try:
        wait_for(lambda: listens(port), name, process)
        bench.pin(process.pid, 0)
        yield Server(name, process.pid, port)
    finally:
        end(process)


def under_uvicorn(application: str, port: int) -> list[str]:
    words = ["-m", "uvicorn", f"{application}:application", "--port", str(port), "--http", "httptools"]
    words += ["--no-proxy-headers", "--no-server-header"]
    return [*words, "--loop", "uvloop", "--no-access-log", "--log-level", "warning"]


def prepare(folder: Path, origin: str, run: int) -> list[str]:
    """Write a run's beacons, each of a page of its own, and give their tokens."""
    from phien.evidence import tokens

    what = {"kind": "page", "subject": f"campaign:{CAMPAIGN}", "campaign": CAMPAIGN, "creator": "lan"}
    made = [tokens.sign(**what) for _ in range(int(MOST_A_SECOND * SECONDS))]  # type: ignore[arg-type]
    first = run * len(made)
    driving.write(folder / "beacons", (beacon(first + n, token, origin) for n, token in enumerate(made)))
    return made


def acknowledged(folder: Path, made: list[str], run: int) -> set[str]:
    """The event ids of the beacons that were answered with 204."""
    from phien.evidence import tokens
    from phien.evidence.actions.salts import salt_of
    from phien.evidence.actions.turns import event_id
    from phien.evidence.visitors import client_address, visitor_id
    from phien.lib import clock

    salt, reader, first = salt_of(clock.today()), tokens.Reader(clock.now()), run * len(made)
    found = set()
    for number, (status, _micros) in enumerate(driving.outcomes(folder / "beacons")):
        if status == 204:
            visitor = visitor_id(salt=salt, address=client_address(address(first + number)), user_agent=AGENT)
            found.add(event_id(visitor, reader.read(made[number]), ""))
    return found


def missing(expected: set[str]) -> int:
    """Seal all there is, and say how many of these ids are in no segment."""
    from phien.evidence import actions, queries

    actions.seal(force=True)
    with queries.connect() as found:
        reader = found.execute("SELECT id FROM hits")
        while rows := reader.fetchmany(100_000):
            expected -= {row[0] for row in rows}
    assert queries.check_chain() == []
    return len(expected)


def sealing_of_an_hour() -> dict[str, float]:
    """Seconds to seal and to count one hour with MILLIONS of hits, and the most memory that this process held."""
    from datetime import timedelta

    from phien.evidence import actions, manifest
    from phien.lib import clock

    number, now = int(MILLIONS * 1_000_000), clock.now()
    hits = (
        actions.make_hit(
            kind="page",
            subject=f"product:{n % 200}",
            campaign=CAMPAIGN,
            creator=f"creator-{n % 50}",
            visitor=f"{n // 3 * 11_400_714_819_323_198_485 % 2**64:016x}",
            user_agent=AGENT,
            at=now - timedelta(milliseconds=n % 3_600_000),
            now=now,
        )
        for n in range(number)
    )
    actions.record_hits(hits=hits)
    journals = sum(path.stat().st_size for path in manifest.root().glob("journal/*.ndjson"))
    began = time.perf_counter()
    (line,) = actions.seal(force=True).lines
    sealed = time.perf_counter() - began
    assert line.rows == number, line
    began = time.perf_counter()
    actions.roll_up()
    counted = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rows": number,
        "seal_seconds": round(sealed, 1),
        "roll_up_seconds": round(counted, 1),
        "mb": round(most),
        "journal_bytes": round(journals / number),  # of one hit
        "sealed_bytes": round(line.size / number, 1),
    }


def main() -> None:
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(bench.folder())
        bench.django(folder / "home")
        from django.conf import settings

        site = stack.enter_context(bench.site(folder / "home", core=0))
        assert site.process is not None
        settings.PHIEN_ORIGIN = site.origin
        ours = Server("Phiên", site.process.pid, site.port)
        ports = [free_port() for _ in range(3)]
        raw = ["-m", "bench.limits.raw_protocol", str(ports[0])]
        limits = under_uvicorn("bench.limits.empty_handler", ports[1])
        peer = under_uvicorn("bench.hit_peers.django_rows", ports[2])
        servers = [
            stack.enter_context(other("a bare protocol of uvloop", raw, ports[0])),
            limit := stack.enter_context(other("uvicorn, an empty handler (the limit)", limits, ports[1])),
            ours,
            rows := stack.enter_context(
                other("a Django view, one row each", peer, ports[2], ROWS=str(folder / "rows.sqlite3"))
            ),
        ]
        driver, expected = bench.compiled("drive", folder), set[str]()
        for run in range(RUNS + 1):  # the first is to get warm
            made = prepare(folder, site.origin, run)
            for server in servers:
                server.take(driver, folder / "beacons", noted=run > 0)
                if server is ours:
                    expected |= acknowledged(folder, made, run)
        sent = len(expected)
        lost = missing(expected)
        one = len(beacon(0, made[0], site.origin))
        report(servers, limit, f"{PHONES} connections, {RUNS} runs of {SECONDS:g} s, beacons of {one} bytes")
        facts: dict[str, Any] = {"acknowledged": sent, "lost": lost, "sealing": sealing_of_an_hour()}
        print(f"{sent:,} acknowledged, {lost:,} of them not in the sealed segments; sealing: {facts['sealing']}")
        assert not lost
        bench.result(
            name="collect",
            ours=bench.median(ours.per_second),
            limit=bench.median(limit.per_second),
            unit="hits per second",
            runs=RUNS,
            peers={"django_rows": round(bench.median(rows.per_second), 1)},
        )


def report(servers: list[Server], limit: Server, title: str) -> None:
    print(title)
    most = bench.median(limit.per_cpu_second)
    head = ("beacons", "per second", "per CPU-second", "of the limit", "p95")
    bench.table(head, [server.row(most) for server in servers])


if __name__ == "__main__":
    main()
