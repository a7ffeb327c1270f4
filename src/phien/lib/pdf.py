"""Pages for printing in the house's own faces, with all Vietnamese letters and the common Chinese ones.

Whatever people typed stays inside its box: it is made smaller, broken into lines, and in the end cut with an ellipsis.
"""

import io
import logging
import unicodedata
from pathlib import Path
from typing import Any

import segno
from fpdf import FPDF
from fpdf.enums import MethodReturnValue
from fpdf.fonts import TTFFont

_FONTS = Path(__file__).parent / "fonts"
_MM = 25.4 / 72  # a point in millimetres
_LEADING = 1.25
_UNKNOWN = "□"

logging.getLogger("fontTools").setLevel(logging.WARNING)


def new(width: float, height: float) -> FPDF:
    """An empty document of pages of this size, in mm, without automatic breaks."""
    pdf = FPDF(unit="mm", format=(width, height))
    pdf.add_font("viet", "", _FONTS / "BeVietnamPro-Regular.ttf")
    pdf.add_font("viet", "B", _FONTS / "BeVietnamPro-Bold.ttf")
    pdf.add_font("han", "", _FONTS / "NotoSansSC-Regular.otf")
    pdf.set_fallback_fonts(["han"], exact_match=False)
    pdf.set_auto_page_break(False)
    pdf.set_margins(0, 0, 0)
    pdf.c_margin = 0
    pdf.set_font("viet", "", 10)
    return pdf


def readable(pdf: FPDF, text: str) -> str:
    """The text as it can be printed: composed letters, single spaces, no control or direction characters, and a
    hollow square for each letter that the faces lack. Line breaks stay."""
    known: set[int] = {0x0A}
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            known.update(font.cmap)
    lines = []
    for line in unicodedata.normalize("NFC", text).splitlines():
        kept = (
            letter for letter in line if unicodedata.category(letter) not in {"Cf", "Cc", "Cs", "Mn"} or letter == "\t"
        )
        lines.append(" ".join("".join(c if c.isspace() or ord(c) in known else _UNKNOWN for c in kept).split()))
    return "\n".join(line for line in lines if line).replace(_UNKNOWN, _UNKNOWN if ord(_UNKNOWN) in known else "?")


def fit(
    pdf: FPDF,
    text: str,
    *,
    x: float,
    y: float,
    w: float,
    h: float,
    most: float,
    least: float = 6,
    bold: bool = False,
    align: str = "L",
) -> float:
    """Print a text in a box, as large as it fits between `most` and `least` points; gives where it ends below."""
    text = readable(pdf, text)
    if not text:
        return y
    size = most
    while True:
        pdf.set_font("viet", "B" if bold else "", size)
        step = size * _MM * _LEADING
        lines = _lines(pdf, text, w, step)
        if len(lines) * step <= h + 0.01 or size <= least:
            break
        size = max(least, size - 0.5)
    room = max(1, int((h + 0.01) // step))
    if len(lines) > room:
        lines = [*lines[: room - 1], _cut(pdf, " ".join(lines[room - 1 :]), w)]
    for number, line in enumerate(lines):
        pdf.set_xy(x, y + number * step)
        pdf.cell(w, step, line, align=align)
    return y + len(lines) * step


def _lines(pdf: FPDF, text: str, w: float, step: float) -> list[str]:
    pdf.set_xy(0, 0)
    found: Any = pdf.multi_cell(w, step, text, dry_run=True, output=MethodReturnValue.LINES, align="L")
    return [str(line).strip() for line in found]


def _cut(pdf: FPDF, text: str, w: float) -> str:
    while text and pdf.get_string_width(text + "…") > w:
        text = text[:-1].rstrip()
    return text + "…"


def qr(pdf: FPDF, content: str, *, x: float, y: float, w: float) -> None:
    """A QR code with its quiet zone, `w` mm wide: one-bit squares, so that a thermal printer keeps its edges."""
    out = io.BytesIO()
    segno.make(content, error="m", micro=False).save(out, kind="png", scale=8, border=4)
    out.seek(0)
    pdf.image(out, x=x, y=y, w=w, h=w)
