"""Fan-out: one room, many listeners, 200-byte messages; deliveries per CPU-second of the server.

Ours is the whole site (uvicorn, the hub, SQLite), told by another process through the outbox. The limit is a loop of
send() in C that gives the same bytes to as many connections. Both stand on the first core and take turns, message by
message, so that caches and neighbours treat them alike; the listeners are two C programs on the second core.
"""

import contextlib
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

import bench
from phien.config.testing_servers import free_port
from phien.realtime.frames import chunk, event

LISTENERS = int(os.environ.get("LISTENERS", "2000"))
RUNS = 5
ROUNDS = 10
TOGETHER = 10
ROOM = "broadcast:bench"
MARK = "Ω"  # its first byte, 0xCE, stands once in each message and nowhere else
TEXT = MARK + "x" * 150


class Server:
    """Something that delivers, with its listeners; `publish(k)` has it send k messages to each."""

    def __init__(self, process: int, publish: Callable[[int], None], listeners: "subprocess.Popen[str]") -> None:
        self.process, self.publish, self.listeners = process, publish, listeners
        self.seconds = 0.0
        self.speeds: dict[int, list[float]] = {1: [], TOGETHER: []}

    def round(self, together: int) -> None:
        before = bench.cpu_seconds(self.process)
        self.publish(together)
        for _ in range(together):
            bench.line_of(self.listeners)
        self.seconds += bench.cpu_seconds(self.process) - before

    def note(self, together: int) -> None:
        self.speeds[together].append(LISTENERS * ROUNDS * together / self.seconds)
        self.seconds = 0.0


def measure(servers: list[Server]) -> None:
    for _ in range(RUNS):
        for together in (1, TOGETHER):
            for _ in range(ROUNDS):
                for server in servers:
                    server.round(together)
            for server in servers:
                server.note(together)


def publish(together: int) -> None:
    from phien.realtime import actions  # after Django's set-up

    with transaction.atomic():
        for _ in range(together):
            actions.publish(topic=ROOM, kind="chat", payload={"text": TEXT})


def open_servers(folder: Path, stack: contextlib.ExitStack) -> list[Server]:
    """Ours and the limit, with all listeners there."""
    from phien.realtime import tokens

    def listen(port: int) -> "subprocess.Popen[str]":
        request = f"GET {tokens.stream_url(ROOM, since=0)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        (folder / "request").write_text(request)
        words = [str(port), str(LISTENERS), str(folder / "request"), str(MARK.encode()[0])]
        listeners = stack.enter_context(bench.program([bench.compiled("listeners", folder), *words], core=1))
        assert bench.line_of(listeners) == "ready"
        return listeners

    site = stack.enter_context(bench.site(folder / "home", core=0))
    ours = Server(site.process.pid, publish, listen(site.port))
    (folder / "head").write_bytes(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    (folder / "body").write_bytes(chunk(event("chat", {"text": TEXT}, 123)) * TOGETHER)
    port = free_port()
    words = [str(port), str(LISTENERS), str(folder / "head"), str(folder / "body"), str(TOGETHER)]
    sender = stack.enter_context(bench.program([bench.compiled("send_loop", folder), *words], core=0))
    assert bench.line_of(sender) == "listening"
    limit = Server(sender.pid, lambda together: bench.tell(sender, str(together)), listen(port))
    time.sleep(3)  # the figure of viewers comes to rest
    return [ours, limit]


def main() -> None:
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(bench.folder())
        bench.django(folder / "home")
        ours, limit = servers = open_servers(folder, stack)
        measure(servers)
        status = Path(f"/proc/{ours.process}/status").read_text()
    rows = []
    for together, name in ((1, "one message at a time"), (TOGETHER, f"{TOGETHER} messages in one tick")):
        mine, most = bench.median(ours.speeds[together]), bench.median(limit.speeds[together])
        rows.append((name, mine, most, f"{mine / most:.2f}"))
    memory = int(status.split("VmRSS:")[1].split()[0]) / 1024
    print(f"{LISTENERS:,} listeners, {RUNS} runs of {ROUNDS} rounds; the site's process holds {memory:.0f} MB")
    bench.table(("deliveries per CPU-second", "Phiên", "C send()", "ratio"), rows)
    bench.result(
        name="fanout",
        ours=bench.median(ours.speeds[1]),
        limit=bench.median(limit.speeds[1]),
        unit="deliveries per CPU-second",
        runs=RUNS,
    )


if __name__ == "__main__":
    main()
