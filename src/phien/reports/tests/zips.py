"""Bundles taken apart and put together again, as somebody who tampers with them would."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from phien.reports.bundle.checking import Checked, check_bundle

Files = dict[str, bytes]


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
