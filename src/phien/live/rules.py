"""The rules of live selling: which text is in force. The text itself is templates/live/law/rules_text.html."""

VERSION = "2026-12-01"
"""Given anew with each change of the text; hosts then read it again. tests/law/test_rules.py holds the two together."""
