"""Owns platforms' exports (files, fingerprints, mappings), what they say, and how a hashtag spread.

May import: live and below.
Must not know: sentiment, reports.
"""
