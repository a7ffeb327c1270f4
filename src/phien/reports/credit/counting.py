"""Reads who is credited from sealed evidence, with the very layers that the report's figures stand on."""
# ruff: noqa: S608  # only our own expressions are put in; values go as parameters

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import duckdb
from django.conf import settings
from django.utils import timezone

from phien.campaigns.models import Campaign
from phien.evidence import queries as evidence
from phien.reports.compute import Window, spread
from phien.reports.metrics import REGISTRY

_METRICS = ("attributed_orders", "assisted_orders", "claimed_orders")
BASES = ("affiliate", "code", "link", "none")
_FAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Sums:
    """Of some orders, in đồng and without shipping, but receipts with it: placed = net + cancelled + refunded."""

    orders: int = 0
    orders_net: int = 0
    placed: int = 0
    cancelled: int = 0
    refunded: int = 0
    receipts: int = 0

    @property
    def net(self) -> int:
        return self.placed - self.cancelled - self.refunded


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody who could be credited. `named`: the code or the link; `place` 1 is the winner."""

    rung: int
    basis: str
    creator: str
    publication: str
    named: str
    moment: datetime
    place: int


@dataclass(frozen=True, slots=True)
class Credited:
    """One order with its winner first, then those who lost, and the broadcasts that assisted."""

    order: str
    placed_at: datetime
    goods: int
    fate: str
    basis: str
    claims: list[Claim] = field(default_factory=list)
    assisted_by: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """`day` None is the whole campaign; `basis` and `text` (an order's code or a creator) narrow the list of orders."""

    day: date | None = None
    basis: str = ""
    text: str = ""


@contextmanager
def laid_out(campaign: Campaign, asked: Asked) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which the layers lie ready for the time that is asked for."""
    zone = timezone.get_default_timezone()
    since, until = campaign.starts_at - _FAR, campaign.ends_at + _FAR
    if asked.day is not None:
        since = datetime.combine(asked.day, time(), zone)
        until = since + timedelta(days=1)
    with evidence.connect() as connection:
        window = Window(campaign.slug, since, until, settings.TIME_ZONE)
        spread(connection, window, [REGISTRY[name] for name in _METRICS])
        yield connection


def days_with_orders(campaign: Campaign) -> list[date]:
    """The local days on which something was bought, newest first."""
    with evidence.connect() as connection:
        rows = connection.execute(
            """
            select distinct cast(timezone($tz, happened_at) as date) from changes
            where noun = 'purchase' and verb = 'placed' and facts ->> '$.campaign' = $campaign order by 1 desc
            """,
            {"tz": settings.TIME_ZONE, "campaign": campaign.slug},
        ).fetchall()
    return [day for (day,) in rows]


_BACK = "case when is_cancelled then 0 else least(returned, goods) end"
_SUMS = f"""
count(*), count(*) filter (not is_cancelled and not (returned > 0 and returned >= goods)), coalesce(sum(goods), 0),
coalesce(sum(goods) filter (is_cancelled), 0), coalesce(sum({_BACK}), 0),
coalesce(sum(received - least(returned, received)), 0)
"""


def by_basis(db: duckdb.DuckDBPyConnection) -> dict[str, Sums]:
    """Every basis, also those by which nothing was credited."""
    rows = db.execute(f"select case basis when '' then 'none' else basis end, {_SUMS} from credited group by 1")
    found = {basis: _sums(values) for basis, *values in rows.fetchall()}
    return {basis: found.get(basis, Sums()) for basis in BASES}


def by_creator(db: duckdb.DuckDBPyConnection) -> list[tuple[str, Sums]]:
    """Creators by net value, the most first; those credited to nobody are not among them."""
    rows = db.execute(f"select creator, {_SUMS} from credited where basis <> '' group by 1").fetchall()
    found = [(creator, _sums(values)) for creator, *values in rows]
    return sorted(found, key=lambda row: (-row[1].net, row[0]))


def claimed(db: duckdb.DuckDBPyConnection) -> list[tuple[str, int, int]]:
    """Platform, orders and net value in đồng of what stands in its files only."""
    rows = db.execute(
        """
        select platform, count(*) filter (not is_cancelled and not (returned > 0 and returned >= amount)),
          coalesce(sum(case when is_cancelled then 0 else amount - returned end) filter (not is_foreign), 0)
        from claimed_orders group by 1 order by 1
        """
    ).fetchall()
    return [(str(platform), int(orders), int(amount)) for platform, orders, amount in rows]


def how_many(db: duckdb.DuckDBPyConnection, asked: Asked) -> int:
    where, values = _where(asked)
    found = db.execute(f"select count(*) from credited where {where}", values).fetchone()
    return int(found[0]) if found else 0


def orders(db: duckdb.DuckDBPyConnection, asked: Asked, *, offset: int = 0, limit: int = 10**9) -> list[Credited]:
    """The orders that are asked for, newest first."""
    where, values = _where(asked)
    db.execute(
        f"""
        create or replace temp table page as
        select order_key, happened_at, goods, is_cancelled, returned, basis from credited where {where}
        order by happened_at desc, order_key limit $limit offset $offset
        """,
        {**values, "limit": limit, "offset": offset},
    )
    claims: dict[str, list[Claim]] = {}
    for key, *rest in db.execute(
        """
        select order_key, rung, basis, creator, publication, named, moment, place
        from candidates semi join page using (order_key) order by order_key, place
        """
    ).fetchall():
        claims.setdefault(key, []).append(Claim(*rest))
    assisted: dict[str, list[str]] = {}
    for key, subject in db.execute(
        "select distinct order_key, substr(subject, 11) from assisted semi join page using (order_key) order by 1, 2"
    ).fetchall():
        assisted.setdefault(key, []).append(subject)
    rows = db.execute("from page order by happened_at desc, order_key").fetchall()
    return [
        Credited(key, at, goods, _fate(cancelled, returned, goods), basis, claims.get(key, []), assisted.get(key, []))
        for key, at, goods, cancelled, returned, basis in rows
    ]


def _where(asked: Asked) -> tuple[str, dict[str, Any]]:
    parts, values = ["true"], dict[str, Any]()
    if asked.basis:
        parts.append("basis = $basis")
        values["basis"] = "" if asked.basis == "none" else asked.basis
    if asked.text:
        parts.append("(order_key ^@ $upper or creator ^@ $lower)")
        values |= {"upper": asked.text.upper(), "lower": asked.text.lower()}
    return " and ".join(parts), values


def _sums(values: list[Any]) -> Sums:
    return Sums(*(int(value) for value in values))


def _fate(cancelled: bool, returned: int, goods: int) -> str:
    if cancelled:
        return "cancelled"
    return "" if not returned else "refunded" if returned >= goods else "part"
