"""Every kind of tampering is found, and named."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from phien.evidence import actions, queries
from phien.evidence.manifest import START, Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(root: Path, agent: str) -> list[Line]:
    """Three segments of hits and one of changes."""
    for _ in range(3):
        actions.record_hit(kind="page", visitor="v", user_agent=agent)
        actions.seal(force=True)
    actions.record_change(noun="order", key="A-1", verb="placed")
    actions.seal(force=True)
    for line in queries.segments():
        (root / line.file).chmod(0o640)
    assert queries.check_chain() == []
    return queries.segments()


def manifest_lines(root: Path) -> list[str]:
    return (root / "manifest.jsonl").read_text().splitlines()


def write(root: Path, lines: list[str]) -> None:
    (root / "manifest.jsonl").write_text("".join(line + "\n" for line in lines))


def flip_a_byte(root: Path, line: Line) -> None:
    path = root / line.file
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut_a_segment(root: Path, line: Line) -> None:
    path = root / line.file
    path.write_bytes(path.read_bytes()[:-9])


def lengthen_a_segment(root: Path, line: Line) -> None:
    with (root / line.file).open("ab") as file:
        file.write(b"more")


def lose_a_segment(root: Path, line: Line) -> None:
    (root / line.file).unlink()


def edit_a_line(root: Path, line: Line) -> None:
    write(root, [text.replace('"rows":1', '"rows":7') if line.file in text else text for text in manifest_lines(root)])


def remove_a_line(root: Path, line: Line) -> None:
    write(root, [text for text in manifest_lines(root) if line.file not in text])


def scramble_a_line(root: Path, line: Line) -> None:
    write(root, ["{" if line.file in text else text for text in manifest_lines(root)])


def reseal_a_line(root: Path, line: Line) -> None:
    """A forger who changes a segment and makes its line fit, but not those after it."""
    flip_a_byte(root, line)
    lines = []
    for text in manifest_lines(root):
        if line.file in text:
            facts = json.loads(text)
            facts["sha256"] = hashlib.sha256((root / line.file).read_bytes()).hexdigest()
            facts["sources"] = tuple(facts["sources"])
            text = Line(**facts).with_hash().json().decode().rstrip()
        lines.append(text)
    write(root, lines)


@pytest.mark.parametrize(
    ("tamper", "codes", "names_file"),
    [
        (flip_a_byte, {"changed_file"}, True),
        (cut_a_segment, {"truncated_file"}, True),
        (lengthen_a_segment, {"grown_file"}, True),
        (lose_a_segment, {"missing_file"}, True),
        (edit_a_line, {"edited_line"}, True),
        (remove_a_line, {"missing_line", "unlisted_file"}, True),
        (scramble_a_line, {"unreadable_line", "unlisted_file"}, True),
        (reseal_a_line, {"broken_link"}, False),
    ],
)
def test_tampering_is_named(
    root: Path, sealed: list[Line], tamper: Callable[[Path, Line], None], codes: set[str], names_file: bool
) -> None:
    victim = sealed[1]
    tamper(root, victim)
    problems = queries.check_chain()
    assert {problem.code for problem in problems} == codes
    assert any(victim.file in str(problem) for problem in problems) or not names_file
    assert all(str(problem) for problem in problems)


def test_a_manifest_without_its_end(root: Path, sealed: list[Line]) -> None:
    write(root, manifest_lines(root)[:-1])
    assert [problem.file for problem in queries.check_chain()] == [sealed[-1].file]
    (root / sealed[-1].file).unlink()
    assert queries.check_chain() == []  # the files alone cannot tell
    assert [problem.code for problem in queries.check_head(sealed[-1].seq, sealed[-1].hash)] == ["cut_end"]


def test_the_roll_ups_remember_the_end(root: Path, sealed: list[Line]) -> None:
    actions.roll_up()
    write(root, manifest_lines(root)[:-1])
    (root / sealed[-1].file).unlink()
    assert [problem.code for problem in queries.check_chain()] == ["cut_end"]


def test_a_manifest_that_was_written_anew(root: Path, sealed: list[Line]) -> None:
    actions.roll_up()
    previous, lines = START, []
    for line in sealed:
        facts = json.loads(line.json())
        forged = Line(**{**facts, "sources": ("other",), "previous": previous}).with_hash()
        previous = forged.hash
        lines.append(forged.json().decode().rstrip())
    write(root, lines)
    assert [problem.code for problem in queries.check_chain()] == ["rewritten"]


def test_a_tampered_end_is_not_removed_by_the_next_sealing(root: Path, sealed: list[Line], agent: str) -> None:
    write(root, manifest_lines(root)[:-2])
    actions.record_hit(kind="page", visitor="v", user_agent=agent)
    actions.seal(force=True)
    problems = queries.check_chain()
    assert {problem.file for problem in problems} == {sealed[-1].file, sealed[-2].file}
    assert {problem.code for problem in problems} == {"unlisted_file"}


def test_a_line_that_points_outside_is_not_followed(root: Path, sealed: list[Line]) -> None:
    facts = json.loads(sealed[0].json())
    forged = Line(**{**facts, "sources": (), "file": "../phien.sqlite3"}).with_hash()
    write(root, [forged.json().decode().rstrip()])
    assert "foreign_file" in {problem.code for problem in queries.check_chain()}


def observed(root: Path, name: str) -> Line:
    """One sealed row of a platform's file."""
    row = {
        "observed_at": "2026-05-10T02:00:00+00:00", "campaign": "cho-phien", "platform": "tiktok",
        "subject": "publication:tiktok:7", "metric": "views", "definition": "tiktok.views", "value": 7, "unit": "count",
        "period": "total", "flag": "", "confidence": "exact", "file": "ab" * 32, "line": 2, "simulated": False,
    }  # fmt: skip
    staged = actions.staging(f"{name}.ndjson")
    staged.write_text(json.dumps(row) + "\n")
    line = actions.seal_rows(stream="observations", staged=staged)
    assert line is not None
    (root / line.file).chmod(0o640)
    return line


