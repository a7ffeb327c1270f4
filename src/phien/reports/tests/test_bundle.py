"""A bundle is checked by a machine that has nothing else; whatever was done to it is named, and harms nothing else."""

import hashlib
import json
import os
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from pytest_django import Settings

from phien.observations.models import ExportFile
from phien.reports import queries
from phien.reports.actions import making
from phien.reports.bundle import actions as bundles
from phien.reports.bundle import keys, opening
from phien.reports.bundle.checking import Checked, check_bundle
from phien.reports.bundle.opening import NotABundle
from phien.reports.metrics import REGISTRY
from phien.reports.models import Bundle, Report
from phien.reports.tests.conftest import Day

Files = dict[str, bytes]


@pytest.fixture(autouse=True)
def _own_key(tmp_path: Path, settings: Settings) -> None:
    settings.PHIEN_HOME = tmp_path / "home"


@pytest.fixture
def bundle(report: Report, tmp_path: Path) -> Path:
    path = tmp_path / "bundle.zip"
    bundles.write_to(path, report)
    return path


def checked(path: Path, tmp_path: Path, wanted: str = "") -> Checked:
    scratch = tmp_path / f"scratch-{len(list(tmp_path.iterdir()))}"
    scratch.mkdir()
    return check_bundle(path, scratch, wanted=wanted)


def found(path: Path, tmp_path: Path, wanted: str = "") -> set[tuple[str, str]]:
    sections = checked(path, tmp_path, wanted).sections
    return {(problem.code, problem.what) for section in sections for problem in section.problems}


def files_of(path: Path) -> Files:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def listed_again(files: Files) -> None:
    """The list of contents made to fit, as a forger would."""
    told = json.loads(files["CONTENTS.json"])
    told["files"] = [
        {"path": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
        if name not in ("CONTENTS.json", "SIGNATURE")
    ]
    files["CONTENTS.json"] = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def signed_by_another(files: Files) -> None:
    private = Ed25519PrivateKey.generate()
    files["KEY.pem"] = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    listed_again(files)
    files["SIGNATURE"] = private.sign(files["CONTENTS.json"])


def segment_of(files: Files, stream: str) -> str:
    return next(name for name in files if name.startswith(f"evidence/segments/{stream}/"))


def run(*words: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """The command on a machine that has no site: an empty home, no settings."""
    home.mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", "phien.cli.main", *map(str, words)],
        cwd=home, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


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


@pytest.mark.parametrize(
    ("facts", "part"),
    [
        ({"figures": "none"}, "figures"),
        ({"figures": [{"metric": "visits"}]}, "definition"),
        ({"definitions": [1]}, "definitions"),
        ({"cut": 3}, "cut"),
        ({"window": {"since": "yesterday"}}, "window"),
        ({"window": {"since": "2026-05-10T00:00:00Z", "until": "2026-05-11T00:00:00Z", "tz": "Moon/Sea"}}, "window"),
        ({"segments": {}}, "segments"),
    ],
)
def test_figures_of_the_wrong_shape(bundle: Path, tmp_path: Path, facts: dict[str, object], part: str) -> None:
    files = files_of(bundle)
    files["report.json"] = json.dumps(json.loads(files["report.json"]) | facts).encode()
    outcome = checked(packed(tmp_path / "tampered.zip", files), tmp_path)
    messages = [problem.message for section in outcome.sections for problem in section.problems]
    assert any(f"“{part}”" in message for message in messages)


@pytest.mark.parametrize("data", [b"", b"PK", b"[]", b'{"format":"phien-bundle/1","files":[{"path":"../x"}]}'])
def test_a_list_of_the_wrong_shape(bundle: Path, tmp_path: Path, data: bytes) -> None:
    files = files_of(bundle) | {"CONTENTS.json": data}
    with pytest.raises(NotABundle):
        checked(packed(tmp_path / "tampered.zip", files), tmp_path)


def test_a_file_that_is_no_whole_zip(bundle: Path, tmp_path: Path) -> None:
    for name, data in (("cut", bundle.read_bytes()[:-400]), ("text", b"hello"), ("empty", b"")):
        path = tmp_path / f"{name}.zip"
        path.write_bytes(data)
        with pytest.raises(NotABundle):
            checked(path, tmp_path)


def test_names_that_would_leave_the_folder(bundle: Path, tmp_path: Path) -> None:
    path = packed(tmp_path / "hostile.zip", files_of(bundle))
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../escaped.txt", "x")
        archive.writestr("/tmp/escaped.txt", "x")  # noqa: S108
        archive.writestr("papers\\..\\..\\escaped.txt", "x")
        link = zipfile.ZipInfo("papers/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("papers/pdf.vi.pdf", "another one")
    told = found(path, tmp_path)
    assert {code for code, _what in told} == {"bundle_foreign_path", "bundle_not_a_file", "bundle_twice"}
    assert ("bundle_twice", "papers/pdf.vi.pdf") in told
    assert not (tmp_path.parent / "escaped.txt").exists()


def test_a_bomb_is_not_unpacked(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SMALL", 1_000_000)
    files = files_of(bundle)
    files["papers/pdf.vi.pdf"] = bytes(2_000_000)
    signed_by_another(files)
    told = found(packed(tmp_path / "bomb.zip", files), tmp_path)
    assert told == {("bundle_bomb", "papers/pdf.vi.pdf")}
    # One that lies about its size is cut off where the list says.
    files = files_of(bundle)
    files["papers/pdf.vi.pdf"] = bytes(900_000)
    assert ("bundle_changed", "papers/pdf.vi.pdf") in found(packed(tmp_path / "bomb.zip", files), tmp_path)
    assert all(path.stat().st_size < 800_000 for path in tmp_path.glob("scratch-*/papers/*"))


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


def test_a_report_without_its_files_gives_no_bundle(report: Report, full_day: Day) -> None:
    next((full_day.root / "segments" / "hits").iterdir()).unlink()
    with pytest.raises(bundles.FilesGone):
        bundles.ask_bundle(report=report, by=None)
    row = Bundle.objects.get()
    assert row.reason
    assert row.made_at is None


@pytest.fixture
def with_export(full_day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
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


def test_what_is_printed_does_not_steer_the_terminal(bundle: Path, tmp_path: Path) -> None:
    files = files_of(bundle)
    told = json.loads(files["report.json"])
    told["figures"][0]["metric"] = "\x1b[2Jvisits"
    told["campaign"]["slug"] = "\x1b[31m"
    files["report.json"] = json.dumps(told).encode()
    done = run("verify", packed(tmp_path / "loud.zip", files), home=tmp_path / "elsewhere")
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr
    assert "\\x1b[2Jvisits" in done.stdout


def test_a_directory_that_says_to_hold_too_much(bundle: Path, tmp_path: Path) -> None:
    data = bytearray(bundle.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = (0x7FFFFFFF).to_bytes(4, "little")
    path = tmp_path / "huge.zip"
    path.write_bytes(bytes(data))
    with pytest.raises(NotABundle):
        checked(path, tmp_path)
