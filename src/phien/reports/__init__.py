"""Owns reports and figures, and their recomputation from sealed evidence.

May import: other rooms' queries only.
Must not know: how a row came to be.
"""
