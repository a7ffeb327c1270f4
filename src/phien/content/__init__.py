"""Owns channels, posts, publications (clips) and the short links that lead from them.

May import: campaigns and below.
Must not know: products and broadcasts.
"""
