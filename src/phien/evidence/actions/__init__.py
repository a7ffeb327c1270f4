"""What people and the supervisor do in evidence: one keyword-only verb function each."""

from phien.evidence.actions.arrivals import arrival_of, prune_arrivals, record_arrival
from phien.evidence.actions.changes import record_change
from phien.evidence.actions.hits import make_hit, record_hit, record_hits, record_request_hit, visitor_of
from phien.evidence.actions.salts import destroy_old_salts

__all__ = [
    "arrival_of",
    "destroy_old_salts",
    "make_hit",
    "prune_arrivals",
    "record_arrival",
    "record_change",
    "record_hit",
    "record_hits",
    "record_request_hit",
    "visitor_of",
]
