"""Fan-out: one room, LISTENERS viewers, 200-byte messages; deliveries per CPU-second of the server.

Ours is the whole site (uvicorn, the hub, SQLite), told by another process through the outbox. The limit is a loop of
send() in C that gives the same bytes to as many connections. The peers (fanout_peers/) are other servers with as many
listeners. All stand on the first core and take turns, message by message, so that caches and neighbours treat them
alike; their listeners are one C program each, on the second core. Only a server's own CPU time is counted.

A line before the last says how ten thousand arrive at once: how long it took, and what a page needed meanwhile.
"""

import contextlib
import json
import os
import statistics
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

import bench
from bench.fanout_peers.channels import Channels, ChannelsRedis
from bench.fanout_peers.nchan import Nchan
from bench.fanout_peers.peer import NotHere, Peer
from bench.fanout_peers.socketio import SocketIo
from phien.cli.open_files import allow_many
from phien.config.testing_servers import free_port, listens, wait_for
from phien.realtime.frames import chunk, event

LISTENERS = int(os.environ.get("LISTENERS", "10000"))
RUNS = int(os.environ.get("RUNS", "3"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
WARM = 3  # rounds before those that count
TOGETHER = 10
SPARE = 200  # files that a server needs beside its listeners
ROOM = "broadcast:bench"
MARK = "Ω"  # its first byte, 0xCE, stands once in each message and nowhere else
MESSAGE = {"text": MARK + "x" * 150}
PEERS: tuple[type[Peer], ...] = (Nchan, SocketIo, Channels, ChannelsRedis)
PHONE = """\
User-Agent: Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36
Accept: */*
Accept-Encoding: gzip, deflate, br, zstd
Accept-Language: vi-VN,vi;q=0.9,en;q=0.8
Cache-Control: no-cache
Sec-Fetch-Dest: empty
Sec-Fetch-Mode: cors
Sec-Fetch-Site: same-origin
Cookie: csrftoken=0123456789abcdefghijklmnopqrstuv; lang=vi
"""  # noqa: E501  # what Chrome sends, line by line


class Server:
    """Something that delivers, with its listeners; `publish(k)` has it send k messages to each."""

    def __init__(
        self, title: str, process: int, publish: Callable[[int], None], listeners: "Listeners", *, seldom: bool = False
    ) -> None:
        self.title, self.process, self.publish, self.listeners, self.seldom = title, process, publish, listeners, seldom
        self.seconds, self.delivered = 0.0, 0
        self.speeds: dict[int, list[float]] = {1: [], TOGETHER: []}

    def round(self, together: int) -> None:
        before = bench.cpu_seconds(self.process)
        self.publish(together)
        for _ in range(together):
            bench.line_of(self.listeners.program)
        self.seconds += bench.cpu_seconds(self.process) - before
        self.delivered += self.listeners.count * together

    def note(self, together: int) -> None:
        self.speeds[together].append(self.delivered / self.seconds)
        self.seconds, self.delivered = 0.0, 0

    def speed(self, together: int) -> float:
        return bench.median(self.speeds[together])


class Listeners:
    """The C program that holds `count` open streams of one server. Made when all of them are there."""

    def __init__(self, arena: "Arena", port: int, request: bytes, count: int, *, more: tuple[bytes, str] | None = None):
        file = arena.folder / f"request-{port}"
        file.write_bytes(request)
        words = [arena.listeners, str(port), str(count), str(file), str(MARK.encode()[0])]
        if more is not None:
            second = arena.folder / f"second-{port}"
            second.write_bytes(more[0])
            words += [str(second), more[1]]
        self.count = count
        self.program = arena.stack.enter_context(bench.program(words, core=1))
        assert bench.line_of(self.program) == "ready"


class Arena:
    """A folder, and what is started in it; all ends with `stack`."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self.stack = stack
        self.folder = stack.enter_context(bench.folder())
        self.listeners = bench.compiled("listeners", self.folder)

    def limit(self, port_of_ours: int) -> Server:
        (self.folder / "head").write_bytes(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        (self.folder / "body").write_bytes(chunk(event("chat", MESSAGE, 123)) * TOGETHER)
        port = free_port()
        words = [str(port), str(LISTENERS), str(self.folder / "head"), str(self.folder / "body"), str(TOGETHER)]
        sender = self.stack.enter_context(bench.program([bench.compiled("send_loop", self.folder), *words], core=0))
        assert bench.line_of(sender) == "listening"
        listeners = Listeners(self, port, request(port_of_ours), LISTENERS)
        return Server("C send(), the limit", sender.pid, lambda k: bench.tell(sender, str(k)), listeners)

    def peer(self, peer: Peer) -> Server:
        """Raises NotHere."""
        folder = peer.folder
        words = peer.words()
        self.stack.callback(peer.close)
        with (folder / "said").open("wb") as said:
            started = subprocess.Popen(words, cwd=folder, env=peer.environment(), stdout=said, stderr=said)
        self.stack.callback(started.wait, 20)
        self.stack.callback(started.terminate)
        try:
            wait_for(lambda: listens(peer.port), peer.title, started)
        except (RuntimeError, TimeoutError) as error:
            raise NotHere(f"{error}: {(folder / 'said').read_text()[-300:]}") from error
        process = peer.process(started.pid)
        bench.pin(process, 0)
        text = json.dumps(MESSAGE, ensure_ascii=False, separators=(",", ":"))
        count = int(LISTENERS * peer.share)
        more = (peer.second, peer.ready) if peer.second else None
        listeners = Listeners(self, peer.port, peer.request(), count, more=more)
        return Server(peer.title, process, lambda k: peer.publish(k, text), listeners, seldom=peer.share < 1)


def installed(folder: Path, missing: dict[str, str]) -> list[Peer]:
    """The peers that can be had here; of the others, `missing` says why not."""
    found = []
    for kind in PEERS:
        peer = kind(free_port(), folder / kind.name)
        peer.folder.mkdir()
        try:
            peer.install()
            found.append(peer)
        except NotHere as error:
            missing[kind.name] = str(error)
    return found


def request(port: int) -> bytes:
    """What a viewer's browser asks for."""
    from phien.realtime import tokens  # after Django's set-up

    head = f"GET {tokens.stream_url(ROOM, since=0)} HTTP/1.1\nHost: 127.0.0.1:{port}\n"
    return f"{head}{PHONE}\n".replace("\n", "\r\n").encode()


def publish(together: int) -> None:
    from phien.realtime import actions

    with transaction.atomic():
        for _ in range(together):
            actions.publish(topic=ROOM, kind="chat", payload=MESSAGE)


class Pages(threading.Thread):
    """Somebody who asks for a page ten times a second; `seconds` is how long each took."""

    def __init__(self, origin: str) -> None:
        super().__init__(daemon=True)
        self.address, self.ended, self.seconds = f"{origin}/", threading.Event(), [float(0)] * 0

    def run(self) -> None:
        while not self.ended.wait(0.1):
            began = time.perf_counter()
            urllib.request.urlopen(self.address, timeout=60).read()
            self.seconds.append(time.perf_counter() - began)

    def __enter__(self) -> "Pages":
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.ended.set()
        self.join()


def kilobytes(process: int) -> int:
    return int(Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1].split()[0])


def arrive(arena: Arena, site: Any) -> tuple[Server, dict[str, Any]]:
    """Ours, with all listeners come at once, and what that cost."""
    from phien.realtime.tests.listener import Listener

    witness = Listener(site.origin, ROOM, since=None)
    urllib.request.urlopen(site.origin, timeout=60).read()  # the first page of a process finds nothing ready
    with Pages(site.origin) as calm:
        time.sleep(3)
    memory, cpu, began = kilobytes(site.process.pid), bench.cpu_seconds(site.process.pid), time.perf_counter()
    with Pages(site.origin) as meanwhile:
        listeners = Listeners(arena, site.port, request(site.port), LISTENERS)
        seconds = time.perf_counter() - began
    cpu = bench.cpu_seconds(site.process.pid) - cpu
    time.sleep(3)  # the figure of viewers comes to rest
    publish(1)
    bench.line_of(listeners.program)
    facts = {
        "viewers": [figures["viewers"] for figures in witness.kinds("counters") if "viewers" in figures][-1] - 1,
        "kb_per_connection": round((kilobytes(site.process.pid) - memory) / LISTENERS, 2),
        "arrived_in_seconds": round(seconds, 1),
        "ms_per_arrival": round(cpu / LISTENERS * 1000, 3),
        "page_ms_before": round(statistics.median(calm.seconds) * 1000),
        "page_ms_meanwhile": round(statistics.median(meanwhile.seconds or [0]) * 1000),
        "page_ms_at_most": round(max(meanwhile.seconds or [0]) * 1000),
    }
    witness.close()
    return Server("Phiên", site.process.pid, publish, listeners), facts


def measure(servers: list[Server]) -> None:
    for server in servers * WARM:
        server.round(1)
        server.seconds, server.delivered = 0.0, 0
    for _ in range(RUNS):
        for together in (1, TOGETHER):
            for turn in range(ROUNDS):
                for server in servers:
                    if turn == 0 or not server.seldom:
                        server.round(together)
            for server in servers:
                server.note(together)


def main() -> None:
    if allow_many() < LISTENERS + SPARE:
        raise SystemExit(f"{LISTENERS:,} listeners need a limit of {LISTENERS + SPARE:,} open files (ulimit -n)")
    missing: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        arena = Arena(stack)
        found = installed(arena.folder, missing)
        bench.django(arena.folder / "home")
        site = stack.enter_context(bench.site(arena.folder / "home", core=0))
        ours, facts = arrive(arena, site)
        servers, peers = [ours, arena.limit(site.port)], {}
        for peer in found:
            try:
                peers[peer.name] = arena.peer(peer)
            except NotHere as error:
                missing[peer.name] = str(error)
        servers += peers.values()
        measure(servers)
    limit = servers[1]
    print(f"{LISTENERS:,} listeners, {RUNS} runs of {ROUNDS} rounds; {json.dumps(facts)}")
    rows = [
        (s.title, *(cell for k in (1, TOGETHER) for cell in (s.speed(k), f"{s.speed(k) / limit.speed(k):.3f}")))
        for s in servers
    ]
    bench.table(("deliveries per CPU-second", "one at a time", "of limit", f"{TOGETHER} in one tick", "of limit"), rows)
    for name, why in missing.items():
        print(f"not measured: {name}: {why}")
    bench.result(
        name="fanout",
        ours=ours.speed(1),
        limit=limit.speed(1),
        unit="deliveries per CPU-second",
        runs=RUNS,
        peers={name: round(server.speed(1), 1) for name, server in peers.items()},
        more={
            "together": {
                "ours": round(ours.speed(TOGETHER), 1),
                "limit": round(limit.speed(TOGETHER), 1),
                "peers": {name: round(server.speed(TOGETHER), 1) for name, server in peers.items()},
            },
            "listeners": LISTENERS,
            "missing": missing,
            **facts,
        },
    )


if __name__ == "__main__":
    main()
