"""The streams of evidence: what a row of each holds. A column is never null; what is not known is empty.

hits and changes are what we counted and did. observations, platform_orders and comments are what somebody else's files
say: each row names its file (SHA-256 of the bytes that were given to us) and its line there, as a spreadsheet numbers
it. verdicts say which hits do not count by a later set of rules; a hit itself is never written again.
"""

COLUMNS = {
    "hits": {
        "id": "VARCHAR",
        "happened_at": "TIMESTAMPTZ",
        "received_at": "TIMESTAMPTZ",
        "kind": "VARCHAR",
        "subject": "VARCHAR",
        "campaign": "VARCHAR",
        "place": "VARCHAR",
        "creator": "VARCHAR",
        "link": "VARCHAR",
        "visitor": "VARCHAR",
        "session_token": "VARCHAR",
        "seconds": "USMALLINT",
        "reason": "VARCHAR",
        "rule_version": "VARCHAR",
        "simulated": "BOOLEAN",
        "schema_version": "UTINYINT",
        "agent": "VARCHAR",
    },
    "changes": {
        "id": "VARCHAR",
        "number": "UBIGINT",
        "happened_at": "TIMESTAMPTZ",
        "noun": "VARCHAR",
        "key": "VARCHAR",
        "verb": "VARCHAR",
        "facts": "JSON",
    },
    # A figure that a platform shows. `subject` is "publication:tiktok:7672…", "channel:facebook:…", "live:tiktok:…".
    # `metric` is ours (views, likes, …), `definition` names what the platform means by it. `period`: "total" is a sum
    # since the beginning as it stood at observed_at; "day", "hour" and "session" are of that stretch alone. `flag`
    # names what is odd: lower_than_before, negative, year_guessed. `confidence`: exact, derived, confirmed.
    "observations": {
        "observed_at": "TIMESTAMPTZ",
        "campaign": "VARCHAR",
        "platform": "VARCHAR",
        "subject": "VARCHAR",
        "metric": "VARCHAR",
        "definition": "VARCHAR",
        "value": "BIGINT",
        "unit": "VARCHAR",
        "period": "VARCHAR",
        "flag": "VARCHAR",
        "confidence": "VARCHAR",
        "file": "VARCHAR",
        "line": "UINTEGER",
        "simulated": "BOOLEAN",
    },
    # One line of a platform's file of orders ("order") or of its file of commissions ("affiliate"). `order_key` is a
    # keyed hash of the platform's order number (keys.py). `state`: placed, confirmed, paid, delivered, cancelled,
    # returned. Amounts in the currency's smallest unit that is used (dong).
    "platform_orders": {
        "ordered_at": "TIMESTAMPTZ",
        "campaign": "VARCHAR",
        "platform": "VARCHAR",
        "kind": "VARCHAR",
        "order_key": "VARCHAR",
        "sku": "VARCHAR",
        "product": "VARCHAR",
        "quantity": "BIGINT",
        "returned": "BIGINT",
        "amount": "BIGINT",
        "refunded": "BIGINT",
        "currency": "VARCHAR",
        "state": "VARCHAR",
        "province": "VARCHAR",
        "creator": "VARCHAR",
        "content": "VARCHAR",
        "file": "VARCHAR",
        "line": "UINTEGER",
        "simulated": "BOOLEAN",
    },
    # A comment, without its words. comment, author and words are keyed hashes (keys.py); `words` is of the comment's
    # letters and digits alone, so that copies are found. `language`: vi, en, other, none (no words in it).
    "comments": {
        "happened_at": "TIMESTAMPTZ",
        "campaign": "VARCHAR",
        "platform": "VARCHAR",
        "subject": "VARCHAR",
        "comment": "VARCHAR",
        "author": "VARCHAR",
        "words": "VARCHAR",
        "language": "VARCHAR",
        "file": "VARCHAR",
        "line": "UINTEGER",
        "simulated": "BOOLEAN",
    },
    # `hit` does not count, for `reason`, by the set of rules `rules`, as its `run` over one day found. Of a day's runs
    # one decides (rules/deciding.py); the others stay as they were.
    "verdicts": {
        "happened_at": "TIMESTAMPTZ",
        "hit": "VARCHAR",
        "rules": "VARCHAR",
        "reason": "VARCHAR",
        "run": "VARCHAR",
    },
}

# Columns that a stream did not have from the beginning, and what they hold in rows that were sealed before.
LATER = {"hits": {"agent": ""}}

TIMES = {
    "hits": "happened_at",
    "changes": "happened_at",
    "observations": "observed_at",
    "platform_orders": "ordered_at",
    "comments": "happened_at",
    "verdicts": "happened_at",
}

# Rows that are asked for together lie together.
ORDER = {
    "observations": "campaign, metric, observed_at, subject, file, line",
    "platform_orders": "ordered_at, file, line",
    "comments": "happened_at, comment",
    "verdicts": "happened_at, hit",
}
