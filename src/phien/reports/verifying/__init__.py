"""Recomputes a report from sealed evidence at its own cut, and names everything that differs.

What compares (told, definitions, recounting, comparing) is pure: it takes what is told and a connection to evidence.
`site` applies it to a report of this site, `reports.bundle.checking` to a bundle that somebody handed over.
"""

from phien.reports.verifying.problems import Problem, figure_name
from phien.reports.verifying.site import (
    chain_problems,
    others_problems,
    report_problems,
    segments_of,
    verdict_problems,
)

__all__ = [
    "Problem",
    "chain_problems",
    "figure_name",
    "others_problems",
    "report_problems",
    "segments_of",
    "verdict_problems",
]
