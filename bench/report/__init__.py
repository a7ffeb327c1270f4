"""A report at the size of a national campaign: 60,000 publications with hourly snapshots for 15 days, 20 million hits.

__main__.py   builds the evidence, makes the report, and measures: the page, the whole recomputation, the peers
evidence.py   the made-up campaign, sealed as any other evidence is
questions.py  the same questions in plain SQL: over the Parquet files (the limit), in PostgreSQL and in SQLite
"""

import os
from datetime import UTC, datetime, timedelta

CAMPAIGN = "quoc-khanh"
SINCE = datetime(2026, 8, 25, 17, tzinfo=UTC)  # midnight at the place
DAYS = int(os.environ.get("DAYS", "15"))
PUBLICATIONS = int(os.environ.get("PUBLICATIONS", "60000"))
VISITS_A_DAY = int(os.environ.get("VISITS", "325000"))
PEER_DAYS = int(os.environ.get("PEER_DAYS", "1"))
RUNS = int(os.environ.get("RUNS", "3"))
ZONE = "Asia/Ho_Chi_Minh"
UNTIL = SINCE + timedelta(days=DAYS)
