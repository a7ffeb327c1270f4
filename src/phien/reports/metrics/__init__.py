"""The registry of definitions. A figure that is not here cannot be printed."""

from phien.reports.metrics import credit, live, opinion, orders, platforms, visits
from phien.reports.metrics.definition import Layer, Metric, Source, Unit, hash_of, parameters_of

REGISTRY: dict[str, Metric] = {
    metric.id: metric
    for metric in [
        *visits.METRICS,
        *live.METRICS,
        *orders.METRICS,
        *credit.METRICS,
        *platforms.METRICS,
        *opinion.METRICS,
    ]
}

__all__ = ["REGISTRY", "Layer", "Metric", "Source", "Unit", "hash_of", "parameters_of"]
