"""A trained model as a file of plain JSON: nothing in it is ever run.

format      "phien-sentiment/1"
labels      positive, neutral, negative: the order of weights and of rows and columns of tables
features    feature → [inverse frequency, weight per label]
constants   one per label
settings    cost, least (texts that must hold a feature), stripped (whether copies without diacritics were added), seed
trained_on  name, SHA-256, rows and rows per label of each file
tested_on   the same, with `counts`: rows are what it is, columns what the model said
seen        eight digits of the SHA-256 of each text's letters, so that it is never tested on what it was trained on
"""

import hashlib
import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from phien.sentiment.confusion import LABELS, Confusion, confusion_from
from phien.sentiment.features import counted
from phien.sentiment.spelling import bare

FORMAT = "phien-sentiment/1"
LARGEST = 200_000_000


class NotAModel(ValueError):
    """The file is no model of ours; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A file of labelled texts that was trained or tested on. `counts` only of those tested on."""

    name: str
    sha256: str
    rows: int
    by_label: dict[str, int]
    counts: Confusion | None = None

    def as_json(self) -> dict[str, Any]:
        facts = {"name": self.name, "sha256": self.sha256, "rows": self.rows, "by_label": self.by_label}
        return facts | ({"counts": self.counts.as_list()} if self.counts else {})


@dataclass(frozen=True, slots=True)
class Model:
    """`features` maps a feature to (inverse frequency, weight of each label)."""

    features: dict[str, tuple[float, ...]]
    constants: tuple[float, ...]
    settings: dict[str, Any]
    trained_on: tuple[Trained, ...] = ()
    tested_on: tuple[Trained, ...] = ()
    seen: frozenset[str] = field(default_factory=frozenset)
    sha256: str = ""

    def label_of(self, text: str) -> str:
        """The label whose score is highest; of equal ones the first."""
        scores = list(self.constants)
        places = range(len(scores))
        for part in counted(text):
            held = [(count, self.features[name]) for name, count in part.items() if name in self.features]
            length = math.sqrt(sum((count * known[0]) ** 2 for count, known in held))
            for count, known in held:
                value = count * known[0] / length
                for place in places:
                    scores[place] += value * known[place + 1]
        return LABELS[max(places, key=scores.__getitem__)]

    def has_seen(self, text: str) -> bool:
        """Whether a text of these letters was trained on; with one in 4 billion, one that was not is taken for it."""
        return fingerprint(text) in self.seen


def fingerprint(text: str) -> str:
    return hashlib.sha256(bare(text).encode()).hexdigest()[:8]


def as_bytes(model: Model) -> bytes:
    """Canonical: the same model gives the same bytes, and their SHA-256 is the model's."""
    facts = {
        "format": FORMAT,
        "labels": list(LABELS),
        "features": {name: list(values) for name, values in model.features.items()},
        "constants": list(model.constants),
        "settings": model.settings,
        "trained_on": [trained.as_json() for trained in model.trained_on],
        "tested_on": [tested.as_json() for tested in model.tested_on],
        "seen": sorted(model.seen),
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read(path: Path) -> Model:
    """Raises NotAModel, and OSError."""
    if path.stat().st_size > LARGEST:
        raise NotAModel(f"{path.name}: larger than {LARGEST // 1_000_000} MB")
    return from_bytes(path.read_bytes(), path.name)


def from_bytes(data: bytes, name: str = "") -> Model:
    """Raises NotAModel."""
    try:
        facts = json.loads(data)
        is_ours = facts["format"] == FORMAT and facts["labels"] == list(LABELS)
        model = Model(
            features={str(key): _numbers(values, len(LABELS) + 1) for key, values in facts["features"].items()},
            constants=_numbers(facts["constants"], len(LABELS)),
            settings=dict(facts["settings"]),
            trained_on=tuple(_trained(one) for one in facts["trained_on"]),
            tested_on=tuple(_trained(one) for one in facts["tested_on"]),
            seen=frozenset(map(str, facts["seen"])),
            sha256=hashlib.sha256(data).hexdigest(),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAModel(f"{name}: no model of phien sentiment train ({type(error).__name__})") from error
    if not is_ours:
        raise NotAModel(f"{name}: not of the format {FORMAT}")
    return model


def _numbers(values: Any, size: int) -> tuple[float, ...]:
    found = tuple(float(value) for value in values)
    if len(found) != size or not all(map(math.isfinite, found)):
        raise ValueError("not as many numbers as there are labels")
    return found


def _trained(facts: dict[str, Any]) -> Trained:
    counts = confusion_from(facts["counts"]) if "counts" in facts else None
    by_label = {str(label): int(count) for label, count in facts["by_label"].items()}
    return Trained(str(facts["name"]), str(facts["sha256"]), int(facts["rows"]), by_label, counts)
