"""The wall: every broadcast that a person looks after, at a glance, trouble first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from phien.lib import clock
from phien.live.models import Broadcast, Complaint, HeldMessage, Take, Target
from phien.live.policies import RUNNERS
from phien.live.queries.bars import WIDTH, Bar, bars_of, first_minute, minute_of
from phien.live.queries.broadcasts import kept_by
from phien.live.queries.footage import folder_of
from phien.live.queries.studio import Push, push_of
from phien.live.queries.troubles import Trouble, troubles_of
from phien.market.models import Order, OrderLine
from phien.people.models import User
from phien.people.policies import scopes_of
from phien.realtime import presence
from phien.video.folder import Health
from phien.video.tokens import watch_token

COMING = timedelta(hours=24)
JUST_ENDED = timedelta(hours=2)
FRESH = 30  # seconds within which figures of the input still say something


@dataclass(slots=True)
class Tile:
    """One broadcast on the wall. Orders and amount (đồng) are those of the last half hour."""

    broadcast: Broadcast
    can_run: bool
    health: Health | None
    viewers: int
    sender: Take | None
    pushes: list[Push]
    complaints: int
    held: int
    thumb_url: str = ""
    orders: int = 0
    amount: int = 0
    bars: list[Bar] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The broadcast's state; `back_soon` while it pauses, `cancelled` where its event is."""
        row = self.broadcast
        if row.is_on and row.back_soon_at is not None:
            return "back_soon"
        if row.started_at is None and row.event.cancelled_at is not None:
            return "cancelled"
        return str(row.state)

    @property
    def since(self) -> datetime:
        """Since when it is in that state, or when it is expected to begin."""
        row = self.broadcast
        times = {
            "back_soon": row.back_soon_at,
            "cancelled": row.event.cancelled_at,
            Broadcast.State.INTERRUPTED: row.interrupted_at,
            Broadcast.State.ENDED: row.ended_at,
            Broadcast.State.CUT: row.cut_at,
        }
        return times.get(self.state) or row.started_at or row.event.expected_start

    @property
    def is_alarm(self) -> bool:
        return any(trouble.is_alarm for trouble in self.troubles)

    @property
    def megabits(self) -> float:
        return round(self.health.bitrate / 1_000_000, 1) if self.health is not None else 0

    @property
    def frames(self) -> int:
        return round(self.health.fps) if self.health is not None else 0

    @property
    def keyframe(self) -> float:
        return round(self.health.keyframe_seconds, 1) if self.health is not None else 0

    @property
    def order(self) -> tuple[int, datetime, int]:
        """Alarms first, then lesser troubles, what is on, what comes, what is over."""
        row = self.broadcast
        is_over = row.ended_at is not None or self.state == "cancelled"
        rank = 0 if self.is_alarm else 1 if self.troubles else 2 if row.is_on else 4 if is_over else 3
        return rank, row.event.expected_start, row.pk


def _shown(user: User | AnonymousUser, now: datetime) -> list[Broadcast]:
    """Running, of the next day, and of the last two hours."""
    is_on = Q(started_at__isnull=False, ended_at=None)
    comes = Q(started_at=None, ended_at=None, event__ends_at__gt=now - JUST_ENDED, event__starts_at__lt=now + COMING)
    return list(kept_by(user).filter(is_on | comes | Q(ended_at__gt=now - JUST_ENDED)))


def _counts(model: type[Complaint] | type[HeldMessage], broadcasts: Sequence[Broadcast]) -> dict[int, int]:
    """What waits for a decision, by broadcast."""
    rows = model.objects.filter(broadcast__in=broadcasts, decided_at=None)
    return dict(rows.order_by().values_list("broadcast").annotate(Count("pk")))


def _senders(broadcasts: Sequence[Broadcast]) -> dict[int, list[Take]]:
    found: dict[int, list[Take]] = defaultdict(list)
    for take in Take.objects.filter(broadcast__in=broadcasts, ended_at=None).order_by("began_at", "pk"):
        found[take.broadcast_id].append(take)
    return found


