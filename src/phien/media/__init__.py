"""Owns assets: private originals, public renditions, hashes, credits; and serves files.

May import: lib.
Must not know: what an asset shows.
"""
