"""Playlists read back, as a player would."""

import re
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Listed:
    """One segment of a list. `number` and `break_number` are its media and discontinuity sequence numbers."""

    number: int
    break_number: int
    uri: str
    seconds: float
    init: str
    wall: float
    is_gap: bool


@dataclass
class Playlist:
    facts: dict[str, str] = field(default_factory=dict)
    segments: list[Listed] = field(default_factory=list)
    parts: dict[int, list[tuple[str, float, bool]]] = field(default_factory=dict)
    hint: str = ""
    is_ended: bool = False

    @property
    def uris(self) -> list[str]:
        return [segment.uri for segment in self.segments]


def parse(text: str) -> Playlist:
    """What a player would understand. Raises where it would refuse."""
    lines = text.split("\n")
    assert lines[0] == "#EXTM3U"
    assert lines[-1] == ""
    parser = Parser()
    for line in lines[1:-1]:
        assert not parser.found.is_ended, "nothing stands behind the end"
        parser.take(line)
    target = int(parser.found.facts["TARGETDURATION"])
    assert all(int(segment.seconds + 0.5) <= target for segment in parser.found.segments)
    return parser.found


class Parser:
    """Takes a list line by line."""

    def __init__(self) -> None:
        self.found = Playlist()
        self.number = self.break_number = 0
        self.init, self.wall, self.seconds, self.is_gap = "", 0.0, 0.0, False

    def take(self, line: str) -> None:
        name, _colon, value = line.partition(":")
        if not line.startswith("#"):
            self.segment(line)
        elif name in {"#EXT-X-PART", "#EXT-X-PRELOAD-HINT"}:
            self.part(name, value)
        elif not self.is_about_the_next(name, value):
            self.fact(name, value)

    def is_about_the_next(self, name: str, value: str) -> bool:
        match name:
            case "#EXT-X-DISCONTINUITY":
                self.break_number += 1
            case "#EXT-X-MAP":
                self.init = attribute(value, "URI")
            case "#EXT-X-PROGRAM-DATE-TIME":
                self.wall = datetime.fromisoformat(value).timestamp()
            case "#EXT-X-GAP":
                self.is_gap = True
            case "#EXTINF":
                self.seconds = float(value.rstrip(","))
            case "#EXT-X-ENDLIST":
                self.found.is_ended = True
            case _:
                return False
        return True

    def part(self, name: str, value: str) -> None:
        if name == "#EXT-X-PRELOAD-HINT":
            self.found.hint = attribute(value, "URI")
            return
        assert self.init
        part = (attribute(value, "URI"), float(attribute(value, "DURATION")), "INDEPENDENT=YES" in value)
        self.found.parts.setdefault(self.number, []).append(part)

    def fact(self, name: str, value: str) -> None:
        name = name.removeprefix("#EXT-X-")
        assert name not in self.found.facts, f"{name} stands twice"
        assert not self.found.segments, f"{name} stands behind a segment"
        self.found.facts[name] = value
        if name == "MEDIA-SEQUENCE":
            self.number = int(value)
        if name == "DISCONTINUITY-SEQUENCE":
            self.break_number = int(value)

    def segment(self, uri: str) -> None:
        assert self.init or self.is_gap
        assert self.seconds
        self.found.segments.append(
            Listed(self.number, self.break_number, uri, self.seconds, self.init, self.wall, self.is_gap)
        )
        self.number, self.seconds, self.is_gap = self.number + 1, 0.0, False


def attribute(value: str, name: str) -> str:
    found = re.search(rf'(?:^|,){name}=(?:"([^"]*)"|([^,]*))', value)
    assert found is not None, f"{name} is missing in {value}"
    return found[1] if found[1] is not None else found[2]
