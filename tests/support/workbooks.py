"""Workbooks (.xlsx) made by hand, cell by cell: with nothing but the standard library."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

Cell = float | str | bool | datetime | date | None
Rows = Sequence[Sequence[Cell]]

_DATE, _PERCENT = 1, 2
_EPOCH = date(1899, 12, 30).toordinal()
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = (
    f"<styleSheet {_MAIN}>"
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="9" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


class Error(str):
    """A cell such as #N/A."""


class Percent(float):
    """A number that is shown as percent."""


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """The bytes of an .xlsx; a row of no cells is not written at all."""
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(list(sheets)),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
            + [("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
    }
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return target.getvalue()


def serial(moment: datetime | date) -> float:
    """Days since the end of 1899, as a workbook keeps them."""
    days = moment.toordinal() - _EPOCH
    if not isinstance(moment, datetime):
        return float(days)
    seconds = moment.hour * 3_600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return days + seconds / 86_400


def _content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{kind}worksheet+xml"/>'
        for i in range(1, sheets + 1)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/>{parts}</Types>'
    )


def _relations(targets: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{i}" Type="{_REL}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _book(names: list[str]) -> str:
    entries = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>'
        for i, name in enumerate(names, 1)
    )
    return f'<workbook {_MAIN} xmlns:r="{_REL}"><sheets>{entries}</sheets></workbook>'


def _sheet(rows: Rows) -> str:
    lines = "".join(
        f'<row r="{number}">{"".join(_cell(number, c, cell) for c, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
        if row
    )
    return f"<worksheet {_MAIN}><sheetData>{lines}</sheetData></worksheet>"


def _cell(row: int, column: int, value: Cell) -> str:
    place = f"{chr(65 + column)}{row}" if column < 26 else f"A{chr(39 + column)}{row}"
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, Error):
        return f'<c r="{place}" t="e"><v>{value}</v></c>'
    if isinstance(value, str):
        text = escape(value).replace("\n", "&#10;")
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{_DATE}"><v>{serial(value)!r}</v></c>'
    style = f' s="{_PERCENT}"' if isinstance(value, Percent) else ""
    return f'<c r="{place}"{style}><v>{value!r}</v></c>'
