"""A model that learns, its file, the files it learns from, and languages."""

import json
from pathlib import Path

import pytest

from phien.sentiment import labelled, modelfile, training
from phien.sentiment.confusion import LABELS
from phien.sentiment.labelled import Labelled, WrongLabels
from phien.sentiment.language import language_of
from phien.sentiment.modelfile import NotAModel
from phien.sentiment.spelling import bare, stripped, tidy

PRAISE = ["Vịt quay ngon quá", "Đẹp lắm, yêu quê mình", "Giao nhanh, rất hài lòng", "Tuyệt vời luôn ạ"]
QUESTIONS = ["Giá bao nhiêu vậy shop", "Mấy giờ phát trực tiếp ạ", "Ship về Cần Thơ không", "Cho xin địa chỉ với"]
SCORN = ["Giao chậm quá, thất vọng", "Dở tệ, phí tiền", "Hàng hỏng hết, không mua lại", "Chán, làm ăn cẩu thả"]


def file_of(name: str, *endings: str) -> Labelled:
    rows = [
        (f"{text} {ending}".strip(), label)
        for label, texts in zip(LABELS, (PRAISE, QUESTIONS, SCORN), strict=True)
        for text in texts
        for ending in endings
    ]
    return Labelled(name, name * 8, tuple(rows))


@pytest.fixture(scope="module")
def model() -> modelfile.Model:
    return training.train([file_of("chợ", "", "nhé", "mọi người ơi")])


def test_it_learns_and_reads_what_is_typed_without_diacritics(model: modelfile.Model) -> None:
    assert model.label_of("vịt ngon quá, hài lòng") == "positive"
    assert model.label_of("vit ngon qua, hai long") == "positive"
    assert model.label_of("bao nhieu vay") == "neutral"
    assert model.label_of("dở, thất vọng quá, phí tiền") == "negative"
    deaf = training.train([file_of("chợ", "", "nhé")], with_stripped=False)
    words = [(stripped(text), label) for text, label in file_of("x", "").rows]
    right = sum(model.label_of(text) == label for text, label in words)
    assert right > sum(deaf.label_of(text) == label for text, label in words)


def test_the_same_files_give_the_same_bytes_and_the_file_gives_the_same_model(model: modelfile.Model) -> None:
    again = training.train([file_of("chợ", "", "nhé", "mọi người ơi")])
    data = modelfile.as_bytes(model)
    assert modelfile.as_bytes(again) == data
    assert modelfile.from_bytes(data) == model
    assert model.trained_on[0].by_label == dict.fromkeys(LABELS, 12)


def test_it_is_not_tested_on_what_it_was_trained_on(model: modelfile.Model) -> None:
    same = training.test(model, [file_of("chợ", "")]).tested_on[0]
    assert (same.rows, same.counts.size if same.counts else None) == (0, 0)
    other = training.test(model, [file_of("khác", "cảm ơn cô")]).tested_on[0]
    assert other.rows == 12
    assert other.counts is not None
    assert other.counts.accuracy > 0.7


