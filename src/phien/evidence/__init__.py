"""Owns hits, sealed changes, the journal, Parquet segments and their hash-chained manifest.

May import: lib.
Must not know: any other room: it holds no foreign keys, only ids as text.
"""
