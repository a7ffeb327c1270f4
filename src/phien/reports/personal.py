"""Reports hold figures, with fewer than ten people folded together; whoever made one is an actor."""

from phien.lib import personal


def register() -> None:
    personal.not_personal(
        {
            "reports.Report": "figures of a window, and why a report was withdrawn",
            "reports.Bundle": "when a report's bundle was made, and where it lies",
            "reports.ReportOrder": "which figures of a window, for whom",
            "reports.Figure": "a figure; its key is a slug of what it is about",
        }
    )
