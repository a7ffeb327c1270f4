"""What the docs say of settings and commands is what the code has."""

import re
from pathlib import Path

from phien.cli.main import parser

ROOT = Path(__file__).resolve().parent.parent


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    documented = set(re.findall(r"^\| `(PHIEN_[A-Z0-9_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    code = "\n".join(path.read_text() for path in (ROOT / "src/phien").rglob("*.py") if "tests" not in path.parts)
    read = set(re.findall(r"""(?:env\.\w+|environ\.get)\(\s*["'](PHIEN_[A-Z0-9_]+)""", code))
    assert read - {"PHIEN_TESTING"} == documented


def test_every_verb_of_the_command_is_in_the_readme() -> None:
    verbs = next(a for a in parser()._actions if a.dest == "verb").choices
    readme = (ROOT / "README.md").read_text()
    assert [v for v in verbs if f"phien {v}" not in readme] == []
