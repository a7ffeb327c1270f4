"""PDF, XLSX and JSON: in four languages, with diacritics, and safe with whatever people are called."""

import io
import json
import re

import openpyxl
import pytest
from django.utils.translation import override
from pypdf import PdfReader

from phien.lib.texts import LANGUAGES
from phien.market.models import Product
from phien.reports import actions, files
from phien.reports.board import Board
from phien.reports.metrics import REGISTRY
from phien.reports.models import Figure, Report
from phien.reports.papers.pdf import pdf
from phien.reports.papers.xlsx import xlsx
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
    assert 3 <= len(pages(report, "vi")) <= 9


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


@pytest.mark.parametrize("name", ["=1+1", "+84 912", "-cmd|' /C calc'!A0", "@SUM(A1)"])
def test_no_name_becomes_a_formula(report: Report, name: str) -> None:
    report.title = {"vi": name}
    figures = list(report.figures.all())
    for figure in figures:
        if figure.metric == "pieces" and figure.dimension == "product":
            figure.label = {"vi": name}
    with override("vi"):
        data = xlsx(Board(report, figures), [])
    sheets = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in sheets for row in sheet for cell in row if cell.value == name]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_papers_keep_sources_apart_and_print_footnotes_and_nesting(report: Report) -> None:
    figures = [
        *report.figures.filter(dimension=""),
        Figure(
            report=report,
            metric="platform_views",
            definition_hash="0" * 64,
            net=800_000_000,
            gross=800_000_000,
            unit="count",
            source="claimed",
        ),
    ]
    with override("en"):
        board = Board(report, figures)
        sheets = openpyxl.load_workbook(io.BytesIO(xlsx(board, [])))
        paper = pdf(board, [], [])
    rows = list(sheets["Figures"].iter_rows(values_only=True))
    names = [row[0] for row in rows]
    assert names.index("Counted by this site") < names.index("Visits") < names.index("Claimed by platforms")
    assert names.index("Claimed by platforms") < names.index("Views on platforms")
    (live,) = [row for row in rows if row[0] == "Live views"]
    assert live[8] == "This lies inside “Visits” (30); the two are not added together."
    assert any(str(name).startswith("[1] ") for name in names)
    text = words([page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages])
    assert "This lies inside “Visits” (30)" in text
    assert "Notes" in text
    assert "Each platform counts by a definition of its own" in text
