"""A folder with an HLS stream: playlists and the pieces they name."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from phien.media.errors import BrokenStream

MIMES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".ts": "video/mp2t",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".aac": "audio/aac",
    ".vtt": "text/vtt",
}
MAX_FILES = 5000


@dataclass(frozen=True, slots=True)
class Stream:
    """`files` by their path within the folder; `playlist` is the one to play; `seconds` of its longest playlist."""

    folder: Path
    files: list[str]
    playlist: str
    sha256: str
    size: int
    seconds: float


def read(folder: Path) -> Stream:
    """Check a folder: each piece that a playlist names lies in it. Raises BrokenStream."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in MIMES)
    if not paths or len(paths) > MAX_FILES:
        raise BrokenStream(what=_("no playlist"))
    files = [path.relative_to(folder).as_posix() for path in paths]
    playlist = next((name for name in ("master.m3u8", "index.m3u8") if name in files), "")
    if not playlist:
        playlist = next((name for name in files if name.endswith(".m3u8")), "")
    if not playlist:
        raise BrokenStream(what=_("no playlist"))
    seconds = 0.0
    for name in files:
        if name.endswith(".m3u8"):
            seconds = max(seconds, _check(folder, name, set(files)))
    whole = hashlib.sha256()
    size = 0
    for name, path in zip(files, paths, strict=True):
        with path.open("rb") as file:
            whole.update(f"{name}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
        size += path.stat().st_size
    return Stream(folder, files, playlist, whole.hexdigest(), size, seconds)


def _check(folder: Path, name: str, files: set[str]) -> float:
    """Seconds of a playlist whose every line leads to a file of the folder."""
    text = (folder / name).read_text(encoding="utf-8", errors="replace")
    if not text.startswith("#EXTM3U"):
        raise BrokenStream(what=_("%(name)s is not a playlist") % {"name": name})
    seconds = 0.0
    for line in text.splitlines():
        if line.startswith("#EXTINF:"):
            try:
                seconds += float(line.removeprefix("#EXTINF:").split(",")[0])
            except ValueError as error:
                raise BrokenStream(what=_("%(name)s is not a playlist") % {"name": name}) from error
        named = line.strip()
        if named.startswith("#"):
            named = named.split('URI="', 1)[1].split('"', 1)[0] if 'URI="' in named else ""
        if named and not _lies_in(folder, Path(name).parent, named, files):
            raise BrokenStream(what=_("%(name)s is missing") % {"name": named[:80]})
    return seconds


def _lies_in(folder: Path, beside: Path, named: str, files: set[str]) -> bool:
    parts = urlsplit(named)
    path = (folder / beside / parts.path).resolve()
    root = folder.resolve()
    return not parts.netloc and path.is_relative_to(root) and path.relative_to(root).as_posix() in files
