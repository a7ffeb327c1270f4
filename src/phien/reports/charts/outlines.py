"""Turns an SVG's texts into outlines. An SVG shown by <img> cannot load the page's fonts, so letters travel as paths.

Each glyph stands once in <defs> and is used from there. What a reader should hear stands in the page's alt text.
"""

from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from phien.lib import fonts

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_DROPPED = ("aria-label", "aria-hidden", "aria-roledescription", "role", "class", "pointer-events")
FACES = {"r": "BeVietnamPro-Regular.ttf", "b": "BeVietnamPro-Bold.ttf", "c": "NotoSansSC-Regular.otf"}


class Face:
    """One font file: which glyph a letter has, how far it reaches, and its outline in 1000 units to the em."""

    def __init__(self, path: Path) -> None:
        font = TTFont(path)
        self.scale: float = 1000 / font["head"].unitsPerEm
        self.letters: dict[int, str] = font.getBestCmap()
        self._glyphs: Any = font.getGlyphSet()

    def reach(self, letter: str) -> float:
        return float(self._glyphs[self.letters[ord(letter)]].width * self.scale)

    def outline(self, letter: str) -> str:
        pen = SVGPathPen(self._glyphs, ntos=lambda value: f"{value * self.scale:.0f}")
        self._glyphs[self.letters[ord(letter)]].draw(pen)
        return str(pen.getCommands())


@cache
def face(name: str) -> Face:
    return Face(fonts.FOLDER / FACES[name])


def _faces(text: str, *, bold: bool) -> list[tuple[str, str]]:
    """Each letter with the face that has it; a letter that none has is a question mark."""
    order = ["b", "r", "c"] if bold else ["r", "c"]
    found = []
    for letter in text:
        name = next((name for name in order if ord(letter) in face(name).letters), None)
        found.append((letter, name) if name else ("?", order[0]))
    return found


def _outlined(text: ElementTree.Element, defs: dict[str, str]) -> ElementTree.Element:
    size = float(text.get("font-size", "12px").removesuffix("px"))
    letters = _faces(text.text or "", bold=text.get("font-weight") == "bold")
    reach = sum(face(name).reach(letter) for letter, name in letters)
    start = {"end": -reach, "middle": -reach / 2}.get(text.get("text-anchor", "start"), 0.0)
    unit = size / 1000
    group = ElementTree.Element(f"{{{SVG}}}g")
    for name in ("fill", "opacity"):
        if text.get(name):
            group.set(name, text.get(name, ""))
    group.set("transform", f"{text.get('transform', '')} scale({unit:.5g},{-unit:.5g})".strip())
    for letter, name in letters:
        glyph = f"{name}{ord(letter):x}"
        if glyph not in defs:
            defs[glyph] = face(name).outline(letter)
        if defs[glyph]:
            ElementTree.SubElement(group, f"{{{SVG}}}use", {f"{{{XLINK}}}href": f"#{glyph}", "x": f"{start:.0f}"})
        start += face(name).reach(letter)
    return group


def _walk(element: ElementTree.Element, defs: dict[str, str]) -> None:
    for name in _DROPPED:
        element.attrib.pop(name, None)
    for number, child in enumerate(list(element)):
        if child.tag == f"{{{SVG}}}text":
            element[number] = _outlined(child, defs)
        else:
            _walk(child, defs)


def outline(svg: str) -> str:
    """The same drawing without a text element."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root: Any = ElementTree.fromstring(svg)  # noqa: S314  # drawn by our own process a moment ago
    glyphs: dict[str, str] = {}
    _walk(root, glyphs)
    defs = ElementTree.Element(f"{{{SVG}}}defs")
    for name, path in glyphs.items():
        if path:
            ElementTree.SubElement(defs, f"{{{SVG}}}path", {"id": name, "d": path})
    root.insert(0, defs)
    return ElementTree.tostring(root, encoding="unicode")
