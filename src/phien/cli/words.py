"""The command's own words, in the language of PHIEN_LANGUAGE, else of the terminal, else English.

The standard library reads the catalog, since the command speaks before Django is set up.
"""

import gettext
import os
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
FOLDERS = {"vi": "vi", "fr": "fr", "zh": "zh_Hans"}


def language() -> str:
    """The Django code of the command's language."""
    wanted = os.environ.get("PHIEN_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    short = wanted.replace("-", "_").split(".")[0].split("_")[0].lower()
    return {"vi": "vi", "fr": "fr", "zh": "zh-hans"}.get(short, "en")


def _(text: str) -> str:
    folder = FOLDERS.get(language().split("-")[0])
    if folder is None:
        return text
    return gettext.translation("django", LOCALE, [folder], fallback=True).gettext(text)
