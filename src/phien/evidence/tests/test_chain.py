"""Every kind of tampering is found, and named."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

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
