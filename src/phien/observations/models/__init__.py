"""Platforms' exports as they were given, what their headings mean, and which live session is which broadcast."""

from phien.observations.models.files import ExportFile, ExportFileQuerySet, LiveMatch, PromisedExport
from phien.observations.models.mappings import SavedFingerprint

__all__ = ["ExportFile", "ExportFileQuerySet", "LiveMatch", "PromisedExport", "SavedFingerprint"]
