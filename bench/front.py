"""What nginx in front costs, with the shipped configuration: the CPU microseconds that docs/arithmetic.md reckons with.

stream   a message to one of LISTENERS open streams, of nginx and of the site; and nginx's memory for each of these
hit      a beacon (POST /hit) passed on, of nginx and of the site
list     a playlist of 1 KB, and piece: two seconds of pictures at 1.35 Mbit/s, both as nginx gives out what it has

nginx has one worker on the first core, the site the same; the load comes from the second. TLS is not in it. The limit
is the site's own cost of a delivery.
"""

import contextlib
import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import bench
from bench import driving, fanout
from phien.cli.open_files import allow_many

LISTENERS = int(os.environ.get("LISTENERS", "5000"))
MESSAGES = int(os.environ.get("MESSAGES", "20"))
RUNS = int(os.environ.get("RUNS", "3"))
REQUESTS = 20_000
PIECE = bytes(340_000)
LIST = b"#EXTM3U\n" + b"#EXTINF:2.0,\ns000001.m4s\n" * 40
HOST = "localhost"


class Front:
    """nginx before the site, without TLS, with one worker, and without the limits on one address."""

    def __init__(self, folder: Path, site: Any) -> None:
        from phien.config.testing_servers import free_port, listens, wait_for
        from tests.deploy.front import NGINX
        from tests.deploy.front import Front as Configured

        home = Path(site.environment["PHIEN_HOME"])
        configured = Configured(folder, home)
        self.port = free_port()
        text = configured.config([site.port])
        for written, here in (
            (
                f"listen 127.0.0.1:{configured.port} ssl http2 backlog=8192",
                f"listen 127.0.0.1:{self.port} backlog=8192",
            ),
            ("worker_processes 2", "worker_processes 1"),
            ("worker_rlimit_nofile 4096", "worker_rlimit_nofile 65536"),
            ("worker_connections 1024", "worker_connections 65536"),
            ("rate=1000r/s", "rate=1000000r/s"),
        ):
            assert written in text, written
            text = text.replace(written, here)
        (folder / "nginx.conf").write_text(text)
        words = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "log")]
        self.process = subprocess.Popen(words)
        wait_for(lambda: listens(self.port), "nginx", self.process)
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        self.workers = [int(child) for child in children]
        for worker in self.workers:
            bench.pin(worker, 0)

    def cpu(self) -> float:
        return sum(bench.cpu_seconds(worker) for worker in self.workers)

    def kilobytes(self) -> int:
        return sum(fanout.kilobytes(worker) for worker in self.workers)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def streams(arena: fanout.Arena, front: Front, site: Any) -> tuple[list[float], list[float], float]:
    """Microseconds of nginx and of the site for each delivery, per run, and kilobytes of nginx for each stream."""
    before = front.kilobytes()
    request = fanout.request(front.port).replace(f"127.0.0.1:{front.port}".encode(), HOST.encode())
    listeners = fanout.Listeners(arena, front.port, request, LISTENERS)
    memory = (front.kilobytes() - before) / LISTENERS
    ours, sites = [], []
    for _ in range(RUNS):
        nginx, process = front.cpu(), bench.cpu_seconds(site.process.pid)
        for _ in range(MESSAGES):
            fanout.publish(1)
            bench.line_of(listeners.program)
        ours.append((front.cpu() - nginx) / LISTENERS / MESSAGES * 1e6)
        sites.append((bench.cpu_seconds(site.process.pid) - process) / LISTENERS / MESSAGES * 1e6)
    return ours, sites, memory


def requests(
    driver: str, front: Front, site: Any, file: Path, asked: list[bytes], status: str
) -> tuple[list[float], list[float]]:
    """Microseconds of nginx and of the site for each request, per run."""
    driving.write(file, asked)
    ours, sites = [], []
    for _ in range(RUNS):
        before, process = front.cpu(), bench.cpu_seconds(site.process.pid)
        figures = driving.drive(driver, front.port, 64, file)
        if figures["statuses"] != {status: len(asked)}:
            raise SystemExit(f"not all were answered {status}: {figures}")
        ours.append((front.cpu() - before) / len(asked) * 1e6)
        sites.append((bench.cpu_seconds(site.process.pid) - process) / len(asked) * 1e6)
    return ours, sites


def beacons(count: int) -> list[bytes]:
    from phien.evidence import tokens

    body = json.dumps({"events": [{"t": tokens.sign(kind="live"), "i": "1", "s": 15}]}).encode()
    words = {"Content-Type": "application/json", "User-Agent": "Mozilla/5.0 Firefox/150.0"}
    return [driving.request("POST", "/hit", words, body, host=HOST)] * count


def main() -> None:
    allow_many()
    with contextlib.ExitStack() as stack:
        arena = fanout.Arena(stack)
        driver = bench.compiled("drive", arena.folder)
        home = arena.folder / "home"
        bench.django(home)
        site = stack.enter_context(bench.site(home, core=0))
        (arena.folder / "nginx").mkdir()
        front = Front(arena.folder / "nginx", site)
        stack.callback(front.close)
        for name, body in (("list.m3u8", LIST), ("piece.m4s", PIECE)):
            path = home / "media" / "streams" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        file = arena.folder / "requests"
        runs = {
            "hit": requests(driver, front, site, file, beacons(REQUESTS), "204"),
            "list": requests(driver, front, site, file, gets("list.m3u8", REQUESTS), "200"),
            "piece": requests(driver, front, site, file, gets("piece.m4s", REQUESTS // 10), "200"),
        }
        time.sleep(1)
        *runs["stream"], memory = streams(arena, front, site)
    costs = {name: [round(bench.median(run), 2) for run in of_both] for name, of_both in runs.items()}
    rows = [(name, f"{nginx:.2f}", f"{process:.2f}") for name, (nginx, process) in costs.items()]
    bench.table(("CPU microseconds for one", "nginx", "site"), rows)
    print(f"{memory:.1f} KB of nginx for each open stream")
    ours, alone = costs["stream"]
    bench.result(
        name="front",
        ours=ours,
        limit=alone,
        unit="CPU microseconds of nginx for one delivery, beside the site's own",
        runs=RUNS,
        more={"costs_us": costs, "stream_kb": round(memory, 1), "listeners": LISTENERS},
    )


def gets(name: str, count: int) -> list[bytes]:
    return [driving.request("GET", f"/media/streams/{name}", host=HOST)] * count


if __name__ == "__main__":
    main()
