"""Give every message catalog the same short head, so that a change of words is all that a diff shows."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "src" / "phien"
PLURALS = {"fr": "nplurals=2; plural=(n > 1);"}


def main() -> int:
    for path in sorted(ROOT.glob("**/locale/*/LC_MESSAGES/*.po")):
        language = path.parent.parent.name
        text = path.read_text(encoding="utf-8")
        body = text[text.index("\n\n", text.index('msgid ""\nmsgstr ""')) :]
        fields = (
            f"Language: {language}",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=UTF-8",
            "Content-Transfer-Encoding: 8bit",
            f"Plural-Forms: {PLURALS.get(language, 'nplurals=1; plural=0;')}",
        )
        head = 'msgid ""\nmsgstr ""' + "".join(f'\n"{field}\\n"' for field in fields)
        path.write_text(head + body, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
