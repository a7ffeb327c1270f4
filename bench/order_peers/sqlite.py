"""What SQLite can do at most: orders written in batches, each batch on the disk before the next begins."""

import contextlib
import sqlite3
import time
from pathlib import Path

BATCH = 256


def batch(path: Path, *, seconds: float) -> float:
    """Orders per second: each an inserted row, all pieces of a batch taken from the stock at once; synchronous FULL."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(
            """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
            CREATE TABLE stock (id INTEGER PRIMARY KEY, left_over INT CHECK (left_over >= 0));
            CREATE TABLE orders (id INTEGER PRIMARY KEY, stock INT, at TEXT);
            INSERT INTO stock VALUES (1, 1000000000);
            """
        )
        rows, written, began = [(1, "2026-12-08 09:00")] * BATCH, 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO orders (stock, at) VALUES (?, ?)", rows)
            connection.execute("UPDATE stock SET left_over = left_over - ? WHERE id = 1", (BATCH,))
            connection.execute("COMMIT")
            written += BATCH
        return written / (time.perf_counter() - began)
