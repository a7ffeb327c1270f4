"""Owns the editions of what public pages show, and the pages kept from them in each process.

May import: lib.
Must not know: what a page shows.
"""
