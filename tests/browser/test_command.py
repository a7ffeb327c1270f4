"""The command on the sample day: backup, restore, verify, and what verify says when something was changed."""

import sqlite3
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.browser.conftest import Site, environment, phien

pytestmark = pytest.mark.browser


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(phien(home, *words), env=environment(), capture_output=True, text=True, timeout=110)


@pytest.fixture(scope="module")
def backup(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("backup") / "site.tar.gz"
    made = run(site.home, "backup", str(target))
    assert made.returncode == 0, made.stderr
    return target


@pytest.fixture
def restored(backup: Path, tmp_path: Path) -> Path:
    home = tmp_path / "site"
    made = run(home, "restore", str(backup))
    assert made.returncode == 0, made.stderr
    return home


def test_a_restored_site_verifies(restored: Path) -> None:
    verified = run(restored, "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "It holds" in verified.stdout


def test_the_recordings_are_in_it_unless_they_are_left_out(site: Site, backup: Path, tmp_path: Path) -> None:
    def holds_video(archive: Path) -> bool:
        with tarfile.open(archive) as opened:
            return any(name.startswith("video/") for name in opened.getnames())

    assert holds_video(backup)
    lean = tmp_path / "lean.tar.gz"
    assert run(site.home, "backup", "--no-video", str(lean)).returncode == 0
    assert not holds_video(lean)


def test_one_byte_of_a_segment_is_named(restored: Path) -> None:
    segment = sorted((restored / "evidence").rglob("*.parquet"))[3]
    segment.chmod(0o644)
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 1
    segment.write_bytes(content)
    verified = run(restored, "verify")
    assert verified.returncode == 1
    assert segment.name in verified.stdout


def test_one_figure_is_named(restored: Path) -> None:
    with sqlite3.connect(restored / "phien.sqlite3") as database:
        database.execute("UPDATE reports_figure SET net = net + 1 WHERE metric = 'visits' AND dimension = ''")
        assert database.total_changes == 1
    verified = run(restored, "verify")
    assert verified.returncode == 1
    assert "visits" in verified.stdout.lower()


def test_a_backup_holds_no_salt_and_its_owner_alone_reads_it(backup: Path, tmp_path: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    with tarfile.open(backup) as archive:
        archive.extract("database.sqlite3", tmp_path, filter="data")
    with sqlite3.connect(tmp_path / "database.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM evidence_salt").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM market_purchase").fetchone()[0] > 5


@pytest.mark.parametrize("damage", ["truncate", "flip", "other"])
def test_a_broken_backup_restores_nothing(backup: Path, tmp_path: Path, damage: str) -> None:
    broken = tmp_path / "broken.tar.gz"
    content = bytearray(backup.read_bytes())
    if damage == "truncate":
        content = content[: len(content) // 2]
    elif damage == "flip":
        content[len(content) // 2] ^= 0xFF
    else:
        content = bytearray(b"not a backup")
    broken.write_bytes(content)
    home = tmp_path / "site"
    assert run(home, "restore", str(broken)).returncode == 2
    assert not home.exists()


def test_nothing_is_restored_over_a_site(backup: Path, restored: Path) -> None:
    refused = run(restored, "restore", str(backup))
    assert refused.returncode == 2
    assert "not empty" in refused.stderr


def test_a_folder_without_a_site_is_told_how_to_begin(tmp_path: Path) -> None:
    told = run(tmp_path / "none", "serve")
    assert told.returncode == 2
    assert "phien setup" in told.stderr


def test_an_empty_site_is_set_up_and_refuses_a_second_time(tmp_path: Path) -> None:
    words = ["setup", "--organiser", "HTX Mẫu", "--name", "Hà", "--username", "ha"]
    env = environment() | {"PHIEN_PASSWORD": "a-long-enough-one"}
    for code in (0, 2):
        made = subprocess.run(phien(tmp_path / "s", *words), env=env, capture_output=True, text=True, timeout=110)
        assert made.returncode == code, made.stderr


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    env = environment() | {"PHIEN_CLOCK_SHIFT": "soon", "PHIEN_SECRET_KEY": "x"}
    told = subprocess.run(phien(tmp_path, "verify"), env=env, capture_output=True, text=True, timeout=60)
    assert told.returncode == 2
    assert "PHIEN_CLOCK_SHIFT" in told.stderr
