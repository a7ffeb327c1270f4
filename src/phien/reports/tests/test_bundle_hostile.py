"""Nothing in a bundle is believed: what is no bundle, or would harm whoever opens it, is named."""

import json
import warnings
import zipfile
from pathlib import Path

import pytest

from phien.reports.bundle import opening
from phien.reports.bundle.opening import NotABundle
from phien.reports.tests.zips import checked, files_of, found, packed, run, signed_by_another


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
