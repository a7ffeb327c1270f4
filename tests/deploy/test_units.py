"""The units, the settings' example and the container file name what there is."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from phien.cli.main import parser
from phien.config import public_files
from phien.evidence import stream as hits
from phien.market.claims import door as claims
from phien.realtime import stream as rooms
from phien.video import edge, upload
from tests.deploy.front import DEPLOY

UNITS = DEPLOY / "systemd"
ROOT = DEPLOY.parent


def verbs_in(text: str) -> set[str]:
    return set(re.findall(r"^ExecStart=/opt/phien/bin/phien --home /var/lib/phien ([a-z]+)", text, re.MULTILINE))


def test_units_start_verbs_that_there_are() -> None:
    text = "\n".join(path.read_text() for path in UNITS.glob("*.service"))
    assert verbs_in(text) == {"prepare", "web", "tick", "media"}
    for line in re.findall(r"^ExecStart=/opt/phien/bin/phien (.*)$", text, re.MULTILINE):
        parser().parse_args(line.replace("%i", "8001").split())


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed here")
    for path in [*UNITS.glob("*.service"), *UNITS.glob("*.target")]:
        text = path.read_text().replace("/opt/phien/bin/phien", shutil.which("true") or "/bin/true")
        (tmp_path / path.name.replace("@", "@8001")).write_text(text.replace("%i", "8001"))
    names = sorted(path.name for path in tmp_path.iterdir())
    environment = {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    words = [program, "verify", "--man=no", *names]
    tried = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    ours = [line for line in tried.stderr.splitlines() if "phien" in line]
    assert (tried.returncode, ours) == (0, [])


def test_the_example_names_settings_that_there_are() -> None:
    documented = set(re.findall(r"^\| `(PHIEN_[A-Z0-9_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    named = re.findall(r"^#?(PHIEN_[A-Z0-9_]+)=", (DEPLOY / "phien.env.example").read_text(), re.MULTILINE)
    assert set(named) <= documented
    assert "PHIEN_DATABASE_URL" in named


def test_the_container_file_copies_what_there_is_and_runs_as_nobody_special() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    for line in re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.MULTILINE):
        assert [name for name in line.split() if not (ROOT / name).exists()] == []
    shown = re.findall(r"^!(.*)$", (DEPLOY / "Containerfile.dockerignore").read_text(), re.MULTILINE)
    copied = " ".join(re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.MULTILINE)).split()
    assert set(shown) == set(copied)
    assert re.search(r"^USER [1-9][0-9]*$", text, re.MULTILINE)
    images = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert all(":" in image and not image.endswith(":latest") for image in images)
    for shown_command in re.findall(r"^#   docker run .* phien ([a-z]+(?: --?[a-z].*)?)$", text, re.MULTILINE):
        parser().parse_args(shown_command.split())
    command = re.findall(r"^CMD \[(.*)\]$", text, re.MULTILINE)[0]
    parser().parse_args([word.strip().strip('"') for word in command.split(",")])


def test_pages_of_the_front_speak_four_languages() -> None:
    for name in ("away.html", "too-many.html"):
        text = (DEPLOY / "pages" / name).read_text()
        assert re.findall(r'lang="([\w-]+)"', text) == ["vi", "en", "fr", "zh-Hans"]
        assert "style=" not in text
        assert "<script" not in text


def test_every_hot_path_and_language_has_its_place_in_nginx() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    places = re.findall(r"^        location (=|~)? ?(\S+) \{", text, re.MULTILINE)
    hot = [
        part for part in re.split(r"^        location ", text, flags=re.MULTILINE) if "proxy_pass http://hot" in part
    ]
    assert len(hot) == 6
    assert "(desk|admin)/" in text
    prefixes = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    assert re.findall(r"\(\(([a-z|-]+)\)/\)\?\(desk", text) == ["|".join(sorted(prefixes))]

    def is_hot(path: str) -> bool:
        """Whether one of the hot places takes this path: exactly, by pattern, or by how it begins."""
        kinds = {"=": path.__eq__, "~": lambda shape: bool(re.search(shape, path)), "": path.startswith}
        heads = [part.split(" {")[0] for part in hot]
        return any(kinds[head.split()[0] if " " in head else ""](head.split()[-1]) for head in heads)

    for path in [*hits.PATHS, claims.PATH, rooms.PATH, f"{edge.PATH}key/ll.m3u8", f"{edge.PATH}key/p1.0.m4s"]:
        assert is_hot(path), path
    assert is_hot(f"{upload.PATH}take/1")
    assert ("", public_files.PATH) in places
