"""The outbox of changes: written with what changed, sealed each hour."""

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
    facts = facts or {}
    personal = PERSONAL & set(facts)
    if personal:
        raise ValueError(f"Evidence holds no personal data; leave out {', '.join(sorted(personal))}.")
    return Change.objects.create(happened_at=at or clock.now(), noun=noun, key=key, verb=verb, facts=facts)
