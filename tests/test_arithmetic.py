"""The page of arithmetic is what its own tables say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_follows_from_its_tables() -> None:
    words = [sys.executable, str(ROOT / "scripts" / "arithmetic.py"), "--check"]
    assert subprocess.run(words, check=False).returncode == 0
