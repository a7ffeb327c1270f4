"""A bundle is checked by a machine that has nothing else; whatever was done to it is named, and harms nothing else."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from phien.observations.models import ExportFile
from phien.reports import queries
from phien.reports.actions import making
from phien.reports.bundle import actions as bundles
from phien.reports.bundle import keys
from phien.reports.metrics import REGISTRY
from phien.reports.models import Bundle, Report
from phien.reports.tests.conftest import Day
from phien.reports.tests.zips import (
    Files,
    checked,
    files_of,
    found,
    listed_again,
    packed,
    run,
    segment_of,
    signed_by_another,
)


def test_it_holds_without_any_site(bundle: Path, tmp_path: Path) -> None:
    key = keys.key_in_force()
    assert key is not None
    done = run("verify", bundle, "--key", key.fingerprint, home=tmp_path / "elsewhere")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "It holds" in done.stdout
    assert list((tmp_path / "elsewhere").iterdir()) == []
    other = run("verify", bundle, "--key", "ab" * 32, home=tmp_path / "elsewhere")
    assert other.returncode == 1
    assert key.fingerprint in other.stdout
    assert run("verify", Path(__file__), home=tmp_path / "elsewhere").returncode == 2


def test_what_is_in_it(bundle: Path, report: Report, tmp_path: Path) -> None:
    files = files_of(bundle)
    assert files["report.json"] == files_of(bundle)["report.json"]
    assert hashlib.sha256(files["report.json"]).hexdigest() == report.payload_sha256
    assert {"README.txt", "KEY.pem", "papers/pdf.vi.pdf", "definitions/visits.sql", "evidence/manifest.jsonl"} <= set(
        files
    )
    assert files["definitions/visits.sql"].decode().rstrip() == REGISTRY["visits"].text
    assert not any(b"private" in data.lower() for name, data in files.items() if name.endswith((".txt", ".pem")))
    outcome = checked(bundle, tmp_path)
    assert outcome.holds
    assert (outcome.report, outcome.campaign, outcome.key) == (
        report.number, "cho-phien", keys.public_keys()[-1].fingerprint,
    )  # fmt: skip


def flip_a_segment(files: Files) -> set[tuple[str, str]]:
    name = segment_of(files, "changes")
    data = bytearray(files[name])
    data[len(data) // 2] ^= 1
    files[name] = bytes(data)
    return {("bundle_changed", name), ("evidence_changed_file", name.removeprefix("evidence/"))}


def remove_a_line(files: Files) -> set[tuple[str, str]]:
    first, *rest = files["evidence/manifest.jsonl"].splitlines(keepends=True)
    files["evidence/manifest.jsonl"] = b"".join(rest)
    file = json.loads(first)["file"]
    return {
        ("bundle_changed", "evidence/manifest.jsonl"),
        ("evidence_missing_line", json.loads(rest[0])["file"]),
        ("evidence_unlisted_file", file),
    }


def swap_two_lines(files: Files) -> set[tuple[str, str]]:
    files["evidence/manifest.jsonl"] = b"".join(reversed(files["evidence/manifest.jsonl"].splitlines(keepends=True)))
    first = json.loads(files["evidence/manifest.jsonl"].splitlines()[-1])["file"]
    return {("bundle_changed", "evidence/manifest.jsonl"), ("evidence_wrong_order", first)}


def raise_a_figure(files: Files) -> set[tuple[str, str]]:
    told = json.loads(files["report.json"])
    next(f for f in told["figures"] if f["metric"] == "orders_placed" and "dimension" not in f)["net"] += 1
    files["report.json"] = json.dumps(told).encode()
    return {("bundle_changed", "report.json"), ("figure_differs", "orders_placed//")}


def edit_a_paper(files: Files) -> set[tuple[str, str]]:
    files["papers/pdf.vi.pdf"] += b"more"
    return {("bundle_changed", "papers/pdf.vi.pdf")}


def leave_a_file_out(files: Files) -> set[tuple[str, str]]:
    del files["papers/xlsx.en.xlsx"]
    return {("bundle_missing", "papers/xlsx.en.xlsx")}


def put_a_file_in(files: Files) -> set[tuple[str, str]]:
    files["papers/better.pdf"] = b"%PDF"
    return {("bundle_unlisted", "papers/better.pdf")}


def edit_the_list(files: Files) -> set[tuple[str, str]]:
    files["papers/pdf.vi.pdf"] += b"more"
    listed_again(files)
    return {("bundle_wrong_signature", "CONTENTS.json")}


def take_the_signature_away(files: Files) -> set[tuple[str, str]]:
    del files["SIGNATURE"]
    return {("bundle_unsigned", "SIGNATURE")}


def take_the_key_away(files: Files) -> set[tuple[str, str]]:
    del files["KEY.pem"]
    return {("bundle_no_key", "KEY.pem"), ("bundle_missing", "KEY.pem")}


@pytest.mark.parametrize(
    "tamper",
    [
        flip_a_segment, remove_a_line, raise_a_figure, edit_a_paper, leave_a_file_out, put_a_file_in, edit_the_list,
        take_the_signature_away, take_the_key_away,
    ],
)  # fmt: skip
def test_tampering_is_named(bundle: Path, tmp_path: Path, tamper: Callable[[Files], set[tuple[str, str]]]) -> None:
    files = files_of(bundle)
    expected = tamper(files)
    told = found(packed(tmp_path / "tampered.zip", files), tmp_path)
    assert expected <= told
    # What stands on the other stream, and all other figures, hold.
    harmed = {what.partition("/")[0] for code, what in told if not code.startswith(("bundle_", "evidence_"))}
    if tamper is flip_a_segment:
        assert harmed.isdisjoint({"visits", "live_views", "hits"})
    elif tamper is remove_a_line:
        assert harmed.isdisjoint({"orders_placed", "amount_net", "receipts"})
    else:
        assert harmed <= {"orders_placed"}


def test_lines_in_another_order(bundle: Path, tmp_path: Path) -> None:
    files = files_of(bundle)
    expected = swap_two_lines(files)
    assert expected <= found(packed(tmp_path / "tampered.zip", files), tmp_path)


def test_a_forger_with_a_key_of_their_own(bundle: Path, tmp_path: Path) -> None:
    """Whoever signs anew is found out by the figure, and by whose key it is."""
    key = keys.public_keys()[-1].fingerprint
    files = files_of(bundle)
    raise_a_figure(files)
    signed_by_another(files)
    forged = packed(tmp_path / "forged.zip", files)
    assert found(forged, tmp_path) == {("figure_differs", "orders_placed//")}
    assert ("bundle_other_key", "KEY.pem") in found(forged, tmp_path, wanted=key)
    assert checked(forged, tmp_path).key != key


def test_an_excluded_part_and_a_small_cell(bundle: Path, tmp_path: Path) -> None:
    files = files_of(bundle)
    told = json.loads(files["report.json"])
    hits = next(f for f in told["figures"] if f["metric"] == "hits" and "dimension" not in f)
    hits["gross"], hits["excluded"] = hits["net"], {}
    shown = next(f for f in told["figures"] if f["metric"] == "live_views" and f.get("small"))
    shown |= {"gross": 3, "excluded": {}, "net": 3}
    del shown["small"]
    hidden = next(f for f in told["figures"] if f["metric"] == "visits" and "dimension" not in f)
    del hidden["gross"], hidden["net"], hidden["excluded"]
    hidden["small"] = True
    told["simulated"]["hits"] = 7
    files["report.json"] = json.dumps(told).encode()
    names = {code for code, _what in found(packed(tmp_path / "tampered.zip", files), tmp_path)}
    assert {"excluded_differs", "small_shown", "simulated_differs", "hidden_without_reason"} <= names


def test_a_definition_that_the_bundle_brings_along(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later version counts two things otherwise."""
    monkeypatch.setitem(REGISTRY, "orders_paid", replace(REGISTRY["orders_paid"], sql="select 1"))
    monkeypatch.setitem(REGISTRY, "baskets", replace(REGISTRY["baskets"], sql="select 2"))
    outcome = checked(bundle, tmp_path)
    assert outcome.holds
    notes = outcome.sections[-1].notes
    assert len(notes) == 2
    assert any(str(REGISTRY["baskets"].name) in note for note in notes)


