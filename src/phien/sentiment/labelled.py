"""Files of labelled comments, as people have them: CSV, JSON lines, or UIT-VSFC's folder of sents.txt and
sentiments.txt. None of these is shipped with Phiên but one that we wrote ourselves (data/)."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from phien.sentiment.confusion import LABELS

OWN = Path(__file__).parent / "data" / "comments.csv"
LARGEST = 500_000_000
_TEXT = ("text", "comment", "sentence", "free_text")
_LABEL = ("label", "sentiment")
_SAID = {
    **{label: label for label in LABELS},
    "pos": "positive",
    "neu": "neutral",
    "neg": "negative",
    "tích cực": "positive",
    "trung tính": "neutral",
    "tiêu cực": "negative",
    "+1": "positive",
    "1": "positive",
    "-1": "negative",
    "0": "neutral",
}
_VSFC = {"0": "negative", "1": "neutral", "2": "positive"}


class WrongLabels(ValueError):
    """The file holds no labelled comments; the text names file, line and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Labelled:
    name: str
    sha256: str
    rows: tuple[tuple[str, str], ...]
    """(text, label of LABELS)"""

    @property
    def by_label(self) -> dict[str, int]:
        found = Counter(label for _text, label in self.rows)
        return {label: found[label] for label in LABELS}


def read(path: Path) -> Labelled:
    """Raises WrongLabels. A file's SHA-256 is of its bytes, a folder's of its two files after one another."""
    try:
        if path.is_dir():
            files = [path / "sents.txt", path / "sentiments.txt"]
            rows = list(_folder(path))
        else:
            files = [path]
            if path.stat().st_size > LARGEST:
                raise WrongLabels(f"{path.name}: larger than {LARGEST // 1_000_000} MB")
            rows = list(_json_lines(path) if path.suffix in (".jsonl", ".ndjson") else _csv(path))
        digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    except UnicodeDecodeError as error:
        raise WrongLabels(f"{path.name}: not UTF-8 text") from error
    except OSError as error:
        raise WrongLabels(f"{path}: {error.strerror}") from error
    if not rows:
        raise WrongLabels(f"{path.name}: no labelled comment in it")
    return Labelled(path.name, digest, tuple(rows))


def _label(said: object, where: str) -> str:
    found = _SAID.get(str(said).strip().lower())
    if found is None:
        raise WrongLabels(f"{where}: {str(said)[:40]!r} is none of {', '.join(LABELS)}")
    return found


def _csv(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        heads = {str(head).strip().lower(): head for head in reader.fieldnames or ()}
        text = next((heads[name] for name in _TEXT if name in heads), None)
        label = next((heads[name] for name in _LABEL if name in heads), None)
        if text is None or label is None:
            raise WrongLabels(f"{path.name}: a heading is missing: text and label")
        try:
            for row in reader:
                if (row[text] or "").strip():
                    yield row[text].strip(), _label(row[label], f"{path.name}, line {reader.line_num}")
        except csv.Error as error:
            raise WrongLabels(f"{path.name}, line {reader.line_num}: {error}") from error


def _json_lines(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            where = f"{path.name}, line {number}"
            try:
                row = json.loads(line)
                text, label = str(row["text"]).strip(), row["label"]
            except (ValueError, KeyError, TypeError) as error:
                raise WrongLabels(f"{where}: not an object with text and label") from error
            if text:
                yield text, _label(label, where)


def _folder(path: Path) -> Iterator[tuple[str, str]]:
    """UIT-VSFC: one sentence and one number per line; 0 negative, 1 neutral, 2 positive."""
    texts = (path / "sents.txt").read_text(encoding="utf-8-sig").splitlines()
    labels = (path / "sentiments.txt").read_text(encoding="utf-8-sig").splitlines()
    if len(texts) != len(labels):
        raise WrongLabels(f"{path.name}: {len(texts)} sentences, but {len(labels)} labels")
    for number, (text, label) in enumerate(zip(texts, labels, strict=True), start=1):
        if label.strip() not in _VSFC:
            raise WrongLabels(f"{path.name}/sentiments.txt, line {number}: {label[:40]!r} is none of 0, 1, 2")
        if text.strip():
            yield text.strip(), _VSFC[label.strip()]
