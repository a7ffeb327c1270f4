"""Checks the manifest's chain and every segment's bytes, and says in words what is wrong with which file."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb
from django.utils.translation import gettext as _

from phien.evidence import duck, manifest
from phien.evidence.manifest import Line


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` for programs, `file` relative to the evidence folder, `message` for people."""

    code: str
    file: str
    message: str

    def __str__(self) -> str:
        return self.message


def check(root: Path, *, leave_out: Collection[str] = ()) -> list[Problem]:
    """All problems, in the manifest's order; an empty list means that every byte is as it was sealed. Segments of the
    streams in `leave_out` are not looked for: a copy may do without them, not without their lines."""
    texts, rest = manifest.whole_lines(root / manifest.NAME)
    problems: list[Problem] = []
    listed: set[str] = set()
    before: Line | None = None
    readable = True
    for number, text in enumerate(texts, start=1):
        try:
            line = Line.parse(text)
        except (ValueError, TypeError):
            message = _("Line %(n)s of the manifest cannot be read.") % {"n": number}
            problems.append(Problem("unreadable_line", manifest.NAME, message))
            readable, before = False, None
            continue
        problems += _check_line(number, line, before, follows=readable)
        if line.stream not in leave_out:
            problems += _check_segment(root, line)
        listed.add(line.file)
        readable, before = True, line
    if rest:
        problems.append(
            Problem(
                "torn_line",
                manifest.NAME,
                _("The manifest's last line is incomplete: a sealing was interrupted, or the file was cut."),
            )
        )
    return problems + _unlisted(root, listed)


def check_head(lines: list[Line], seq: int, known_hash: str) -> list[Problem]:
    """Whether the manifest still holds the line that somebody noted earlier (a report, the roll-ups)."""
    if not seq:
        return []
    found = next((line for line in lines if line.seq == seq), None)
    if found is None:
        message = _("The manifest ends at line %(last)s, but line %(seq)s was there: its end was cut.") % {
            "last": lines[-1].seq if lines else 0,
            "seq": seq,
        }
        return [Problem("cut_end", manifest.NAME, message)]
    if found.hash != known_hash:
        message = _("Line %(seq)s of the manifest is not the one that was sealed: the manifest was rewritten.") % {
            "seq": seq
        }
        return [Problem("rewritten", found.file, message)]
    return []


def _check_line(number: int, line: Line, before: Line | None, *, follows: bool) -> list[Problem]:
    problems = []
    if line.computed_hash() != line.hash:
        message = _("Line %(n)s of the manifest, for %(file)s, was edited: its hash does not fit.")
        problems.append(Problem("edited_line", line.file, message % {"n": number, "file": line.file}))
    if not follows:
        return problems
    expected_seq = before.seq + 1 if before else 1
    expected_hash = before.hash if before else manifest.START
    if line.seq > expected_seq:
        message = _("The manifest lacks lines %(first)s to %(last)s, before %(file)s: they were removed.")
        facts = {"first": expected_seq, "last": line.seq - 1, "file": line.file}
        problems.append(Problem("missing_line", line.file, message % facts))
    elif line.seq < expected_seq:
        message = _("Line %(n)s of the manifest, for %(file)s, stands out of its order.")
        problems.append(Problem("wrong_order", line.file, message % {"n": number, "file": line.file}))
    elif line.previous != expected_hash:
        message = _("Line %(n)s of the manifest, for %(file)s, was sealed after another line than the one before it.")
        problems.append(Problem("broken_link", line.file, message % {"n": number, "file": line.file}))
    return problems


def _check_segment(root: Path, line: Line) -> list[Problem]:
    path = root / line.file
    if "\0" in line.file or not path.resolve().is_relative_to(root.resolve()):
        return [Problem("foreign_file", line.file, _("%(file)s lies outside the evidence.") % {"file": line.file})]
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return [Problem("missing_file", line.file, _("%(file)s is missing.") % {"file": line.file})]
    except OSError as error:
        message = _("%(file)s cannot be read: %(why)s.") % {"file": line.file, "why": error.strerror}
        return [Problem("unreadable_file", line.file, message)]
    if size != line.size:
        code = "truncated_file" if size < line.size else "grown_file"
        message = _("%(file)s has %(size)s bytes instead of %(expected)s.")
        return [Problem(code, line.file, message % {"file": line.file, "size": size, "expected": line.size})]
    if found != line.sha256:
        message = _("%(file)s was changed: its SHA-256 is not the one that was sealed.") % {"file": line.file}
        return [Problem("changed_file", line.file, message)]
    return []


def _unlisted(root: Path, listed: set[str]) -> list[Problem]:
    problems = []
    there = {path.relative_to(root).as_posix(): path for path in sorted(root.glob("segments/*/*.parquet"))}
    with duck.connect(root) as connection:
        for name, path in there.items():
            if name in listed or is_being_sealed(root, connection, path):
                continue
            message = _("%(file)s is not in the manifest: it was put there, or its line was removed.") % {"file": name}
            problems.append(Problem("unlisted_file", name, message))
    return problems


def is_being_sealed(root: Path, connection: duckdb.DuckDBPyConnection, segment: Path) -> bool:
    """Whether a sealing is under way or was interrupted: what the segment was made from is still there."""
    sources = duck.sources_of(connection, segment)
    folders = [root / "journal", root / "staging"]
    return bool(sources) and all(
        Path(name).name == name and any((folder / name).exists() for folder in folders) for name in sources or []
    )
