"""Owns broadcasts, the room, its chat, pins and moments.

May import: market and below.
Must not know: reports.
"""
