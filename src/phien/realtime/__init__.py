"""Owns topics, the outbox of live messages, event streams and presence.

May import: lib.
Must not know: what a message means.
"""
