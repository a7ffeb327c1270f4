"""Owns comments, their labels, the model that sorts them, and how sure its answer is.

May import: observations and below.
Must not know: reports.
"""
