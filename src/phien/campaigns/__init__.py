"""Owns campaigns, phases, chapters, events and their numbered programmes.

May import: people and below.
Must not know: products, posts, broadcasts: they show themselves through panels.
"""
