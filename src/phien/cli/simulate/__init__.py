"""The seeded simulator of the sample day: two weeks of traffic before it, and a crowd while it runs.

Everything it writes carries the mark `simulated`, and is shown so.
"""
