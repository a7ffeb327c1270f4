"""`phien sentiment train`: from labelled files to a model, its report, and how far it holds elsewhere."""

from pathlib import Path

import pytest

from phien.cli import main
from phien.sentiment import labelled, modelfile


def halves(folder: Path) -> list[str]:
    """Our own set in two files, every other comment in each."""
    lines = labelled.OWN.read_text(encoding="utf-8").splitlines()
    paths = []
    for number in (0, 1):
        path = folder / f"half-{number}.csv"
        path.write_text("\n".join([lines[0], *lines[1 + number :: 2]]) + "\n", encoding="utf-8")
        paths.append(str(path))
    return paths


def test_a_model_is_trained_tested_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = halves(tmp_path)
    out = tmp_path / "model.json"
    assert main.main(["sentiment", "train", one, "--test", other, "--out", str(out)]) == 0
    said = capsys.readouterr().out
    for part in ("macro-F1", "precision", "recall", "half-0.csv", "half-1.csv", "accuracy / macro-F1"):
        assert part in said
    model = modelfile.read(out)
    assert model.sha256 in said
    assert [trained.name for trained in model.trained_on] == ["half-0.csv"]
    tested = model.tested_on[0]
    assert tested.counts is not None
    assert tested.counts.size == tested.rows > 180
    assert tested.counts.accuracy > tested.counts.majority + 0.1


def test_what_cannot_be_done_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("text,label\nngon,great\n")
    for arguments in ([str(wrong)], [str(tmp_path / "none.csv")], [str(tmp_path)]):
        assert main.main(["sentiment", "train", *arguments, "--out", str(tmp_path / "m.json")]) == 2
        assert capsys.readouterr().err.startswith("phien: ")
    assert not (tmp_path / "m.json").exists()
    one, _other = halves(tmp_path)
    assert main.main(["sentiment", "train", one, "--no-table", "--out", str(tmp_path / "no" / "m.json")]) == 2
