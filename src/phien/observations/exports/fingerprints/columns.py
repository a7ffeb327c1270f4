"""Short words for writing fingerprints down."""

from phien.observations.exports.fingerprints.fingerprint import Column


def text(field: str, *, required: bool = True) -> Column:
    return Column(field, "text", required=required)


def key(field: str, *, required: bool = True) -> Column:
    return Column(field, "id", required=required)


def when(field: str, *, required: bool = True) -> Column:
    return Column(field, "date", required=required)


def figure(
    definition: str, kind: str = "count", *, metric: str = "", period: str = "total", required: bool = True
) -> Column:
    """A figure. Its metric is the definition's last part, if no other is named: "tiktok.views" is of views."""
    metric = metric or definition.rpartition(".")[2]
    return Column(metric, kind, metric, definition, period, required=required)


def money(field: str, *, required: bool = True) -> Column:
    return Column(field, "money", required=required)


def count(field: str, *, required: bool = True) -> Column:
    return Column(field, "count", required=required)


def aside(*headings: str, required: bool = False) -> dict[str, Column]:
    return {heading: Column("", "aside", required=required) for heading in headings}


def personal(*headings: str) -> dict[str, Column]:
    """Columns that tell of a buyer: never read, and emptied in what is kept."""
    return {heading: Column("", "aside", required=False, personal=True) for heading in headings}