def test_another_key_keeps_the_old_one_listed(bundle: Path) -> None:
    old = keys.key_in_force()
    assert old is not None
    new = keys.renew_key()
    assert [key.fingerprint for key in keys.public_keys()] == [old.fingerprint, new.fingerprint]
    assert keys.public_keys()[0].until
    assert not new.until
    assert (keys.folder() / "site.pem").stat().st_mode & 0o077 == 0
    assert keys.ensure_key() == new


def test_a_report_without_its_files_gives_no_bundle(report: Report, full_day: Day, own_key: None) -> None:
    next((full_day.root / "segments" / "hits").iterdir()).unlink()
    with pytest.raises(bundles.FilesGone):
        bundles.ask_bundle(report=report, by=None)
    row = Bundle.objects.get()
    assert row.reason
    assert row.made_at is None


@pytest.fixture
def with_export(full_day: Day, tmp_path: Path, own_key: None, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A bundle with the kept copy of a platform's file, whose personal cells were emptied; and its name there."""
    given, kept = b"buyer,amount\nLan,385000\n", b"buyer,amount\n,385000\n"
    sha256, blanked = (hashlib.sha256(data).hexdigest() for data in (given, kept))
    path = storages["private"].save(f"exports/{blanked}", ContentFile(kept))
    ExportFile.objects.create(
        campaign=full_day.campaign, name="orders.csv", size=len(given), sha256=sha256, kept_sha256=blanked,
        kept_size=len(kept), kept_path=path, state="taken_in", given_at=full_day.at(0), taken_in_at=full_day.at(0),
    )  # fmt: skip
    facts = {"campaign": "cho-phien", "size": len(given), "blanked_sha256": blanked, "rows": 1}
    full_day.change(10, "export", sha256, "taken_in", **facts)
    full_day.seal()
    monkeypatch.setattr(making, "LANGUAGES", ("vi",))
    report = making.make_report(campaign=full_day.campaign, since=full_day.at(-60), until=full_day.at(6 * 3600))
    bundles.write_to(tmp_path / "bundle.zip", report)
    return tmp_path / "bundle.zip", f"exports/{sha256}.csv"


def test_an_export_that_was_swapped(with_export: tuple[Path, str], tmp_path: Path) -> None:
    bundle, name = with_export
    files = files_of(bundle)
    assert b"Lan" not in files[name]
    assert checked(bundle, tmp_path).holds
    files[name] = b"buyer,amount\n,999000\n"
    assert found(packed(tmp_path / "swapped.zip", files), tmp_path) >= {
        ("bundle_changed", name), ("export_differs", name),
    }  # fmt: skip
    signed_by_another(files)
    assert found(packed(tmp_path / "forged.zip", files), tmp_path) == {("export_differs", name)}
    files[f"exports/{'ab' * 32}.csv"] = b"a,b\n"
    signed_by_another(files)
    assert ("export_unknown", f"exports/{'ab' * 32}.csv") in found(packed(tmp_path / "forged.zip", files), tmp_path)


def test_an_export_that_was_edited_after_it_was_taken_in(with_export: tuple[Path, str]) -> None:
    """Here on the site: it is named, and every figure holds."""
    export = ExportFile.objects.get()
    Path(storages["private"].path(export.path)).write_bytes(b"buyer,amount\n,1\n")
    problems = queries.verify_report(Report.objects.get())
    assert [(problem.code, problem.what) for problem in problems] == [("export_changed", "orders.csv")]
