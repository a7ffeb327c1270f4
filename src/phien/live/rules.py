"""The rules of live selling: which text is in force. The text itself is templates/live/law/rules_text.html."""

VERSION = "2026-12-01"
"""Given anew with each change of the text; hosts then read it again. tests/law/test_rules.py holds the two together."""
TEXT_SHA256 = "829d1240de09acb442f2ab7284981177e3969d1c4ecb26ba17b54278e0f7ee33"
