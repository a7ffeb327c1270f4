"""Training and testing: files of labelled comments become a model, and what it is worth on others."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from phien.sentiment.confusion import LABELS, Confusion
from phien.sentiment.features import counted, inverse_frequencies, weighed
from phien.sentiment.labelled import Labelled
from phien.sentiment.linear import Vector, separate
from phien.sentiment.modelfile import Model, Trained, as_bytes, fingerprint, from_bytes
from phien.sentiment.spelling import stripped, tidy

Progress = Callable[[int, int, str], None]
COST, LEAST, SEED = 1.0, 2, 20260902
FOLDS = 5


def train(files: Sequence[Labelled], *, with_stripped: bool = True, progress: Progress | None = None) -> Model:
    """One model of all files together. With `with_stripped`, a copy without diacritics of each text that has some is
    trained on too, because half of all comments are typed so. ValueError where fewer than two labels occur."""
    rows = [row for file in files for row in file.rows]
    trained = tuple(Trained(file.name, file.sha256, len(file.rows), file.by_label) for file in files)
    model = _fit(rows, with_stripped=with_stripped, progress=progress)
    return _sealed(replace(model, trained_on=trained))


def test(model: Model, files: Sequence[Labelled]) -> Model:
    """The same model with what it said of each file. Texts it was trained on are left out, copies too."""
    tested = []
    for file in files:
        rows = [(text, label) for text, label in file.rows if not model.has_seen(text)]
        counts = Confusion.of((label, model.label_of(text)) for text, label in rows)
        by_label = dict(zip(LABELS, counts.true_totals, strict=True))
        tested.append(Trained(file.name, file.sha256, len(rows), by_label, counts))
    return _sealed(replace(model, tested_on=tuple(tested)))


def crossed(file: Labelled, *, with_stripped: bool = True, progress: Progress | None = None) -> Confusion:
    """What models trained on four fifths of a file said of the other fifth, five times."""
    rows = list(file.rows)
    random.Random(SEED).shuffle(rows)
    pairs: list[tuple[str, str]] = []
    for fold in range(FOLDS):
        model = _fit([row for at, row in enumerate(rows) if at % FOLDS != fold], with_stripped=with_stripped)
        pairs += [(label, model.label_of(text)) for text, label in rows[fold::FOLDS]]
        if progress:
            progress(fold + 1, FOLDS, file.name)
    return Confusion.of(pairs)


@dataclass(frozen=True, slots=True)
class Shift:
    """What a model trained on one file says of another; where both are the same, crossed."""

    trained_on: str
    tested_on: str
    counts: Confusion


def shifts(files: Sequence[Labelled], *, with_stripped: bool = True, progress: Progress | None = None) -> list[Shift]:
    """Each file against each: how far a model holds outside what it was trained on."""
    found = []
    for here in files:
        model = _fit(here.rows, with_stripped=with_stripped)
        for there in files:
            if there is here:
                counts = crossed(here, with_stripped=with_stripped, progress=progress)
            else:
                counts = Confusion.of((label, model.label_of(text)) for text, label in there.rows)
            found.append(Shift(here.name, there.name, counts))
    return found


def _sealed(model: Model) -> Model:
    return from_bytes(as_bytes(model))


def _fit(rows: Sequence[tuple[str, str]], *, with_stripped: bool, progress: Progress | None = None) -> Model:
    texts = list(rows)
    if with_stripped:
        texts += [(stripped(text), label) for text, label in rows if stripped(tidy(text)) != tidy(text)]
    if len({label for _text, label in texts}) < 2:
        raise ValueError("there must be comments of two labels at least")
    parts = [counted(text) for text, _label in texts]
    frequencies = inverse_frequencies(parts, LEAST)
    places = {name: place for place, name in enumerate(frequencies)}
    vectors: list[Vector] = []
    for part in parts:
        found = weighed(part, frequencies)
        vectors.append(([places[name] for name, _value in found], [value for _name, value in found]))
    columns = []
    for number, label in enumerate(LABELS):
        if progress:
            progress(number, len(LABELS), label)
        signs = [1 if said == label else -1 for _text, said in texts]
        columns.append(separate(vectors, signs, len(places), cost=COST, seed=SEED))
    if progress:
        progress(len(LABELS), len(LABELS), "")
    features = {
        name: (round(frequencies[name], 4), *(round(column[place], 4) for column in columns))
        for name, place in places.items()
    }
    return Model(
        features=features,
        constants=tuple(round(column[-1], 4) for column in columns),
        settings={"cost": COST, "least": LEAST, "stripped": with_stripped, "seed": SEED},
        seen=frozenset(fingerprint(text) for text, _label in rows),
    )
