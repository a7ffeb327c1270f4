"""Owns the tree of places, country to venue, and the divisions of a country.

May import: lib.
Must not know: people, campaigns, orders.
"""
