"""Cut the fonts: small woff2 for pages, TTF and OTF for PDFs. Their results are in the tree; this remakes them.

Be Vietnam Pro comes from npm (the unsplit TTFs, so kerning across Vietnamese letters is kept), Noto Sans SC from
Debian's fonts-noto-cjk. Both are under the SIL Open Font License 1.1 without a reserved name.
"""

import itertools
import subprocess
import tarfile
import tempfile
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src/phien/static/phien/fonts"
PDF = ROOT / "src/phien/lib/fonts"
PACKAGE = "@expo-google-fonts/be-vietnam-pro@0.4.1"
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
WEIGHTS = {"400": ("400Regular", "Regular"), "700": ("700Bold", "Bold")}

VIETNAMESE_VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"
EXTRA = "₫€★–—…·•‘’“”«»‹›×÷−°©®™→←↑↓½¼¾²³µ№✓\u00a0\u202f\u2009"


def letters() -> str:
    """Vietnamese in every tone, French, and the signs our texts use, composed and as combining marks."""
    small = {unicodedata.normalize("NFC", v + t) for v, t in itertools.product(VIETNAMESE_VOWELS, ["", *TONES])}
    french = set("àâæçéèêëîïôœùûüÿ")
    both = small | french | set("đ")
    both |= {c.upper() for c in both}
    ascii_ = {chr(c) for c in range(0x20, 0x7F)}
    latin1 = {chr(c) for c in range(0xA1, 0x100)}
    return "".join(sorted(both | ascii_ | latin1 | set(EXTRA) | set(TONES) | {"\u0302", "\u0306", "\u031b"}))


def hanzi() -> str:
    """ASCII, GB2312's signs and its 6,763 characters (to browse, 浏, is of level 2), full-width forms and the few more
    our texts use."""
    rows = [0xA1, 0xA3, *range(0xB0, 0xF8)]
    found = []
    for row, cell in itertools.product(rows, range(0xA1, 0xFF)):
        try:
            found.append(bytes([row, cell]).decode("gb2312"))
        except UnicodeDecodeError:
            continue
    return "".join(chr(c) for c in range(0x20, 0x7F)) + "".join(found) + "₫·–—…谅侬岱" + "\u00a0"


def cut(font: TTFont, text: str, *, web: bool) -> TTFont:
    """Keep only what the text needs; on the web without hinting, and with the layout features people notice."""
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "liga", "tnum", "lnum"]
    options.name_IDs = ["*"] if not web else [0, 1, 2, 4, 6, 13, 14]
    options.hinting = not web
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(font)
    return font


def with_thin_spaces(font: TTFont) -> TTFont:
    """French and Babel write U+202F and U+2009 in numbers; the source lacks both, so the space stands in for them."""
    for table in font["cmap"].tables:
        if table.isUnicode() and 0x20 in table.cmap:
            table.cmap.update({0x202F: table.cmap[0x20], 0x2009: table.cmap[0x20]})
    return font


def be_vietnam(folder: Path) -> None:
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as tar:
        tar.extractall(folder, filter="data")
    package = folder / "package"
    licence = (package / "LICENSE_FONT").read_text()
    for weight, (place, style) in WEIGHTS.items():
        source = package / place / f"BeVietnamPro_{place}.ttf"
        font = cut(with_thin_spaces(TTFont(source, recalcTimestamp=False)), letters(), web=True)
        font.flavor = "woff2"
        font.save(WEB / f"be-vietnam-pro-{weight}.woff2")
        with_thin_spaces(TTFont(source, recalcTimestamp=False)).save(PDF / f"BeVietnamPro-{style}.ttf")
    for place in (WEB, PDF):
        (place / "OFL.txt").write_text(licence)
    (WEB / "NOTICE").write_text(
        "be-vietnam-pro-*.woff2 are subsets (Latin with French, Vietnamese) of Be Vietnam Pro,\n"
        "Copyright 2021 The Be Vietnam Pro Project Authors (https://github.com/bettergui/BeVietnamPro),\n"
        "SIL Open Font License 1.1 (OFL.txt), cut by scripts/draw/fonts.py.\n"
    )


def noto() -> None:
    font = TTFont(NOTO, fontNumber=2, recalcTimestamp=False)
    assert "SC" in font["name"].getDebugName(4), font["name"].getDebugName(4)
    font = cut(font, hanzi(), web=False)
    font.save(PDF / "NotoSansSC-Regular.otf")
    (PDF / "NOTICE").write_text(
        "BeVietnamPro-*.ttf: Be Vietnam Pro, Copyright 2021 The Be Vietnam Pro Project Authors\n"
        "(https://github.com/bettergui/BeVietnamPro), SIL Open Font License 1.1 (OFL.txt); its space is\n"
        "also mapped to U+202F and U+2009.\n"
        "NotoSansSC-Regular.otf: a subset (ASCII, GB2312, CJK punctuation) of Noto Sans CJK SC,\n"
        "Copyright 2014-2021 Adobe (http://www.adobe.com/), SIL Open Font License 1.1 (OFL.txt), cut by\n"
        "scripts/draw/fonts.py.\n"
    )


def check() -> None:
    """Say which letter each font lacks."""
    for path in sorted([*WEB.glob("*.woff2"), *PDF.glob("*.?tf")]):
        has = TTFont(path).getBestCmap()
        need = hanzi() if "Noto" in path.name else letters()
        lacking = "".join(c for c in need if ord(c) not in has)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes, lacks {lacking!r}")


def main() -> None:
    WEB.mkdir(parents=True, exist_ok=True)
    PDF.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        be_vietnam(Path(folder))
    noto()
    check()


if __name__ == "__main__":
    main()
