"""The outbox of changes: written with what changed, sealed each hour."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from phien.evidence.models import Change
from phien.lib import clock

# Evidence is kept for good and shown to auditors, so it holds no personal data.
PERSONAL = frozenset(
    {"name", "buyer", "buyer_name", "recipient", "phone", "email", "address", "street", "note", "ip", "user", "message"}
)


def record_change(
    *, noun: str, key: str, verb: str, facts: dict[str, Any] | None = None, at: datetime | None = None
) -> Change:
    """Note that `noun` `key` was `verb`, in the caller's transaction. ValueError for facts about a person."""
    return record_changes(noun=noun, verb=verb, of=[(key, facts or {})], at=at)[0]


def record_changes(
    *, noun: str, verb: str, of: Iterable[tuple[str, dict[str, Any]]], at: datetime | None = None
) -> list[Change]:
    """The same for many keys with their facts, in their order."""
    now = at or clock.now()
    rows = [Change(happened_at=now, noun=noun, key=key, verb=verb, facts=facts) for key, facts in of]
    personal = {name for row in rows for name in PERSONAL & set(row.facts)}
    if personal:
        raise ValueError(f"Evidence holds no personal data; leave out {', '.join(sorted(personal))}.")
    return Change.objects.bulk_create(rows, batch_size=500)
