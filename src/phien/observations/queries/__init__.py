"""What the desk of exports and the rooms above read."""

from phien.observations.queries.checks import check_files
from phien.observations.queries.register import exports_of, undone_files

__all__ = ["check_files", "exports_of", "undone_files"]
