"""Owns products, lots, stock, offers, baskets, orders, payments and parcels.

May import: content and below.
Must not know: broadcasts and reports.
"""
