"""What everyone may read about how this site counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phien.evidence import classification, queries
from phien.evidence.duck import IDLE_MINUTES
from phien.evidence.hits import HEARTBEAT_SECONDS, LONGEST_GAP
from phien.evidence.rules import CURRENT


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What we count, how, and how long it is kept; the numbers are those of the running code."""
    return render(
        request,
        "evidence/data.html",
        {
            "events_a_minute": classification.EVENTS_A_MINUTE,
            "rule_version": classification.RULE_VERSION,
            "behaviour_version": CURRENT.version,
            "idle_minutes": IDLE_MINUTES,
            "heartbeat_seconds": HEARTBEAT_SECONDS,
            "longest_gap": LONGEST_GAP,
            "head": queries.manifest_head(),
        },
    )
