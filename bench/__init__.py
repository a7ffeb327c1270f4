"""The frame of all benchmarks: ours against its physical limit, in the same run, ending with one line of JSON.

Each runs as `make bench NAME=…`, starts what it needs on free ports in a temporary folder, and takes less than two
minutes; `day`, `peers` and `report` take longer. CPU time is read from /proc, so they run on Linux.
"""

import contextlib
import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a small table; numbers to the right."""
    texts = [[f"{cell:,.0f}" if isinstance(cell, float) else str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[column]) for row in texts) for column in range(len(head))]
    for first, *others in texts:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        print("  ".join([first.ljust(widths[0]), *cells]))


def result(
    *,
    name: str,
    ours: float,
    limit: float,
    unit: str,
    runs: int,
    peers: dict[str, float] | None = None,
    more: dict[str, Any] | None = None,
) -> None:
    """The last line: medians of `runs` runs, how near to the limit we are, and `more` of the benchmark's own."""
    facts: dict[str, Any] = {"name": name, "ours": round(ours, 1), "limit": round(limit, 1)}
    facts |= {"ratio": round(ours / limit, 3), "peers": peers or {}, "unit": unit, "runs": runs}
    print(json.dumps(facts | (more or {})), flush=True)


def cpu_seconds(process: int) -> float:
    """CPU time that all threads of a process have used, in nanosecond steps."""
    return sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{process}/task").glob("*/schedstat")) / 1e9


def pin(process: int, core: int) -> None:
    """Keep a process on one core, where there is more than one."""
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(process, {core})


def compiled(source: str, folder: Path) -> str:
    """The program made from SOURCE.c, which lies here or in limits/."""
    program, file = folder / source, HERE / f"{source}.c"
    if not file.exists():
        file = HERE / "limits" / f"{source}.c"
    subprocess.run(["cc", "-O2", "-o", str(program), str(file)], check=True)
    return str(program)


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="phien-bench-") as path:
        yield Path(path)


@contextlib.contextmanager
def program(words: Sequence[str], *, core: int) -> "Iterator[subprocess.Popen[str]]":
    """A child that talks in lines over stdin and stdout, kept on one core; ended with the block."""
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    pin(process.pid, core)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def line_of(process: "subprocess.Popen[str]") -> str:
    """The next line that a program says. Raises when it has ended."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"{process.args!r} ended")
    return line.strip()


def tell(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def django(home: Path) -> None:
    """Set Django up in this process on an empty site in `home`, with the database made."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "phien.config.settings", "PHIEN_TESTING": "1", "PHIEN_HOME": str(home)}
    (home / "static").mkdir(parents=True)
    import django as framework
    from django.core.management import call_command

    framework.setup()
    call_command("migrate", verbosity=0)


@contextlib.contextmanager
def site(home: Path, *, core: int, **settings: str) -> Iterator[Any]:
    """The site that `django` made, served by uvicorn in a child; gives its Site (port, origin, process)."""
    from phien.config.testing_servers import Site

    served = Site(home=home, database=os.environ.get("PHIEN_DATABASE_URL", ""), extra=settings)
    try:
        served.start()
        assert served.process is not None
        pin(served.process.pid, core)
        yield served
    finally:
        served.stop()
