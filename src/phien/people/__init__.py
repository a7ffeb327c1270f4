"""Owns actors, scopes, roles, sign-in and personal links.

May import: places, media, evidence, lib.
Must not know: campaigns, orders, broadcasts.
"""