def test_each_file_is_tried_on_each(model: modelfile.Model) -> None:
    found = training.shifts([file_of("a", "", "nhé", "nha"), file_of("b", "cô ơi", "chú ơi")])
    assert [(one.trained_on, one.tested_on) for one in found] == [("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]
    assert [one.counts.size for one in found] == [36, 24, 36, 24]


def test_one_label_alone_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="two labels"):
        training.train([Labelled("x", "0", (("ngon", "positive"), ("đẹp", "positive")))])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x80\x04K\x01.",  # a pickle
        b"[]",
        b'{"format": "phien-sentiment/2", "labels": []}',
        b'{"format": "phien-sentiment/1", "labels": ["positive", "neutral", "negative"]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_model(data: bytes) -> None:
    with pytest.raises(NotAModel):
        modelfile.from_bytes(data, "x.json")


def test_a_weight_that_is_no_number(model: modelfile.Model) -> None:
    facts = json.loads(modelfile.as_bytes(model))
    facts["constants"][0] = float("nan")
    with pytest.raises(NotAModel):
        modelfile.from_bytes(json.dumps(facts).encode())


def test_our_own_set_is_read_and_learned_from() -> None:
    own = labelled.read(labelled.OWN)
    assert len(own.rows) > 380
    assert min(own.by_label.values()) > 100
    table = training.crossed(own)
    assert table.size == len(own.rows)
    assert table.accuracy > table.majority + 0.15


def test_files_as_people_have_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Text,Label\nngon,POS\n\n,pos\nchán,tiêu cực\n", encoding="utf-8-sig")
    (tmp_path / "b.jsonl").write_text('{"text": "ngon", "label": 1}\n\n{"text": "chán", "label": "-1"}\n')
    folder = tmp_path / "vsfc"
    folder.mkdir()
    (folder / "sents.txt").write_text("thầy dạy hay\nbình thường\nchán\n")
    (folder / "sentiments.txt").write_text("2\n1\n0\n")
    assert labelled.read(tmp_path / "a.csv").rows == (("ngon", "positive"), ("chán", "negative"))
    assert labelled.read(tmp_path / "b.jsonl").rows == (("ngon", "positive"), ("chán", "negative"))
    assert [label for _text, label in labelled.read(folder).rows] == ["positive", "neutral", "negative"]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", b"text,label\nngon,good\n", "a.csv, line 2"),
        ("a.csv", b"words,label\nngon,pos\n", "heading"),
        ("a.csv", b"text,label\n", "no labelled comment"),
        ("a.csv", "text,label\nngon,pos\n".encode("utf-16"), "UTF-8"),
        ("a.jsonl", b'{"text": "ngon"}\n', "a.jsonl, line 1"),
        ("a.jsonl", b"ngon\n", "a.jsonl, line 1"),
        ("none.csv", None, "No such file"),
    ],
)
def test_files_that_hold_no_labels(tmp_path: Path, name: str, text: bytes | None, says: str) -> None:
    if text is not None:
        (tmp_path / name).write_bytes(text)
    with pytest.raises(WrongLabels, match=says):
        labelled.read(tmp_path / name)


def test_a_folder_whose_files_differ_in_length(tmp_path: Path) -> None:
    (tmp_path / "sents.txt").write_text("a\nb\n")
    (tmp_path / "sentiments.txt").write_text("2\n")
    with pytest.raises(WrongLabels, match="2 sentences, but 1 labels"):
        labelled.read(tmp_path)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vịt này để ngoài được bao lâu ạ", "vi"),
        ("vit nay de ngoai duoc bao lau a", "vi"),
        ("gia nhiu v shop", "vi"),
        ("ngon qa tr oi", "vi"),
        ("How much is one duck?", "en"),
        ("love it so much", "en"),
        ("Do you ship to Hà Nội before the weekend?", "en"),
        ("Combien coûte le canard ?", "other"),
        ("这个市场真漂亮", "other"),
        ("Очень красиво", "other"),
        ("ตลาดสวยมาก", "other"),
        ("❤️❤️❤️ 10/10", "none"),
        ("https://example.vn/abc @minh", "none"),
        ("", "none"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


def test_how_often_the_language_is_right_on_our_own_set() -> None:
    import csv

    with labelled.OWN.open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], row["language"]) for row in csv.DictReader(file)]
    rows = [row for row in rows if language_of(row[0]) != "none"]
    assert sum(language_of(text) == language for text, language in rows) >= 0.98 * len(rows)
    bare_vi = [stripped(text) for text, language in rows if language == "vi"]
    assert sum(language_of(text) == "vi" for text in bare_vi) >= 0.97 * len(bare_vi)


def test_spelling() -> None:
    assert tidy("  NGONNNNN   quá @lan http://a.vn/b ") == "ngonn quá @ http"
    assert stripped("Đẹp, vịt quay Lạng Sơn") == "Dep, vit quay Lang Son"
    assert bare("Ngon quá!!!") == bare("ngon qua") == "ngonqua"
    assert bare("❤️ ❤️") == "❤️❤️"
