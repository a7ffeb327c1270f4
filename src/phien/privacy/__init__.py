"""Owns consents, the register of whose data is held where and how long, retention, export and erasure.

May import: every room but cli and config.
"""