@pytest.mark.parametrize(
    ("tamper", "code"),
    [(flip_a_byte, "changed_file"), (cut_a_segment, "truncated_file"), (lose_a_segment, "missing_file")],
)
def test_a_file_of_another_stream(
    root: Path, sealed: list[Line], tamper: Callable[[Path, Line], None], code: str
) -> None:
    """It is named, and what stands on the other streams can be asked all the same."""
    line = observed(root, "import-1")
    tamper(root, line)
    assert [(problem.code, problem.file) for problem in queries.check_chain()] == [(code, line.file)]
    assert queries.check_chain(leave_out={"observations"}) == []
    with queries.connect(leave_out={"observations"}) as db:
        assert db.execute("SELECT count(*) FROM hits").fetchone() == (3,)


def test_rows_that_wait_to_be_sealed_are_no_problem(root: Path, sealed: list[Line]) -> None:
    """What was staged and never sealed stays where it is; a segment of it without its line is being sealed."""
    line = observed(root, "import-1")
    write(root, manifest_lines(root)[:-1])
    actions.staging("import-1.ndjson").write_text("{}\n")
    assert queries.check_chain() == []
    actions.staging("import-1.ndjson").unlink()
    assert [(problem.code, problem.file) for problem in queries.check_chain()] == [("unlisted_file", line.file)]


def test_a_segment_that_names_a_path_as_its_source_is_not_being_sealed(root: Path, sealed: list[Line]) -> None:
    outside = root.parent / "outside"
    outside.write_text("x")
    sources = json.dumps([str(outside)])
    with duckdb.connect() as db:
        db.execute(
            f"COPY (SELECT 1 AS id) TO '{root}/segments/hits/forged.parquet' "
            f"(FORMAT parquet, KV_METADATA {{sources: '{sources}'}})"
        )
    assert [problem.code for problem in queries.check_chain()] == ["unlisted_file"]


@pytest.mark.parametrize(
    "change", [{"seq": "2"}, {"rows": True}, {"file": 3}, {"sources": "x"}, {"sources": [1]}, {"stream": None}]
)
def test_a_line_whose_values_are_of_the_wrong_kind(root: Path, sealed: list[Line], change: dict[str, object]) -> None:
    first, *rest = manifest_lines(root)
    write(root, [json.dumps(json.loads(first) | change), *rest])
    problems = queries.check_chain()
    assert {problem.code for problem in problems} == {"unreadable_line", "unlisted_file"}
    assert sealed[0].file in {problem.file for problem in problems}


def test_a_line_with_a_file_that_no_disk_can_hold(root: Path, sealed: list[Line]) -> None:
    forged = Line(**{**json.loads(sealed[0].json()), "sources": (), "file": "segments/\0"}).with_hash()
    write(root, [forged.json().decode().rstrip()])
    assert "foreign_file" in {problem.code for problem in queries.check_chain()}