def _pushes(broadcasts: Sequence[Broadcast]) -> dict[int, list[Push]]:
    folders = {row.pk: folder_of(row) for row in broadcasts}
    found: dict[int, list[Push]] = defaultdict(list)
    for target in Target.objects.filter(broadcast__in=broadcasts, is_on=True):
        found[target.broadcast_id].append(push_of(target, folders[target.broadcast_id].push_state(target.pk)))
    return found


def _sales(tiles: Sequence[Tile], now: datetime) -> None:
    """Fill in what each sold in the last half hour, from one statement."""
    by_topic = {tile.broadcast.topic: tile for tile in tiles}
    lines = OrderLine.objects.filter(origin__in=by_topic, order__purchase__placed_at__gte=first_minute(now))
    minutes: dict[str, dict[datetime, set[int]]] = {topic: defaultdict(set) for topic in by_topic}
    for origin, placed, purchase, quantity, price in lines.exclude(order__state=Order.State.CANCELLED).values_list(
        "origin", "order__purchase__placed_at", "order__purchase_id", "quantity", "unit_price"
    ):
        minutes[origin][minute_of(placed)].add(purchase)
        by_topic[origin].amount += quantity * price
    for topic, tile in by_topic.items():
        tile.bars = bars_of(minutes[topic], now)
        tile.orders = len(set().union(*minutes[topic].values()))


def _today(topics: Sequence[str], now: datetime) -> dict[str, int]:
    """Orders and amount of all of them since midnight at the site's place."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = OrderLine.objects.filter(origin__in=topics, order__purchase__placed_at__gte=midnight)
    sold = lines.exclude(order__state=Order.State.CANCELLED).aggregate(
        orders=Count("order__purchase", distinct=True), amount=Sum(F("quantity") * F("unit_price"))
    )
    return {"orders": sold["orders"], "amount": sold["amount"] or 0}


def _thumb(broadcast: Broadcast) -> str:
    """The newest picture's address, another one for each picture; empty where there is none."""
    if broadcast.ended_at is not None or broadcast.cut_at is not None:
        return ""
    try:
        written = folder_of(broadcast).thumb.stat().st_mtime_ns // 1_000_000
    except FileNotFoundError:
        return ""
    return f"/v/{broadcast.video_key}/thumb.jpg?t={watch_token(broadcast.video_key)}&at={written}"


def wall_of(user: User | AnonymousUser) -> dict[str, Any]:
    """Tiles and totals. The number of statements does not grow with the broadcasts."""
    now = clock.now()
    broadcasts = _shown(user, now)
    run = scopes_of(user, *RUNNERS)
    viewers = presence.everywhere([row.topic for row in broadcasts])
    senders, pushes = _senders(broadcasts), _pushes(broadcasts)
    complaints, held = _counts(Complaint, broadcasts), _counts(HeldMessage, broadcasts)
    tiles = []
    for row in broadcasts:
        health = folder_of(row).health()
        is_fresh = health is not None and now.timestamp() - health.at < FRESH
        takes = senders.get(row.pk, [])
        tile = Tile(
            broadcast=row,
            can_run=row.event.scope_id in run,
            health=health if is_fresh and row.ended_at is None else None,
            viewers=viewers[row.topic],
            sender=next((take for take in takes if health and take.code == health.take), takes[-1] if takes else None),
            pushes=pushes.get(row.pk, []),
            complaints=complaints.get(row.pk, 0),
            held=held.get(row.pk, 0),
            thumb_url=_thumb(row),
        )
        tile.troubles = troubles_of(row, health, [push.target.label for push in tile.pushes if push.is_lost])
        tiles.append(tile)
    _sales(tiles, now)
    return {
        "tiles": sorted(tiles, key=lambda tile: tile.order),
        "on_air": sum(row.is_on for row in broadcasts),
        "alarms": sum(tile.is_alarm for tile in tiles),
        "viewers": sum(viewers.values()),
        "today": _today([row.topic for row in broadcasts], now),
        "spark_width": WIDTH,
    }
