"""Tables as platforms write them, with the headings of a fingerprint that is known here."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

Rows = Iterable[Mapping[str, object]]


def _table(fingerprint: str, rows: Rows) -> list[list[object]]:
    """The headings, and under each what a row says by the heading, the field or the definition. What no row speaks of
    is left away, and so are headings of another variant of the same export."""
    from phien.observations.exports.fingerprints import KNOWN

    known = next(one for one in KNOWN if one.id == fingerprint)
    rows = list(rows)
    said = {key for row in rows for key in row}
    head: dict[str, str] = {}
    for heading, column in known.columns.items():
        means = column.definition or column.field or heading
        wanted = column.required or column.personal or {heading, means} & said
        if wanted and means not in head.values():
            head[heading] = means

    def cell(row: Mapping[str, object], heading: str) -> object:
        column = known.columns[heading]
        return next((row[key] for key in (heading, column.definition, column.field) if key and key in row), "")

    return [list(head), *([cell(row, heading) for heading in head] for row in rows)]


def commas(fingerprint: str, rows: Rows, *, quoted: bool = False) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator="\n")
    writer.writerows(_table(fingerprint, rows))
    return out.getvalue().encode("utf-8-sig")


def packed(member: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(member), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def workbook(
    sheet: str,
    fingerprint: str,
    rows: Rows,
    *,
    above: Sequence[Sequence[object]] = (),
    below: Sequence[Sequence[object]] = (),
) -> bytes:
    """A workbook of one sheet; `above` stands over the heading, `below` under it."""
    from xlsxwriter import Workbook

    head, *cells = _table(fingerprint, rows)
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    page = book.add_worksheet(sheet)
    wide = [[*row, *([""] * (len(head) - len(row)))] for row in below]
    for number, row in enumerate([*above, head, *wide, *cells]):
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(number, column, value)
            elif value != "":
                page.write_string(number, column, str(value))
    book.close()
    return out.getvalue()
