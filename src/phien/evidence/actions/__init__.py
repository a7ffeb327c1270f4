"""What people and the supervisor do in evidence: one verb function each."""

from phien.evidence.actions.arrivals import arrival_of, prune_arrivals, record_arrival
from phien.evidence.actions.changes import record_change, record_changes
from phien.evidence.actions.hits import make_hit, record_hit, record_hits, record_request_hit, visitor_of
from phien.evidence.actions.pseudonyms import Pseudonyms
from phien.evidence.actions.rollups import rebuild_rollups, roll_up
from phien.evidence.actions.salts import destroy_old_salts
from phien.evidence.actions.sealing import Sealed, seal
from phien.evidence.actions.staged import seal_rows, sealed_from, staging
from phien.evidence.actions.verdicts import (
    Ran,
    judge_changed_days,
    order_rules,
    run_rules,
    work_off_orders,
)
from phien.evidence.actions.waiting import forget, tick

__all__ = [
    "Pseudonyms",
    "Ran",
    "Sealed",
    "arrival_of",
    "destroy_old_salts",
    "forget",
    "judge_changed_days",
    "make_hit",
    "order_rules",
    "prune_arrivals",
    "rebuild_rollups",
    "record_arrival",
    "record_change",
    "record_changes",
    "record_hit",
    "record_hits",
    "record_request_hit",
    "roll_up",
    "run_rules",
    "seal",
    "seal_rows",
    "sealed_from",
    "staging",
    "tick",
    "visitor_of",
    "work_off_orders",
]
