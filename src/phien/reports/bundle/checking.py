"""Checks a bundle with nothing but itself: whose signature it is, every file, the chain, and every figure again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from phien.evidence.streams import COLUMNS
from phien.reports.bundle import keys
from phien.reports.bundle.evidence import Copy, copy_problems
from phien.reports.bundle.layout import CONTENTS, EVIDENCE, KEY, REPORT, streams_read
from phien.reports.bundle.opening import NotABundle, Opened
from phien.reports.bundle.parts import ALWAYS
from phien.reports.bundle.recount import figure_problems
from phien.reports.compute import Progress
from phien.reports.verifying.problems import Problem
from phien.reports.verifying.told import Shapeless

MOST_KEY = 4096
MOST_REPORT = 40_000_000


@dataclass(slots=True)
class Section:
    """One part of what was checked. `name` is for programs; `notes` are no problems, but have to be said."""

    name: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checked:
    """`key` is the fingerprint of the key that signed it, or empty where nobody's signature fits."""

    report: int
    campaign: str
    key: str
    sections: list[Section]

    @property
    def holds(self) -> bool:
        return not any(section.problems for section in self.sections)


def check_bundle(path: Path, scratch: Path, *, wanted: str = "", progress: Progress | None = None) -> Checked:
    """Unpack it into `scratch`, an empty folder, and check everything. `wanted` is the fingerprint of the only key that
    is accepted. Raises NotABundle where it cannot be read at all."""
    with Opened(path) as opened:
        data, entries = opened.contents()
        signature = Section("signature")
        key = _signer(opened, data, wanted, signature)
        files = Section("files", [*opened.problems, *opened.unpack(entries, scratch)])
    told = _payload(scratch / REPORT)
    if told is None:
        message = _("%(file)s in it is no file of figures: nothing can be counted again.") % {"file": REPORT}
        files.problems.append(Problem("payload_unreadable", REPORT, message))
        return Checked(0, "", key, [signature, files])
    evidence, figures = Section("evidence"), Section("figures")
    try:
        copy = Copy(scratch / EVIDENCE, _cut(told), _left_out(told))
        evidence.problems, evidence.notes = copy_problems(copy, told, scratch)
        figures.problems, figures.notes = figure_problems(copy, told, evidence.problems, progress)
    except Shapeless as error:
        message = _("%(file)s in it has the wrong shape at “%(part)s”.") % {"file": REPORT, "part": error}
        figures.problems.append(Problem("payload_shapeless", REPORT, message))
    return Checked(_number(told.get("report")), _slug(told), key, [signature, files, evidence, figures])


def _signer(opened: Opened, contents: bytes, wanted: str, section: Section) -> str:
    """Whose signature it is: the fingerprint of the bundle's own key, if that key signed it."""
    signature = opened.signature()
    try:
        pem = opened.small(KEY, MOST_KEY) or b""
        fingerprint = keys.fingerprint_of(pem)
    except (ValueError, NotABundle):
        message = _("%(file)s in it is no public key, so nobody's signature can be checked.") % {"file": KEY}
        section.problems.append(Problem("bundle_no_key", KEY, message))
        return ""
    if signature is None:
        message = _("The bundle is not signed: anybody may have made it.")
        section.problems.append(Problem("bundle_unsigned", "SIGNATURE", message))
        return ""
    if not keys.signed_by(pem, signature, contents):
        message = _("The signature does not fit %(file)s: the list of contents is not the one that was signed.")
        section.problems.append(Problem("bundle_wrong_signature", CONTENTS, message % {"file": CONTENTS}))
        return ""
    if wanted and fingerprint != wanted:
        message = _("The bundle is signed by the key %(found)s, not by %(wanted)s.")
        facts = {"found": fingerprint, "wanted": wanted}
        section.problems.append(Problem("bundle_other_key", KEY, message % facts))
    if not wanted:
        section.notes.append(
            _("Signed by the key %(key)s. Compare it with the one that the site shows, or insist on it with --key.")
            % {"key": fingerprint}
        )
    return fingerprint


def _payload(path: Path) -> dict[str, Any] | None:
    try:
        if path.stat().st_size > MOST_REPORT:
            return None
        told = json.loads(path.read_bytes(), parse_float=Decimal)
    except (OSError, ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _cut(told: dict[str, Any]) -> tuple[int, str]:
    cut = told.get("cut")
    if not isinstance(cut, dict) or type(cut.get("seq")) is not int or not isinstance(cut.get("hash"), str):
        raise Shapeless("cut")
    return cut["seq"], cut["hash"]


def _left_out(told: dict[str, Any]) -> frozenset[str]:
    """The streams that no definition reads: a bundle does without them."""
    definitions = told.get("definitions")
    if not isinstance(definitions, list):
        raise Shapeless("definitions")
    sql: Sequence[str] = [str(entry.get("sql", "")) for entry in definitions if isinstance(entry, dict)]
    return frozenset(COLUMNS) - streams_read(sql) - ALWAYS


def _number(value: object) -> int:
    return value if type(value) is int else 0


def _slug(told: dict[str, Any]) -> str:
    campaign = told.get("campaign")
    return str(campaign.get("slug", ""))[:80] if isinstance(campaign, dict) else ""
