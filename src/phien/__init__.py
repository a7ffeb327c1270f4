"""Phiên puts a village's market day online."""

__version__ = "0.1.0"
