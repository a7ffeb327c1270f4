"""PDF, XLSX and JSON: in four languages, with diacritics, and safe with whatever people are called."""

import io
import json
import re

import openpyxl
from pypdf import PdfReader

from phien.lib.texts import LANGUAGES
from phien.market.models import Product
from phien.reports import actions, files
from phien.reports.metrics import REGISTRY
from phien.reports.models import Report
from phien.reports.tests.conftest import Day

HOSTILE = '=HYPERLINK("http://evil") #panic("out") $x^2$ */ <script> @na_bo[*]'


def pages(report: Report, language: str) -> list[str]:
    reader = PdfReader(io.BytesIO(files.read(report.files[f"pdf.{language}"])))
    return [page.extract_text() for page in reader.pages]


def book(report: Report, language: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(files.read(report.files[f"xlsx.{language}"])))


def words(texts: list[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(texts))


def test_the_pdf_holds_figures_definitions_and_the_manifests_head(report: Report) -> None:
    text = words(pages(report, "vi"))
    for expected in ("Chợ phiên Lạng Sơn", "Vịt quay Lạng Sơn", "Hợp tác xã Vịt Thất Khê", "Hoàng Thị Lan"):
        assert expected in text
    assert report.cut_hash in text.replace(" ", "")
    assert "4.620.000" in text
    assert 3 <= len(pages(report, "vi")) <= 7


def test_the_pdf_in_every_language(whole_report: Report) -> None:
    for language, expected in (("vi", "Lượt ghé"), ("en", "Visits"), ("fr", "Visites"), ("zh-hans", "访问")):
        assert expected in words(pages(whole_report, language))


def test_the_pdfs_fonts_are_embedded(whole_report: Report) -> None:
    for language in ("vi", "zh-hans"):
        reader = PdfReader(io.BytesIO(files.read(whole_report.files[f"pdf.{language}"])))
        names = set()
        for page in reader.pages:
            for font in (page["/Resources"].get("/Font") or {}).values():
                for kind in font.get_object().get("/DescendantFonts", []):
                    described = kind.get_object()["/FontDescriptor"].get_object()
                    assert {"/FontFile2", "/FontFile3"} & set(described)
                    names.add(str(described["/FontName"]))
        assert any("BeVietnamPro" in name for name in names)
        if language == "zh-hans":
            assert any("Noto" in name for name in names)


def test_the_spreadsheet_holds_figures_tables_definitions_and_evidence(report: Report) -> None:
    sheets = book(report, "en")
    assert sheets.sheetnames[0] == "Figures"
    assert sheets.sheetnames[-2:] == ["Definitions", "Evidence"]
    figures = {row[0]: row[1:4] for row in sheets["Figures"].iter_rows(min_row=6, values_only=True)}
    assert figures["Visits"] == (30, 31, 1)
    assert figures["Value of orders, net"] == (4_620_000, 4_790_000, 170_000)
    products = {row[0]: row for row in sheets["By product"].iter_rows(min_row=2, values_only=True)}
    assert products["Vịt quay Lạng Sơn"][4:] == (12, 12, 4_620_000)
    assert len(list(sheets["Definitions"].iter_rows(min_row=2))) == len(REGISTRY)
    assert report.cut_hash in [cell.value for row in sheets["Evidence"] for cell in row]


def test_the_spreadsheet_in_every_language(whole_report: Report) -> None:
    for language in LANGUAGES:
        assert len(book(whole_report, language).sheetnames) >= 12


def test_hostile_names_stay_names(full_day: Day) -> None:
    Product.objects.filter(slug="vit-quay").update(name={"vi": HOSTILE})
    report = actions.make_report(campaign=full_day.campaign, since=full_day.at(0), until=full_day.at(7200))
    text = words(pages(report, "vi")).replace(" ", "")
    assert '#panic("out")$x^2$*/<script>' in text
    cells = [cell for sheet in book(report, "vi") for row in sheet for cell in row if cell.value == HOSTILE]
    assert cells
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)
    assert json.loads(files.read(report.files["json"]))["figures"]
    assert b"<script>" not in files.read(report.files["products.wide.vi"])


def test_the_file_of_figures_is_canonical_and_names_every_definition(report: Report) -> None:
    data = files.read(report.files["json"])
    told = json.loads(data)
    assert told["format"] == "phien-report/2"
    assert told["cut"] == {"seq": report.cut_seq, "hash": report.cut_hash}
    assert {d["metric"] for d in told["definitions"]} == set(REGISTRY)
    assert [s["seq"] for s in told["segments"]] == list(range(1, report.cut_seq + 1))
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert data == canonical
